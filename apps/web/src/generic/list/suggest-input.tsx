import { Autocomplete } from '@base-ui/react/autocomplete';
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react';
import { isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import floating from '../../ui/floating.module.css';
import css from './filter-bar.module.css';
import type { Suggestion } from './filter-fields.ts';

function SuggestionList({ onPick }: { onPick: (item: Suggestion) => void }) {
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner className={floating.positioner ?? ''} sideOffset={4} align="start">
        <Autocomplete.Popup className={floating.pop ?? ''}>
          <Autocomplete.List>
            {(item: Suggestion) => (
              <Autocomplete.Item
                key={item.id}
                value={item}
                className={floating.item ?? ''}
                onClick={() => onPick(item)}
              >
                {item.label}
                <span className={floating.hint}>{item.hint}</span>
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  );
}

/** Puts the keyboard into an input when `f` is pressed outside of fields. */
function useFilterKey(input: RefObject<HTMLInputElement | null>): void {
  usePageKeys((event) => {
    if (event.key !== 'f' || isTyping(event) || !isLetterKey(event)) return;
    event.preventDefault();
    input.current?.focus();
  });
}

/** What the input offers, and what its three ways of answering lead to. */
interface SuggestInputProps {
  items: (typed: string) => Suggestion[];
  onPick: (suggestion: Suggestion) => void;
  onText: (text: string) => void;
  onPaste: (event: ClipboardEvent) => void;
}

/** An input that offers what typed words may mean; Enter without a choice takes them as text. */
export function SuggestInput({ items, onPick, onText, onPaste }: SuggestInputProps) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const list = useMemo(() => items(typed), [items, typed]);
  useFilterKey(input);
  const pick = (suggestion: Suggestion) => {
    setTyped('');
    onPick(suggestion);
  };
  const enter = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || event.currentTarget.getAttribute('aria-activedescendant')) return;
    onText(typed.trim());
    setTyped('');
  };
  return (
    <Autocomplete.Root
      {...{ items: list, filter: null, value: typed, openOnInputClick: true }}
      onValueChange={(value, details) => details.reason !== 'item-press' && setTyped(value)}
      itemToStringValue={(item: Suggestion) => item.label}
    >
      <Autocomplete.Input
        ref={input}
        className={css.input ?? ''}
        aria-label="Filter"
        placeholder="Filter: field, value, or paste a list"
        onPaste={onPaste}
        onKeyDown={enter}
      />
      <SuggestionList onPick={pick} />
    </Autocomplete.Root>
  );
}
