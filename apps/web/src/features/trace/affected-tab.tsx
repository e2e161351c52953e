import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { graphql } from '../../api/client.ts';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { saveFile } from '../../generic/list/export-rows.ts';
import { arcContext } from '../../widgets/arc/cell.tsx';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { numberCell, Table } from '../../ui/table.tsx';
import { fileName } from '../cabling/cabling-tools.tsx';
import { csvFile } from '../cabling/lines-csv.ts';
import type { TraceEnd } from './trace.ts';
import css from './trace.module.css';
import { affectedRequest } from './trace-request.ts';
import { EndName, HolderName } from './trace-strip.tsx';

interface Affected {
  total: number;
  hidden: number;
  ends: TraceEnd[];
  devices: { ends: number; device: RefValue }[];
}

function useAffected(entity: UiEntity, id: string) {
  const request = affectedRequest(useCatalogue(), entity, id);
  return useQuery({
    queryKey: ['affected', entity.name, id],
    queryFn: async ({ signal }) => (await graphql<{ affectedBy: Affected }>(request, signal)).data.affectedBy,
  });
}

function Devices({ devices }: { devices: Affected['devices'] }) {
  const entity = useEntity('dcim.Device');
  if (!entity || devices.length === 0) return null;
  return (
    <Card title="Devices" aside={String(devices.length)} flush>
      <Table heads={['Device', { label: 'Ends', isNumber: true }]}>
        {devices.map(({ device, ends }) => (
          <tr key={device.id}>
            <td>
              <ObjectLink entity={entity} row={device} />
            </td>
            <td className={numberCell}>{ends}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Ends({ ends, total }: { ends: readonly TraceEnd[]; total: number }) {
  const { byType } = useCatalogue();
  const cut = ends.length < total ? `${ends.length} of ${total.toLocaleString('en')}` : String(total);
  return (
    <Card title="Ends" aside={cut} flush>
      <Table heads={['Of', 'End', 'Kind']}>
        {ends.map((end, at) => {
          const type = String(end.object?.['__typename'] ?? '');
          return (
            <tr key={end.object?.id ?? at}>
              <td>
                <HolderName type={type} holder={arcContext(end.object)} />
              </td>
              <td>
                <EndName end={end} />
              </td>
              <td>{byType.get(type)?.label}</td>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}

function affectedCsv(ends: readonly TraceEnd[]): string {
  const lines = ends.map(({ object }) => {
    const holder = arcContext(object);
    return [holder ? objectName(holder) : '', object ? objectName(object) : '', String(object?.['__typename'] ?? '')];
  });
  return csvFile(['Of', 'End', 'Kind'], lines);
}

/** What hangs on a cable, feed or circuit: the ends that lose their connection when it goes. */
export function AffectedTab({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useAffected(entity, row.id);
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { total, hidden, ends, devices } = query.data;
  const name = objectName(row);
  if (total === 0) {
    return <EmptyState title="Nothing hangs on this">No path crosses it: it may go without notice.</EmptyState>;
  }
  return (
    <div className={css.stack}>
      <div className={css.tools}>
        <span>
          {counted(total, 'end loses its', 'ends lose their')} connection when {name} goes
          {hidden > 0 ? `; ${hidden} of them you may not see` : ''}.
        </span>
        <div className={css.end}>
          <Button onClick={() => saveFile(`${fileName(name)}-affected.csv`, affectedCsv(ends), 'text/csv')}>
            <Download size={14} aria-hidden="true" /> CSV
          </Button>
        </div>
      </div>
      <Devices devices={devices} />
      {ends.length > 0 ? <Ends ends={ends} total={total - hidden} /> : null}
    </div>
  );
}
