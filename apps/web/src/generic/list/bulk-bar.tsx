import { Download, Pencil, Trash2, X } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import { BookmarkSelected } from '../../features/bookmarks/bookmark-selected.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import type { FilterInput } from '../query/filter.ts';
import css from './bulk.module.css';
import { noSelection, type Selection, selectedCount, selectionFilter } from './selection.ts';

const BulkEdit = lazyPart(async () => (await import('./bulk-edit.tsx')).BulkEdit);
const DeleteDialog = lazyPart(async () => (await import('../delete-dialog.tsx')).DeleteDialog);

/** The set in words: "3 devices", "all 318 devices that match". */
export function selectionLabel(entity: UiEntity, selection: Selection, total: number): string {
  const count = selectedCount(selection, total);
  const word = count === 1 ? entity.label : entity.plural;
  const number = count.toLocaleString('en');
  return selection.kind === 'all' ? `all ${number} ${word} that match` : `${number} ${word}`;
}

type Layer = 'edit' | 'delete' | null;

/** What the bar needs to know about the list. */
interface BulkBarProps {
  entity: UiEntity;
  selection: Selection;
  total: number;
  /** Filter of the view, which "everything" means. */
  filter: FilterInput | undefined;
  /** Free text of the view: writes take filters only, so that "everything" is not offered with it. */
  query: string | undefined;
  onSelect: (selection: Selection) => void;
  onExport: () => void;
}

/** Actions on the chosen rows; it states the exact set. */
export function BulkBar(props: BulkBarProps) {
  const { entity, selection, total, filter, onSelect } = props;
  const [layer, setLayer] = useState<Layer>(null);
  const count = selectedCount(selection, total);
  if (count === 0) return null;
  const label = selectionLabel(entity, selection, total);
  const target = { entity, filter: selectionFilter(selection, filter), count, label };
  const done = () => {
    setLayer(null);
    onSelect(noSelection);
  };
  return (
    <div className={css.bar} role="toolbar" aria-label="Actions on selected rows">
      <span>
        <strong>{count.toLocaleString('en')}</strong> {selection.kind === 'all' ? 'match, all selected' : 'selected'}
      </span>
      <Actions {...props} onLayer={setLayer} />
      <Suspense>
        {layer === 'edit' ? <BulkEdit target={target} onClose={done} /> : null}
        {layer === 'delete' ? <DeleteDialog target={target} onClose={() => setLayer(null)} onDone={done} /> : null}
      </Suspense>
    </div>
  );
}

function Actions({
  entity,
  selection,
  query,
  onSelect,
  onExport,
  onLayer,
}: BulkBarProps & {
  onLayer: (layer: Layer) => void;
}) {
  const writes = !entity.readOnly && !(selection.kind === 'all' && query);
  return (
    <>
      {writes ? (
        <Button tone="onRail" onClick={() => onLayer('edit')}>
          <Pencil size={13} aria-hidden="true" /> Edit
        </Button>
      ) : null}
      <Button tone="onRail" onClick={onExport}>
        <Download size={13} aria-hidden="true" /> Export
      </Button>
      <BookmarkSelected entity={entity} selection={selection} />
      {writes ? (
        <Button tone="onRail" onClick={() => onLayer('delete')}>
          <Trash2 size={13} aria-hidden="true" /> Delete
        </Button>
      ) : null}
      <IconButton label="Clear selection" tone="onRail" onClick={() => onSelect(noSelection)}>
        <X size={14} />
      </IconButton>
    </>
  );
}
