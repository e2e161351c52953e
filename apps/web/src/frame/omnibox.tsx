import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { useBookmarks } from '../features/bookmarks/marks.ts';
import floating from '../ui/floating.module.css';
import { Mono } from '../ui/text.tsx';
import { useRested } from '../ui/use-rested.ts';
import css from './omnibox.module.css';
import {
  bookmarkItems,
  commandItems,
  type OmniItem,
  placeItems,
  recentItems,
  useSearchHits,
} from './omnibox-items.tsx';
import { setPreferences } from './preferences.ts';
import { useRecentPlaces } from './recent.ts';
import { takeTypeAhead } from './type-ahead.ts';

interface ItemGroup {
  value: string;
  items: OmniItem[];
}

function ItemLine({ item, onRun }: { item: OmniItem; onRun: (item: OmniItem) => void }) {
  return (
    <Autocomplete.Item value={item} className={floating.item ?? ''} onClick={() => onRun(item)}>
      {item.icon}
      {item.mono ? <Mono>{item.label}</Mono> : item.label}
      {item.why ? <span className={css.why}>{item.why}</span> : null}
      <span className={floating.hint}>{item.hint}</span>
    </Autocomplete.Item>
  );
}

function Groups({ onRun }: { onRun: (item: OmniItem) => void }) {
  return (
    <Autocomplete.List className={css.list ?? ''}>
      {(group: ItemGroup) => (
        <Autocomplete.Group key={group.value} items={group.items}>
          <Autocomplete.GroupLabel className={floating.heading ?? ''}>{group.value}</Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(item: OmniItem) => <ItemLine key={item.id} item={item} onRun={onRun} />}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}

function useGroups(typed: string): { groups: ItemGroup[]; note: string } {
  const catalogue = useCatalogue();
  const { hits, note } = useSearchHits(useRested(typed.trim(), 120));
  const places = useRecentPlaces();
  const { data: bookmarks = [] } = useBookmarks();
  const groups = [
    { value: 'Recent', items: recentItems(catalogue, places, typed) },
    { value: 'Bookmarks', items: bookmarkItems(catalogue, bookmarks, typed) },
    { value: 'Go to', items: placeItems(catalogue, typed) },
    { value: 'Found', items: hits },
    { value: 'Run', items: commandItems(catalogue, typed) },
  ];
  return { groups: groups.filter((group) => group.items.length > 0), note };
}

interface OmniboxProps {
  onClose: () => void;
  onKeys: () => void;
  onConnect: () => void;
}

/** What choosing a line does. */
function useRun({ onClose, onKeys, onConnect }: OmniboxProps): (item: OmniItem) => void {
  const navigate = useNavigate();
  return (item) => {
    onClose();
    if (item.to) void navigate({ to: item.to });
    else if (item.theme) setPreferences({ theme: item.theme });
    else if (item.keys) onKeys();
    else if (item.connect) onConnect();
  };
}

/** Search over everything, jump to a place, run a command. */
export function Omnibox(props: OmniboxProps) {
  const run = useRun(props);
  const [typed, setTyped] = useState('');
  const { groups, note } = useGroups(typed);
  useEffect(() => () => void takeTypeAhead(), []);
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={floating.backdrop ?? ''} />
        <Dialog.Popup className={css.popup ?? ''} aria-label="Search, jump or run">
          <Autocomplete.Root
            {...{ open: true, inline: true, items: groups, filter: null, autoHighlight: 'always', value: typed }}
            onValueChange={(value, details) => details.reason !== 'item-press' && setTyped(value)}
            itemToStringValue={(item: OmniItem) => item.label}
          >
            <Autocomplete.Input
              className={css.input ?? ''}
              onFocus={() => {
                const ahead = takeTypeAhead();
                if (ahead) setTyped((text) => text + ahead);
              }}
              aria-label="Search, jump or run"
              placeholder="Name, address, MAC, serial, a command, or a type: rack: fra1"
            />
            <Autocomplete.Status className={note ? (floating.note ?? '') : 'sr-only'}>{note}</Autocomplete.Status>
            <Groups onRun={run} />
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
