import type { Row, Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { distinct, numberOf, rowsById, textOf, type RowsById } from '../../lookup.queries.ts';
import { withArticle } from '../cable/cable-compatibility.ts';
import { PORT_MODELS, type PortArm } from '../component-models.ts';
import { findDevices, isUuid, type Device, type DeviceLists } from './devices.queries.ts';
import { missingPorts } from './missing-ports.queries.ts';
import type { Port, Slot } from './port.ts';
import { DEVICE_KINDS, kindsOf, type PortAsked, type PortList } from './port-list.ts';

/** A list of ports, looked up. */
export interface FoundList {
  readonly path: string;
  readonly slots: readonly Slot[];
  /** What is wrong with how the ports are named. */
  readonly problems: readonly Problem[];
}

const fieldsOf = (kind: PortArm): readonly string[] => {
  const all = ['number', 'markConnected', 'cable'];
  if (kind === 'circuitTermination') return [...all, 'circuit', 'termSide', 'providerNetwork'];
  if (kind === 'powerFeed') return [...all, 'name', 'powerPanel'];
  const isTyped = kind === 'interface' || kind === 'frontPort' || kind === 'rearPort';
  return [...all, 'name', 'device', ...(isTyped ? ['type'] : [])];
};

type Found = readonly { readonly kind: PortArm; readonly row: Row }[];

const valuesOf = (list: PortList, by: PortAsked['by']): (string | number)[] =>
  list.ports.filter((port) => port.by === by).map(({ value }) => value);

interface Wanted {
  readonly kind: PortArm;
  readonly where: Readonly<Record<string, readonly unknown[]>>;
}

/** What has to be read: for each kind the ports of all lists that name them the same way. */
const wantedOf = (lists: readonly PortList[], { ids: devices }: DeviceLists): Wanted[] =>
  (Object.keys(PORT_MODELS) as PortArm[]).flatMap((kind): Wanted[] => {
    const own = lists.flatMap((list, index) => (kindsOf(list).includes(kind) ? [{ list, index }] : []));
    const byIds = own.flatMap(({ list }) => valuesOf(list, 'id')).filter(isUuid);
    const byNumbers = own.flatMap(({ list }) => valuesOf(list, 'number'));
    const names = own.flatMap(({ list }) => valuesOf(list, 'name'));
    const on = own.flatMap(({ index }) => distinct(devices[index] ?? []));
    const isOnDevices = names.length > 0 && on.length > 0 && DEVICE_KINDS.includes(kind);
    return [
      ...(byIds.length > 0 ? [{ kind, where: { id: byIds } }] : []),
      ...(byNumbers.length > 0 ? [{ kind, where: { number: byNumbers } }] : []),
      ...(isOnDevices ? [{ kind, where: { device: [...new Set(on)], name: [...new Set(names)] } }] : []),
    ];
  });

const readWanted = async (work: Work, wanted: readonly Wanted[]): Promise<Found> => {
  const found: { kind: PortArm; row: Row }[] = [];
  for (const { kind, where } of wanted) {
    const rows = await work.read.rows(PORT_MODELS[kind], { where, fields: fieldsOf(kind), visible: true });
    found.push(...rows.map((row) => ({ kind, row })));
  }
  return found;
};

/** Names of what the ports are on, by id. */
const ownersOf = async (work: Work, found: Found, devices: ReadonlyMap<string, Device>): Promise<RowsById> => {
  const read = (model: string, field: string, named: readonly string[]) =>
    rowsById(work, model, distinct(found.map(({ row }) => textOf(row, field))), named, { visible: true });
  const unknown = distinct(found.map(({ row }) => textOf(row, 'device'))).filter((id) => !devices.has(id));
  return new Map([
    ...[...devices].map(([id, { name }]): [string, Row] => [id, { name }]),
    ...(await rowsById(work, 'dcim.Device', unknown, ['name', 'number'], { visible: true })),
    ...(await read('dcim.PowerPanel', 'powerPanel', ['name'])),
    ...(await read('circuits.Circuit', 'circuit', ['cid'])),
  ]);
};

const portOf = (kind: PortArm, row: Row, owners: RowsById): Port => {
  const [device, circuit] = [textOf(row, 'device'), textOf(row, 'circuit')];
  const owner = owners.get(device ?? textOf(row, 'powerPanel') ?? '');
  const cid = textOf(owners.get(circuit ?? ''), 'cid');
  return {
    kind,
    id: String(row['id']),
    number: numberOf(row, 'number') ?? 0,
    name: textOf(row, 'name') ?? [cid, textOf(row, 'termSide')].filter((part) => part !== null).join(' '),
    device,
    deviceName: textOf(owner, 'name') ?? (device && owner ? `#${numberOf(owner, 'number') ?? '?'}` : null),
    type: textOf(row, 'type'),
    isMarkedConnected: row['markConnected'] === true,
    isOnProviderNetwork: textOf(row, 'providerNetwork') !== null,
    cable: textOf(row, 'cable'),
    isHidden: false,
  };
};

const masked = (port: Port): Port => ({ ...port, name: 'hidden', device: null, deviceName: null, isHidden: true });

/**
 * Ports by id, all that the organization has, for the ends of cables that the actor sees; those that the actor may not
 * see are without a name. Two statements per kind.
 */
export const portsById = async (
  work: Work,
  refs: readonly { readonly arm: PortArm; readonly id: string }[],
): Promise<ReadonlyMap<string, Port>> => {
  const found: { kind: PortArm; row: Row }[] = [];
  const visible = new Set<unknown>();
  for (const [kind, own] of groupBy(refs, ({ arm }) => arm)) {
    const where = { id: distinct(own.map(({ id }) => id)) };
    const rows = await work.read.rows(PORT_MODELS[kind], { where, fields: fieldsOf(kind) });
    found.push(...rows.map((row) => ({ kind, row })));
    for (const row of await work.read.rows(PORT_MODELS[kind], { where, fields: [], visible: true }))
      visible.add(row['id']);
  }
  const owners = await ownersOf(work, found, new Map());
  return new Map(
    found.map(({ kind, row }) => {
      const port = portOf(kind, row, owners);
      return [port.id, visible.has(row['id']) ? port : masked(port)];
    }),
  );
};

/** Ports by how they may be named: `id x`, `number 4`, `name <device> F1`. */
const indexed = (found: Found, owners: RowsById): ReadonlyMap<string, readonly Port[]> => {
  const index = new Map<string, Port[]>();
  const seen = new Set<string>();
  for (const { kind, row } of found) {
    const port = portOf(kind, row, owners);
    if (seen.has(port.id)) continue;
    seen.add(port.id);
    for (const key of [`id ${port.id}`, `number ${port.number}`, `name ${port.device} ${port.name}`])
      index.set(key, [...(index.get(key) ?? []), port]);
  }
  return index;
};

/** The place of one port that was asked for: found, not there, or several of that name. */
const slotOf = (asked: PortAsked, kinds: readonly PortArm[], device: Device | null, found: readonly Port[]): Slot => {
  const ports = found.filter(({ kind }) => kinds.includes(kind));
  const [port = null, ...others] = ports;
  const name = port?.name ?? (asked.by === 'number' ? `#${asked.value}` : String(asked.value));
  const deviceName = device?.name ?? port?.deviceName ?? null;
  if (others.length === 0) return { name, deviceName, port, problem: null };
  const several = ports.map(({ kind }) => withArticle(kind)).join(' and ');
  const message = `${name} of ${deviceName} is ${several}; say which \`kind\` it is.`;
  return { name, deviceName, port: null, problem: { code: 'CABLE_PORT_AMBIGUOUS', message } };
};

const slotsOf = (
  list: PortList,
  devices: readonly (string | null)[],
  known: ReadonlyMap<string, Device>,
  ports: ReadonlyMap<string, readonly Port[]>,
): Slot[] => {
  const kinds = kindsOf(list);
  return list.ports.map((asked) => {
    const id = asked.device === null ? null : (devices[asked.device] ?? null);
    const key = asked.by === 'name' ? `name ${id} ${asked.value}` : `${asked.by} ${asked.value}`;
    const slot = slotOf(asked, kinds, known.get(id ?? '') ?? null, ports.get(key) ?? []);
    if (asked.device === null || id !== null) return slot;
    return { ...slot, deviceName: String(list.devices[asked.device]?.value), port: null };
  });
};

/**
 * Looks up lists of ports that the actor may see, with what decides whether they can be cabled.
 *
 * One statement per kind of port and way to name it, however many ports; more only to say what was meant by names that
 * are not there.
 */
export const findPorts = async (work: Work, lists: readonly PortList[]): Promise<readonly FoundList[]> => {
  const devices = await findDevices(work, lists);
  const found = await readWanted(work, wantedOf(lists, devices));
  const ports = indexed(found, await ownersOf(work, found, devices.known));
  const slots = lists.map((list, at) => slotsOf(list, devices.ids[at] ?? [], devices.known, ports));
  const explained = await missingPorts(work, lists, devices, slots);
  return lists.map(({ path, problems }, at) => ({
    path,
    slots: explained[at] ?? [],
    problems: [...problems, ...(devices.problems[at] ?? [])],
  }));
};
