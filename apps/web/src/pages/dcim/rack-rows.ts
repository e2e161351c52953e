import type { GraphqlRequest } from '../../api/client.ts';
import { type Catalogue, fieldOf } from '../../catalogue/catalogue.ts';
import type { Connection, RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import type { MountedDevice, RackFrame, Reservation } from '../../features/rack-elevation/layout.ts';
import { identity } from '../../generic/query/selection.ts';

/** Most devices drawn in one rack: two half-width ones per half unit and face fit below it. */
const deviceLimit = 500;
const reservationLimit = 200;

function present(entity: UiEntity | undefined, names: readonly string[]): string {
  return names.filter((name) => entity && fieldOf(entity, name)).join(' ');
}

function deviceSelection(catalogue: Catalogue): string {
  const device = catalogue.byName.get('dcim.Device');
  const type = catalogue.byName.get('dcim.DeviceType');
  const role = catalogue.byName.get('dcim.DeviceRole');
  const own = present(device, ['status', 'position', 'face', 'side']);
  const roleColor = role && fieldOf(role, 'color') ? `role { ${identity} color }` : '';
  const body = present(type, ['uHeight', 'isFullDepth', 'width']);
  return `${identity} ${own} ${roleColor} deviceType { ${identity} ${body} }`;
}

/** Devices and reservations of a rack. */
export function rackRequest(catalogue: Catalogue, rack: UiEntity, id: string): GraphqlRequest {
  const reserved = rack.edges.some((edge) => edge.name === 'reservations');
  const reservations = reserved ? `reservations(first: $reservations) { nodes { ${identity} units } }` : '';
  return {
    query: `query Elevation($id: ID, $devices: Int${reserved ? ', $reservations: Int' : ''}) {
  ${rack.one}(id: $id) {
    devices(first: $devices) { totalCount nodes { ${deviceSelection(catalogue)} } }
    ${reservations}
  }
}`,
    variables: { id, devices: deviceLimit, ...(reserved ? { reservations: reservationLimit } : {}) },
  };
}

/** The frame of a rack row. */
export function frameOf(row: Row): RackFrame {
  return {
    heightU: Number(row['uHeight'] ?? 42),
    startingUnit: Number(row['startingUnit'] ?? 1),
    descending: row['descUnits'] === true,
  };
}

function oneOf<T extends string>(value: unknown, values: readonly T[]): T | null {
  return values.find((candidate) => candidate === value) ?? null;
}

function deviceOf(row: Row): MountedDevice {
  const type = row['deviceType'] as Row | null;
  const role = row['role'] as RefValue | null;
  const position = row['position'];
  return {
    id: row.id,
    number: row.number,
    name: row.display ?? `#${row.number}`,
    positionU: position === null || position === undefined ? null : Number(position),
    heightU: Number(type?.['uHeight'] ?? 1),
    face: oneOf(row['face'], ['front', 'rear']),
    side: oneOf(row['side'], ['left', 'right']),
    fullDepth: type?.['isFullDepth'] !== false,
    halfWidth: type?.['width'] === 'half',
    status: String(row['status'] ?? ''),
    model: type?.display ?? '',
    color: role?.color ?? null,
  };
}

/** What stands in a rack, from an answer. */
export function rackContents(row: Row | null): { devices: MountedDevice[]; reservations: Reservation[] } {
  const devices = (row?.['devices'] as Connection | null | undefined)?.nodes ?? [];
  const reservations = (row?.['reservations'] as Connection | null | undefined)?.nodes ?? [];
  return {
    devices: devices.map(deviceOf),
    reservations: reservations.map((reservation) => ({
      id: reservation.id,
      number: reservation.number,
      units: (reservation['units'] as number[] | null) ?? [],
      label: reservation.display ?? '',
    })),
  };
}
