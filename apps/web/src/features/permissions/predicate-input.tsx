import { type KeyboardEvent, useState } from 'react';
import { type Control, useController } from 'react-hook-form';
import { capital } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { controlId } from '../../generic/form/field-control.tsx';
import type { FormValues } from '../../generic/form/values.ts';
import { FilterBar } from '../../generic/list/filter-bar.tsx';
import type { FilterToken } from '../../generic/query/tokens.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextArea } from '../../ui/input.tsx';
import { Dim } from '../../ui/text.tsx';
import { bindingTokens, predicateOf, predicateText, readPredicate, tokensOf } from './predicate.ts';
import css from './permissions.module.css';
import { useChosenTypes } from './reach-inputs.tsx';
import { describedBy, Slot } from './slot.tsx';

/** Buttons shown for conditions on who asks. */
const mostOwn = 4;

const words: Readonly<Record<string, string>> = { $site: 'sites', $tenant: 'tenants', $user: 'account' };

function ownLabel({ path, values }: FilterToken): string {
  const whose = `the reader’s own ${words[values[0] ?? ''] ?? 'rows'}`;
  return path === 'id' ? `Only ${whose}` : `${capital(path.split('.').join(' '))}: ${whose}`;
}

/** Conditions on who asks, which the filter bar has no words for. */
function OwnButtons({
  entity,
  tokens,
  onAdd,
}: {
  entity: UiEntity;
  tokens: readonly FilterToken[];
  onAdd: (token: FilterToken) => void;
}) {
  const catalogue = useCatalogue();
  const taken = new Set(tokens.map(({ path }) => path));
  const offered = bindingTokens(catalogue, entity).filter(({ path }) => !taken.has(path));
  if (offered.length === 0) return null;
  return (
    <div className={css.own}>
      {offered.slice(0, mostOwn).map((token) => (
        <Button key={token.path} onClick={() => onAdd(token)}>
          {ownLabel(token)}
        </Button>
      ))}
    </div>
  );
}

/** Enter adds a condition; it must not save the form around. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
}

/** The filter as tokens, in the words of one type. */
interface BuilderProps {
  text: string;
  onChange: (text: string) => void;
  /** Offers conditions on who asks. */
  asksWho: boolean;
}

function TokenBuilder({ entity, text, onChange, asksWho }: BuilderProps & { entity: UiEntity }) {
  const catalogue = useCatalogue();
  const read = readPredicate(text);
  const tokens = read.ok ? tokensOf(catalogue, entity, read.value ?? {}) : null;
  if (tokens === null) {
    return (
      <Dim>
        {read.ok
          ? `This filter says more than tokens of ${entity.plural} can. Edit it as JSON.`
          : 'Tokens come back when the JSON is whole.'}
      </Dim>
    );
  }
  const set = (next: readonly FilterToken[]) => onChange(predicateText(predicateOf(catalogue, entity, next)));
  return (
    <>
      <div className={css.bar} onKeyDown={keepEnter}>
        <FilterBar entity={entity} view={{ tokens, text: '' }} onChange={(view) => set(view.tokens)} />
      </div>
      {asksWho ? <OwnButtons entity={entity} tokens={tokens} onAdd={(token) => set([...tokens, token])} /> : null}
    </>
  );
}

function Builder({ types, ...builder }: BuilderProps & { types: readonly UiEntity[] }) {
  const [chosen, setChosen] = useState('');
  const entity = types.find((type) => type.name === chosen) ?? types[0];
  if (!entity) return <Dim>Choose types first; then conditions are picked here.</Dim>;
  return (
    <>
      {types.length > 1 ? (
        <Select
          className={css.type ?? ''}
          aria-label="Type whose fields the conditions name"
          value={entity.name}
          options={types.map((type) => ({ value: type.name, label: capital(type.plural) }))}
          onChange={({ target }) => setChosen(target.value)}
        />
      ) : null}
      <TokenBuilder key={entity.name} entity={entity} {...builder} />
    </>
  );
}

/** What is wrong with the text, and where. */
function faultOf(text: string): string | undefined {
  const read = readPredicate(text);
  if (read.ok) return undefined;
  return read.at ? `${read.problem} Line ${read.at.line}, column ${read.at.column}.` : read.problem;
}

interface FilterControlProps {
  control: Control<FormValues>;
  name: string;
  label: string;
  help: string;
  asksWho?: boolean;
}

/** A filter of the chosen types: conditions picked as tokens, and the same filter as JSON beside them. */
export function FilterControl({ control, name, label, help, asksWho = false }: FilterControlProps) {
  const types = useChosenTypes(control);
  const { field, fieldState } = useController({ name, control });
  const text = typeof field.value === 'string' ? field.value : '';
  const message = faultOf(text) ?? fieldState.error?.message;
  return (
    <div className={css.rows}>
      <Builder types={types} text={text} onChange={field.onChange} asksWho={asksWho} />
      <Slot name={name} label={label} message={message} help={help}>
        <TextArea
          id={controlId(name)}
          mono
          rows={asksWho || text !== '' ? 7 : 2}
          spellCheck={false}
          value={text}
          aria-invalid={message ? true : undefined}
          aria-describedby={describedBy(name, message)}
          onChange={({ target }) => field.onChange(target.value)}
          onBlur={field.onBlur}
        />
      </Slot>
    </div>
  );
}

/** Which rows a permission is for. */
export function PredicateInput({ control }: { control: Control<FormValues> }) {
  return (
    <FilterControl
      control={control}
      name="predicate"
      label="Filter as JSON"
      help='Empty: every row. It has to fit each of the types. "$user", "$tenant" and "$site" stand for ids of who asks; a member scope says which.'
      asksWho
    />
  );
}
