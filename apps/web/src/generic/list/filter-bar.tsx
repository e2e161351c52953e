import { X } from 'lucide-react';
import { type ClipboardEvent, Suspense, useMemo, useRef, useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { lazyPart } from '../../ui/lazy-part.ts';
import { splitValues } from '../../widgets/text/filter.tsx';
import { type FilterToken, parseTokens } from '../query/tokens.ts';
import type { ViewState } from '../query/view-state.ts';
import css from './filter-bar.module.css';
import { filterField, filterPaths, pasteField, type Suggestion, suggestions } from './filter-fields.ts';
import { SuggestInput } from './suggest-input.tsx';
import { TokenChip } from './token-chip.tsx';

const EditPopover = lazyPart(async () => (await import('./edit-popover.tsx')).EditPopover);

/** Part of a view that the filter bar reads and changes. */
type BarView = Pick<ViewState, 'tokens' | 'text'>;

interface BarProps {
  entity: UiEntity;
  view: BarView;
  onChange: (view: BarView) => void;
}

interface Editing {
  token: FilterToken;
  /** Place of the token that is edited; null for a new one. */
  index: number | null;
}

function TextChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <span className={css.token}>
      <span className={css.body}>
        <span className={css.name}>text</span>
        <span className={css.op}>contains</span>
        <span className={css.value}>{text}</span>
      </span>
      <button type="button" className={css.remove} aria-label="Remove filter text" onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}

/** What the input leads to: a token, an editor, or free text. */
function useInput({ entity, view, onChange }: BarProps, onEdit: (path: string) => void) {
  const catalogue = useCatalogue();
  const { tokens, text } = view;
  const add = (more: FilterToken[]) => onChange({ tokens: [...tokens, ...more], text });
  const items = useMemo(() => {
    const fields = filterPaths(catalogue, entity).flatMap((path) => filterField(catalogue, entity, path) ?? []);
    return (typed: string) => suggestions(fields, typed);
  }, [catalogue, entity]);
  const onPick = (item: Suggestion) => {
    if (item.token) add([item.token]);
    else if (item.text) onChange({ tokens, text: item.text });
    else if (item.path) onEdit(item.path);
  };
  const onText = (words: string) => {
    const parsed = parseTokens(words).filter(({ path }) => filterField(catalogue, entity, path));
    if (parsed.length > 0) add(parsed);
    else onChange({ tokens, text: words });
  };
  const onPaste = (event: ClipboardEvent) => {
    const values = splitValues(event.clipboardData.getData('text'));
    const field = values.length > 1 ? pasteField(entity, values) : undefined;
    if (!field) return;
    event.preventDefault();
    add([{ path: field.name, op: 'in', values }]);
  };
  return { items, onPick, onText, onPaste };
}

/** The conditions of a view as tokens, with an input that adds more. */
export function FilterBar(props: BarProps) {
  const { entity, view, onChange } = props;
  const { tokens, text } = view;
  const catalogue = useCatalogue();
  const bar = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const input = useInput(props, (path) => setEditing({ token: { path, op: '', values: [] }, index: null }));
  const apply = (token: FilterToken) => {
    const at = editing?.index ?? tokens.length;
    onChange({ tokens: [...tokens.slice(0, at), token, ...tokens.slice(at + 1)], text });
    setEditing(null);
  };
  const edited = editing && filterField(catalogue, entity, editing.token.path);
  const close = () => setEditing(null);
  return (
    <div className={css.bar} ref={bar} role="search" aria-label={`Filter ${entity.plural}`}>
      {tokens.map((token, index) => (
        <TokenChip
          key={`${token.path}${index}`}
          entity={entity}
          token={token}
          onEdit={() => setEditing({ token, index })}
          onRemove={() => onChange({ tokens: tokens.filter((_, at) => at !== index), text })}
        />
      ))}
      {text ? <TextChip text={text} onRemove={() => onChange({ tokens, text: '' })} /> : null}
      <SuggestInput {...input} />
      <Suspense>
        {edited && editing ? (
          <EditPopover anchor={bar} field={edited} token={editing.token} onApply={apply} onCancel={close} />
        ) : null}
      </Suspense>
    </div>
  );
}
