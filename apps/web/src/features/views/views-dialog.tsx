import { BellPlus, BellRing, Trash2 } from 'lucide-react';
import type { UiEntity } from '../../catalogue/types.ts';
import { IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { Dim } from '../../ui/text.tsx';
import { deleteViewRequest, type SavedView, useViewAct, watchViewRequest } from './views.ts';

function Line({ saved, entity }: { saved: SavedView; entity: UiEntity }) {
  const { mutate, isPending } = useViewAct(entity.name);
  const { id, name, isWatched, mayChange, shared, isDefault, ownerName } = saved;
  const Icon = isWatched ? BellRing : BellPlus;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{[isDefault && 'default', shared ? 'shared' : 'own'].filter(Boolean).join(', ')}</td>
      <td>{ownerName ?? <Dim>–</Dim>}</td>
      <td>
        {saved.kind === 'VIEW' ? (
          <IconButton
            label={`Tell me of changes: ${name}`}
            tiny
            disabled={isPending}
            aria-pressed={isWatched}
            onClick={() => mutate(watchViewRequest(id, !isWatched))}
          >
            <Icon size={13} {...(isWatched && { fill: 'var(--signal)' })} />
          </IconButton>
        ) : null}
        {mayChange ? (
          <IconButton label={`Delete ${name}`} tiny disabled={isPending} onClick={() => mutate(deleteViewRequest(id))}>
            <Trash2 size={13} />
          </IconButton>
        ) : null}
      </td>
    </tr>
  );
}

/** All views of lists of a type, with what can be done about each. */
export function ViewsDialog({
  entity,
  views,
  onClose,
}: {
  entity: UiEntity;
  views: readonly SavedView[];
  onClose: () => void;
}) {
  return (
    <Dialog open onClose={onClose} title={`Saved views of ${entity.plural}`} width={620}>
      {views.length === 0 ? (
        <EmptyState title="No views yet">Filter and sort the list, then press s to keep it.</EmptyState>
      ) : (
        <Table heads={['Name', 'For', 'Owner', 'Actions']}>
          {views.map((saved) => (
            <Line key={saved.id} saved={saved} entity={entity} />
          ))}
        </Table>
      )}
    </Dialog>
  );
}
