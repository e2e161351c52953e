import type { Row, Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { distinct, numberOf, textOf } from '../../lookup.queries.ts';
import type { DeviceAsked, PortList } from './port-list.ts';

/** A device that ports are named on. */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly site: string | null;
}

/** Devices of lists of ports. */
export interface DeviceLists {
  readonly known: ReadonlyMap<string, Device>;
  /** Of each list, ids in the order it names devices; null where there is none, or several. */
  readonly ids: readonly (readonly (string | null)[])[];
  /** Of each list, what is wrong with its devices. */
  readonly problems: readonly (readonly Problem[])[];
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const deviceOf = (row: Row): Device & { readonly number: number } => {
  const number = numberOf(row, 'number') ?? 0;
  return { id: String(row['id']), number, name: textOf(row, 'name') ?? `#${number}`, site: textOf(row, 'site') };
};

type Numbered = ReturnType<typeof deviceOf>;

/** Rows that one of the ways to name them finds; one statement, none when nothing is named. */
const rowsNamed = async (
  work: Work,
  model: string,
  named: Readonly<Record<string, readonly (string | number)[]>>,
  fields: readonly string[],
): Promise<readonly Row[]> => {
  const or = Object.entries(named).flatMap(([field, values]) =>
    values.length > 0 ? [{ [field]: { in: [...new Set(values)] } }] : [],
  );
  return or.length === 0 ? [] : work.read.rows(model, { filter: { or }, fields, visible: true });
};

/** Whether a value has the form of an id. */
export const isUuid = (value: string | number): boolean => typeof value === 'string' && UUID.test(value);

const readDevices = async (work: Work, lists: readonly PortList[]): Promise<readonly Numbered[]> => {
  const asked = lists.flatMap(({ devices }) => devices);
  const values = (by: DeviceAsked['by']) => asked.filter((device) => device.by === by).map(({ value }) => value);
  const named = { id: values('id').filter(isUuid), number: values('number'), name: values('name') };
  return (await rowsNamed(work, 'dcim.Device', named, ['id', 'number', 'name', 'site'])).map(deviceOf);
};

/** Ids of the sites that lists are narrowed to, by how they are named there. */
const readSites = async (work: Work, lists: readonly PortList[]): Promise<ReadonlyMap<string, string>> => {
  const asked = distinct(lists.map(({ site }) => site));
  const rows = await rowsNamed(work, 'dcim.Site', { id: asked.filter(isUuid), slug: asked }, ['id', 'slug']);
  return new Map(
    rows.flatMap((row): [string, string][] => [
      [String(row['id']), String(row['id'])],
      [textOf(row, 'slug') ?? '', String(row['id'])],
    ]),
  );
};

const called = ({ by, value }: DeviceAsked): string => (by === 'name' ? `called "${value}"` : `with ${by} "${value}"`);

interface Index {
  readonly devices: ReadonlyMap<string, readonly Numbered[]>;
  readonly sites: ReadonlyMap<string, string>;
}

const resolved = (
  { devices: asked, site, path }: PortList,
  { devices, sites }: Index,
): { readonly ids: (string | null)[]; readonly problems: Problem[] } => {
  const problems: Problem[] = [];
  const at = site === null ? null : (sites.get(site) ?? null);
  if (site !== null && at === null)
    problems.push({ path: `${path}.site`, code: 'NOT_FOUND', message: `There is no site with id or slug "${site}".` });
  const ids = asked.map((device) => {
    const found = (devices.get(`${device.by} ${device.value}`) ?? []).filter((one) => at === null || one.site === at);
    const [only, second] = found;
    if (only && !second) return only.id;
    const field = `${path}.device${device.by === 'id' ? 'Ids' : device.by === 'number' ? 'Numbers' : 'Names'}`;
    if (only) {
      const message = `${found.length} devices are called "${device.value}"; narrow them with \`site\`, or give ids.`;
      problems.push({ path: field, code: 'AMBIGUOUS_KEY', message });
    } else {
      const where = at === null ? '' : ` in site "${site}"`;
      problems.push({ path: field, code: 'NOT_FOUND', message: `There is no device ${called(device)}${where}.` });
    }
    return null;
  });
  return { ids, problems };
};

/** Devices that lists of ports name, as far as the actor may see them; two statements at most. */
export const findDevices = async (work: Work, lists: readonly PortList[]): Promise<DeviceLists> => {
  const found = await readDevices(work, lists);
  const keyed = found.flatMap((device) =>
    [`id ${device.id}`, `number ${device.number}`, `name ${device.name}`].map((key) => ({ key, device })),
  );
  const devices = new Map(
    [...groupBy(keyed, ({ key }) => key)].map(([key, entries]) => [key, entries.map(({ device }) => device)]),
  );
  const index = { devices, sites: await readSites(work, lists) };
  const answers = lists.map((list) => resolved(list, index));
  return {
    known: new Map(found.map((device) => [device.id, device])),
    ids: answers.map(({ ids }) => ids),
    problems: answers.map(({ problems }) => problems),
  };
};
