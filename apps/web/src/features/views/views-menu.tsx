import { Bookmark, Settings2 } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { hasOwnKeys, isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import { preferences, setPreferences } from '../../frame/preferences.ts';
import type { ViewState } from '../../generic/query/view-state.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Menu, MenuCheck, MenuGroup, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { notify } from '../../ui/toast.tsx';
import { isPlain, isShown, openedView } from './view-search.ts';
import { type SavedView, useViews } from './views.ts';

const SaveDialog = lazyPart(async () => (await import('./save-dialog.tsx')).SaveDialog);
const ViewsDialog = lazyPart(async () => (await import('./views-dialog.tsx')).ViewsDialog);

/** The list that views are of. */
export interface ViewedList {
  entity: UiEntity;
  view: ViewState;
  setView: (change: Partial<ViewState>, replace?: boolean) => void;
}

const densities = ['compact', 'regular', 'comfortable'] as const;

function useOpen({ entity, setView }: ViewedList): (saved: SavedView, replace?: boolean) => void {
  const catalogue = useCatalogue();
  return (saved, replace = false) => {
    const { view, problem } = openedView(catalogue, entity, saved);
    if (problem) notify(`“${saved.name}” is not shown whole`, problem);
    const density = densities.find((one) => one === saved.density);
    if (density && density !== preferences().density) setPreferences({ density });
    setView({ ...view, peek: null }, replace);
  };
}

/** Own defaults come before shared ones. */
function defaultOf(views: readonly SavedView[]): SavedView | undefined {
  const defaults = views.filter(({ isDefault }) => isDefault);
  return defaults.find(({ shared }) => !shared) ?? defaults[0];
}

/** Opens a bare list with its default view, once; an address that says anything is left as it is. */
function useDefault(list: ViewedList, views: readonly SavedView[] | undefined, open: ReturnType<typeof useOpen>): void {
  const bare = useRef(isPlain(list.view) && list.view.peek === null);
  useEffect(() => {
    const usual = views && defaultOf(views);
    if (!bare.current || !views) return;
    bare.current = false;
    if (usual) open(usual, true);
  });
}

type Layer = 'save' | 'all' | null;

function useSaveKey(onSave: () => void): void {
  usePageKeys((event) => {
    if (event.key !== 's' || isTyping(event) || hasOwnKeys(event) || !isLetterKey(event)) return;
    event.preventDefault();
    onSave();
  });
}

const hintOf = ({ shared, isDefault, isWatched }: SavedView): string =>
  [isDefault && 'default', shared && 'shared', isWatched && 'watched'].filter(Boolean).join(', ');

/** The views that may be opened, with the one that is shown marked. */
function ViewItems({
  list,
  views,
  shown,
  onOpen,
}: {
  list: ViewedList;
  views: readonly SavedView[];
  shown: SavedView | undefined;
  onOpen: (saved: SavedView) => void;
}) {
  return (
    <MenuGroup label="Saved views">
      {views.map((saved) => (
        <MenuCheck key={saved.id} checked={saved === shown} onChange={() => onOpen(saved)}>
          {saved.name} {hintOf(saved) ? `(${hintOf(saved)})` : ''}
        </MenuCheck>
      ))}
      <MenuItem onSelect={() => list.setView({ tokens: [], sort: [], columns: null, text: '' })}>
        All {list.entity.plural}
      </MenuItem>
    </MenuGroup>
  );
}

/** Views of a list that are kept under a name: opens, keeps and tends them. */
export function ViewsMenu(list: ViewedList) {
  const { entity, view } = list;
  const catalogue = useCatalogue();
  const { data: views } = useViews(entity.name);
  const [layer, setLayer] = useState<Layer>(null);
  const open = useOpen(list);
  useDefault(list, views, open);
  useSaveKey(() => setLayer('save'));
  const shown = isPlain(view) ? undefined : views?.find((saved) => isShown(view, openedView(catalogue, entity, saved)));
  const parts = { entity, views: views ?? [], onClose: () => setLayer(null) };
  const trigger = (
    <Button>
      <Bookmark size={14} aria-hidden="true" />
      {shown?.name ?? 'Views'}
    </Button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <ViewItems list={list} views={parts.views} shown={shown} onOpen={open} />
        <MenuLine />
        <MenuItem onSelect={() => setLayer('save')} hint="s">
          Save this view
        </MenuItem>
        <MenuItem icon={<Settings2 size={14} aria-hidden="true" />} onSelect={() => setLayer('all')}>
          Tend views
        </MenuItem>
      </Menu>
      <Suspense>
        {layer === 'save' ? <SaveDialog {...parts} view={view} shown={shown} /> : null}
        {layer === 'all' ? <ViewsDialog {...parts} /> : null}
      </Suspense>
    </>
  );
}
