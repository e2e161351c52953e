import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity, UiField } from '../../catalogue/types.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { counted } from '../../ui/counted.ts';
import { Dim, Mono, Tape } from '../../ui/text.tsx';
import { ArcCell } from '../../widgets/arc/cell.tsx';
import { type CabledPort, cabledPorts, cablingRequest, jacketOf } from './cabling.ts';
import css from './dcim.module.css';

const endField: UiField = {
  name: 'termination',
  kind: 'arc',
  label: 'far end',
  required: false,
  list: true,
  filter: false,
  sort: false,
  input: false,
  immutable: false,
  operators: [],
};

function Wire({ cable }: { cable: CabledPort['cable'] }) {
  const entity = useEntity('dcim.Cable');
  return (
    <span className={css.wire} style={{ ['--jacket' as string]: jacketOf(cable.type) }}>
      {entity ? (
        <ObjectLink entity={entity} row={cable}>
          <Tape>{objectName(cable)}</Tape>
        </ObjectLink>
      ) : null}
    </span>
  );
}

function Line({ cabled }: { cabled: CabledPort }) {
  const { port, portEntity, cable, far } = cabled;
  return (
    <tr>
      <td>
        <ObjectLink entity={portEntity} row={port}>
          <Mono>{objectName(port)}</Mono>
        </ObjectLink>
      </td>
      <td>
        <Wire cable={cable} />
      </td>
      <td>
        {far.length === 0 ? <Dim>open end</Dim> : null}
        {far.map((end) => (
          <div key={end.id}>
            <ArcCell field={endField} value={end} row={end} />
          </div>
        ))}
      </td>
    </tr>
  );
}

/** Every cabled port of a device with its cable and the far end. */
export function CablingTab({ entity, row }: { entity: UiEntity; row: Row }) {
  const catalogue = useCatalogue();
  const request = cablingRequest(catalogue, entity, row.id);
  const query = useQuery({
    queryKey: ['cabling', row.id],
    enabled: request !== undefined,
    queryFn: async ({ signal }) => {
      if (!request) return [];
      const { data } = await graphql<Record<string, Row | null>>(request, signal);
      return cabledPorts(catalogue, entity, data[entity.one] ?? null);
    },
  });
  if (query.isLoading) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const ports = query.data ?? [];
  if (ports.length === 0) return <EmptyState title="No port is cabled" />;
  return (
    <Card title="Cabling" aside={counted(ports.length, 'port', 'ports')} flush>
      <table className={css.cabling}>
        <thead>
          <tr>
            <th scope="col">Port</th>
            <th scope="col">Cable</th>
            <th scope="col">Far end</th>
          </tr>
        </thead>
        <tbody>
          {ports.map((cabled) => (
            <Line key={cabled.port.id} cabled={cabled} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
