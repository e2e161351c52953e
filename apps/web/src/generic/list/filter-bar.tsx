import { Autocomplete } from '@base-ui/react/autocomplete';
import { X } from 'lucide-react';
import { type ClipboardEvent, useMemo, useRef, useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import floating from '../../ui/floating.module.css';
import { Popover } from '../../ui/popover.tsx';
import { splitValues } from '../../widgets/text/filter.tsx';
import { type FilterToken, parseTokens } from '../query/tokens.ts';
import type { ViewState } from '../query/view-state.ts';
import css from './filter-bar.module.css';
import { filterField, filterPaths, pasteField, type Suggestion, suggestions } from './filter-fields.ts';
import { TokenChip } from './token-chip.tsx';
import { TokenEditor } from './token-editor.tsx';

/** Part of a view that the filter bar reads and changes. */
type BarView = Pick<ViewState, 'tokens' | 'text'>;

interface Editing {
  token: FilterToken;
  /** Place of the token that is edited; null for a new one. */
  index: number | null;
}

function SuggestInput({ items, onPick, onText, onPaste }: {
  items: (typed: string) => Suggestion[];
  onPick: (suggestion: Suggestion) => void;
  onText: (text: string) => void;
  onPaste: (event: ClipboardEvent) => void;
}) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const list = useMemo(() => items(typed), [items, typed]);
  usePageKeys((event) => {
    if (event.key !== 'f' || isTyping(event) || !isLetterKey(event)) return;
    event.preventDefault();
    input.current?.focus();
  });
  const pick = (suggestion: Suggestion) => {
    setTyped('');
    onPick(suggestion);
  };
  return (
    <Autocomplete.Root
      items={list}
      filter={null}
      value={typed}
      onValueChange={(value, details) => details.reason !== 'item-press' && setTyped(value)}
      itemToStringValue={(item: Suggestion) => item.label}
      openOnInputClick
    >
      <Autocomplete.Input
        ref={input}
        className={css.input ?? ''}
        aria-label="Filter"
        placeholder="Filter: field, value, or paste a list"
        onPaste={onPaste}
        onKeyDown={(event) => {
          const highlighted = event.currentTarget.getAttribute('aria-activedescendant');
          if (event.key !== 'Enter' || highlighted) return;
          onText(typed.trim());
          setTyped('');
        }}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className={floating.positioner ?? ''} sideOffset={4} align="start">
          <Autocomplete.Popup className={floating.pop ?? ''}>
            <Autocomplete.List>
              {(item: Suggestion) => (
                <Autocomplete.Item
                  key={item.id}
                  value={item}
                  className={floating.item ?? ''}
                  onClick={() => pick(item)}
                >
                  {item.label}
                  <span className={floating.hint}>{item.hint}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

/** The conditions of a view as tokens, with an input that adds more. */
export function FilterBar({ entity, view, onChange }: {
  entity: UiEntity;
  view: BarView;
  onChange: (view: BarView) => void;
}) {
  const catalogue = useCatalogue();
  const bar = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const { tokens, text } = view;
  const items = useMemo(() => {
    const fields = filterPaths(catalogue, entity).flatMap((path) => filterField(catalogue, entity, path) ?? []);
    return (typed: string) => suggestions(fields, typed);
  }, [catalogue, entity]);
  const setTokens = (next: FilterToken[]) => onChange({ tokens: next, text });
  const apply = (token: FilterToken) => {
    const at = editing?.index ?? tokens.length;
    setTokens([...tokens.slice(0, at), token, ...tokens.slice(at + 1)]);
    setEditing(null);
  };
  const pick = (item: Suggestion) => {
    if (item.token) setTokens([...tokens, item.token]);
    else if (item.text) onChange({ tokens, text: item.text });
    else if (item.path) setEditing({ token: { path: item.path, op: '', values: [] }, index: null });
  };
  const typedText = (words: string) => {
    const parsed = parseTokens(words).filter(({ path }) => filterField(catalogue, entity, path));
    if (parsed.length > 0) setTokens([...tokens, ...parsed]);
    else onChange({ tokens, text: words });
  };
  const paste = (event: ClipboardEvent) => {
    const values = splitValues(event.clipboardData.getData('text'));
    const field = values.length > 1 ? pasteField(entity, values) : undefined;
    if (!field) return;
    event.preventDefault();
    setTokens([...tokens, { path: field.name, op: 'in', values }]);
  };
  const edited = editing && filterField(catalogue, entity, editing.token.path);
  return (
    <div className={css.bar} ref={bar} role="search" aria-label={`Filter ${entity.plural}`}>
      {tokens.map((token, index) => (
        <TokenChip
          key={`${token.path}${index}`}
          entity={entity}
          token={token}
          onEdit={() => setEditing({ token, index })}
          onRemove={() => setTokens(tokens.filter((_, at) => at !== index))}
        />
      ))}
      {text ? <TextChip text={text} onRemove={() => onChange({ tokens, text: '' })} /> : null}
      <SuggestInput items={items} onPick={pick} onText={typedText} onPaste={paste} />
      <Popover
        anchor={bar}
        open={Boolean(edited)}
        onOpenChange={(open) => (open ? undefined : setEditing(null))}
        label="Edit filter"
      >
        {edited && editing ? (
          <TokenEditor field={edited} token={editing.token} onApply={apply} onCancel={() => setEditing(null)} />
        ) : null}
      </Popover>
    </div>
  );
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
