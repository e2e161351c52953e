import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { graphql } from '../../api/client.ts';
import { ObjectLink, objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { PowerFindingsCard } from '../../features/power/findings-card.tsx';
import { PowerLoadCard } from '../../features/power/load-card.tsx';
import { Elevation } from '../../features/rack-elevation/elevation.tsx';
import {
  type Face,
  freeUnits,
  layoutElevation,
  type MountedDevice,
  type RackFrame,
  type Reservation,
  unrackedDevices,
} from '../../features/rack-elevation/layout.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { CustomFieldsCard, GroupCards, IdentityCard } from '../../generic/detail/overview.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import { Status } from '../../ui/status.tsx';
import type { DetailPageProps } from '../registry.ts';
import css from './dcim.module.css';
import { frameOf, rackContents, rackRequest } from './rack-rows.ts';

function useContents(entity: UiEntity, id: string) {
  const catalogue = useCatalogue();
  const request = rackRequest(catalogue, entity, id);
  return useQuery({
    queryKey: ['elevation', id],
    queryFn: async ({ signal }) => {
      const { data } = await graphql<Record<string, Row | null>>(request, signal);
      return rackContents(data[entity.one] ?? null);
    },
  });
}

function Tray({ devices }: { devices: readonly MountedDevice[] }) {
  const entity = useEntity('dcim.Device');
  if (devices.length === 0 || !entity) return null;
  return (
    <Card title="Without a unit" aside={String(devices.length)} flush>
      <ul className={css.tray}>
        {devices.map((device) => (
          <li key={device.id}>
            <ObjectLink entity={entity} row={{ id: device.id, number: device.number, display: device.name }} />
            <Status value={device.status} label={device.status} />
            <span className={css.trayEnd}>
              {device.model} · {device.heightU} U
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Reserved({ reservations }: { reservations: readonly Reservation[] }) {
  const entity = useEntity('dcim.RackReservation');
  if (reservations.length === 0 || !entity) return null;
  return (
    <Card title="Reservations" aside={String(reservations.length)} flush>
      <ul className={css.tray}>
        {reservations.map((reservation) => (
          <li key={reservation.id}>
            <ObjectLink
              entity={entity}
              row={{ id: reservation.id, number: reservation.number, display: reservation.label }}
            />
            <span className={css.trayEnd}>U {reservation.units.join(', ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Faces({
  frame,
  devices,
  reservations,
  name,
}: {
  frame: RackFrame;
  devices: readonly MountedDevice[];
  reservations: readonly Reservation[];
  name: string;
}) {
  const device = useEntity('dcim.Device');
  const navigate = useNavigate();
  const free = freeUnits(frame, devices);
  const faces: Face[] = ['front', 'rear'];
  return faces.map((face) => (
    <Elevation
      key={face}
      layout={layoutElevation(frame, devices, reservations, face)}
      title={`${name} ${face}`}
      aside={`${free} U free`}
      onOpen={(mounted) => device && void navigate({ to: objectPath(device, mounted) })}
    />
  ));
}

function RackOverview({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useContents(entity, row.id);
  if (query.isPending) return <Bones lines={12} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { devices, reservations } = query.data;
  const frame = frameOf(row);
  return (
    <div className={css.racks}>
      <Faces frame={frame} devices={devices} reservations={reservations} name={row.display ?? ''} />
      <div className={css.side}>
        <PowerLoadCard entity={entity} id={row.id} />
        <Tray devices={unrackedDevices(frame, devices)} />
        <Reserved reservations={reservations} />
        <PowerFindingsCard place={{ racks: [row.id] }} />
        <GroupCards entity={entity} row={row} fields={entity.fields} />
        <CustomFieldsCard entity={entity} row={row} />
        <IdentityCard row={row} />
      </div>
    </div>
  );
}

/** The page of a rack: both faces, what has no unit, reservations. */
export function RackDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{ overview: (row) => <RackOverview entity={entity} row={row} /> }}
    />
  );
}
