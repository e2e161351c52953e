import { counted } from '../../ui/counted.ts';
import { Bones } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { Tape } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import css from './connect.module.css';
import { JacketLine } from './jacket-line.tsx';
import { Plugs } from './pair-preview.tsx';
import type { PortLine } from './port-lines.ts';
import { portsOfLines } from './ports-of-lines.ts';
import type { DisconnectAnswer, Gone } from './requests.ts';
import { useBulk } from './use-bulk.ts';

function GoneTable({ cables }: { cables: readonly Gone[] }) {
  return (
    <div className={css.preview} tabIndex={0} role="region" aria-label="Cables that go">
      <Table heads={['A', 'Cable', 'B']} className={css.pairs}>
        {cables.map((cable) => (
          <tr key={cable.id}>
            <td>
              <Plugs plugs={cable.a} />
            </td>
            <td>
              <JacketLine cable={cable}>
                <Tape>{cable.label || `#${cable.number}`}</Tape>
              </JacketLine>
            </td>
            <td>
              <Plugs plugs={cable.b} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

/** Takes the cables out of ports: what goes is listed first. */
export function DisconnectDialog({ lines, onClose }: { lines: readonly PortLine[]; onClose: () => void }) {
  const input = { ports: portsOfLines(lines.filter((line) => line.cable !== null)) };
  const { preview, isCurrent, save } = useBulk<DisconnectAnswer>('cableDisconnect', input, (answer) => {
    notify(`Disconnected ${counted(answer.cables.length, 'cable', 'cables')}`);
    onClose();
  });
  const shown = preview.data;
  const cables = shown?.cables ?? [];
  const count = counted(cables.length, 'cable', 'cables');
  return (
    <BulkDialog
      title="Disconnect"
      width={760}
      act={`Disconnect ${count}`}
      tone="danger"
      ready={isCurrent && cables.length > 0 && (shown?.userErrors.length ?? 0) === 0}
      busy={save.isPending}
      error={save.error ?? preview.error}
      errors={shown?.userErrors ?? []}
      onAct={() => save.mutate(false)}
      onClose={onClose}
    >
      {preview.isPending ? <Bones lines={3} /> : null}
      {cables.length > 0 ? (
        <>
          <p role="status">{count} would be deleted, with both ends. The history keeps the last values.</p>
          <GoneTable cables={cables} />
        </>
      ) : null}
    </BulkDialog>
  );
}
