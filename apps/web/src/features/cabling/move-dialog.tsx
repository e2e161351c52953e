import { useId, useState } from 'react';
import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { counted } from '../../ui/counted.ts';
import { Table } from '../../ui/table.tsx';
import { Tape } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import css from './connect.module.css';
import { Plugs, Verdict } from './pair-preview.tsx';
import type { PortLine } from './port-lines.ts';
import { portsOfLines } from './ports-of-lines.ts';
import { rangeText } from './ranges.ts';
import { type Moved, type MoveAnswer, otherErrors } from './requests.ts';
import { completed, portsInput, type Side } from './side.ts';
import { SideFields } from './side-fields.tsx';
import { useBulk } from './use-bulk.ts';
import { useLines } from './use-lines.ts';

function MovedTable({ moves }: { moves: readonly Moved[] }) {
  return (
    <div className={css.preview} tabIndex={0} role="region" aria-label="Ends that move">
      <Table heads={['Cable', 'From', 'To', 'Can move']} className={css.pairs}>
        {moves.map((move) => (
          <tr key={move.index} data-refused={move.problems.length > 0 || undefined}>
            <td>
              {move.label ? <Tape>{move.label}</Tape> : null} {move.end ? `end ${move.end}` : null}
            </td>
            <td>
              <Plugs plugs={move.from ? [move.from] : []} />
            </td>
            <td>
              <Plugs plugs={move.to ? [move.to] : []} />
            </td>
            <td>
              <Verdict problems={move.problems} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

/** Where the ends go, completed with free ports of the same kind on the device. */
function useTarget(lines: readonly PortLine[], device: RefValue) {
  const entity = useEntity('dcim.Device');
  const kind = lines[0]?.entity.name ?? '';
  const [to, setTo] = useState<Side>({ device, kind, names: null });
  const found = useLines(entity, to.device?.id).query.data?.lines ?? [];
  // As many names as there are ends; they stand for a side of that length.
  const from = { device, kind: '', names: rangeText(lines.map((line) => objectName(line.port))) };
  return { side: completed({ ...to, kind: to.kind || kind }, found, from), lines: found, setTo };
}

/** Plugs cable ends into other ports as one change; the cables stay what they are. */
export function MoveDialog({
  lines,
  device,
  onClose,
}: {
  lines: readonly PortLine[];
  device: RefValue;
  onClose: () => void;
}) {
  const id = useId();
  const { byName } = useCatalogue();
  const target = useTarget(lines, device);
  const to = portsInput(target.side, byName.get(target.side.kind)?.one);
  const [from] = portsOfLines(lines);
  const input = to && from ? [{ from, to }] : null;
  const { preview, isCurrent, save } = useBulk<MoveAnswer>('cableMove', input, (answer) => {
    notify(`Moved ${counted(answer.moves.length, 'cable end', 'cable ends')}`);
    onClose();
  });
  const shown = preview.data;
  const moves = shown?.moves ?? [];
  const ends = counted(lines.length, 'cable end', 'cable ends');
  return (
    <BulkDialog
      title={`Move ${ends}`}
      width={820}
      act={`Move ${ends}`}
      ready={isCurrent && moves.length > 0 && (shown?.userErrors.length ?? 0) === 0}
      busy={save.isPending}
      error={input ? (save.error ?? preview.error) : null}
      errors={otherErrors(shown?.userErrors ?? [], 'moves')}
      startAt={id}
      onAct={() => save.mutate(false)}
      onClose={onClose}
    >
      <SideFields title="To" portsId={id} side={target.side} other="" lines={target.lines} onChange={target.setTo} />
      {moves.length > 0 ? <MovedTable moves={moves} /> : null}
    </BulkDialog>
  );
}
