import { Download, Pencil, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DeleteDialog } from '../delete-dialog.tsx';
import type { FilterInput } from '../query/filter.ts';
import css from './bulk.module.css';
import { BulkEdit } from './bulk-edit.tsx';
import { noSelection, type Selection, selectedCount, selectionFilter } from './selection.ts';

/** The set in words: "3 devices", "all 318 devices that match". */
export function selectionLabel(entity: UiEntity, selection: Selection, total: number): string {
  const count = selectedCount(selection, total);
  const word = count === 1 ? entity.label : entity.plural;
  const number = count.toLocaleString('en');
  return selection.kind === 'all' ? `all ${number} ${word} that match` : `${number} ${word}`;
}

/** Actions on the chosen rows; it states the exact set. */
export function BulkBar({
  entity,
  selection,
  total,
  filter,
  onSelect,
  onExport,
}: {
  entity: UiEntity;
  selection: Selection;
  total: number;
  /** Filter of the view, which "everything" means. */
  filter: FilterInput | undefined;
  onSelect: (selection: Selection) => void;
  onExport: () => void;
}) {
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const count = selectedCount(selection, total);
  if (count === 0) return null;
  const label = selectionLabel(entity, selection, total);
  const target = { entity, filter: selectionFilter(selection, filter), count, label };
  const done = () => {
    setOpen(null);
    onSelect(noSelection);
  };
  return (
    <div className={css.bar} role="toolbar" aria-label="Actions on selected rows">
      <span>
        <strong>{count.toLocaleString('en')}</strong>{' '}
        {selection.kind === 'all' ? 'match, all selected' : 'selected'}
      </span>
      {entity.readOnly ? null : (
        <Button tone="onRail" onClick={() => setOpen('edit')}>
          <Pencil size={13} aria-hidden="true" /> Edit
        </Button>
      )}
      <Button tone="onRail" onClick={onExport}>
        <Download size={13} aria-hidden="true" /> Export
      </Button>
      {entity.readOnly ? null : (
        <Button tone="onRail" onClick={() => setOpen('delete')}>
          <Trash2 size={13} aria-hidden="true" /> Delete
        </Button>
      )}
      <IconButton label="Clear selection" tone="onRail" onClick={() => onSelect(noSelection)}>
        <X size={14} />
      </IconButton>
      {open === 'edit' ? <BulkEdit target={target} onClose={done} /> : null}
      {open === 'delete' ? (
        <DeleteDialog target={target} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
    </div>
  );
}
