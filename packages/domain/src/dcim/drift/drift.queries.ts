import type { Row, Work } from '@plumbline/engine';
import { distinct, numberOf, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';
import { COMPONENT_MODELS, draftIds } from '../device-type/make-components.ts';
import { stamp, type Stamped } from '../device-type/stamp.ts';
import { STAMP_ORDER, type ComponentKind } from '../device-type/stamp-types.ts';
import { stampFacts } from '../device/device.queries.ts';
import { installedModules } from '../module/module.queries.ts';
import { templatesOf, type TypeOwner } from '../templates/templates.queries.ts';
import { compare, COMPARED, type Actual, type Drift } from './compare.ts';

/** A device, or a module in one, beside its type. */
export interface Instance {
  readonly device: string;
  readonly deviceName: string;
  /** The module; null for the device itself. */
  readonly module: string | null;
  readonly stamped: Stamped;
  readonly drift: Drift;
}

const CABLED: ReadonlySet<ComponentKind> = new Set([
  'consolePort',
  'consoleServerPort',
  'powerPort',
  'powerOutlet',
  'interface',
  'rearPort',
  'frontPort',
]);

/** Fields to read of a kind: those that are compared, and those by which it is found. */
const fieldsOf = (kind: ComponentKind): string[] => {
  const compared = COMPARED[kind].map((field) => (field === 'partId' ? field : field.replace(/Id$/, '')));
  if (kind === 'portMapping') return [...compared, 'frontPort', 'frontPortPosition'];
  const owned = kind === 'inventoryItem' ? ['parent'] : kind === 'deviceBay' ? [] : ['module'];
  return ['name', ...compared, ...owned, ...(CABLED.has(kind) ? ['cable'] : [])];
};

type ByOwner = ReadonlyMap<string, readonly Actual[]>;

const itemPath = (row: Row, items: ReadonlyMap<string, Row>): string => {
  const names: string[] = [];
  const seen = new Set<Row>();
  for (let at: Row | undefined = row; at && !seen.has(at); at = items.get(textOf(at, 'parent') ?? '')) {
    seen.add(at);
    names.unshift(textOf(at, 'name') ?? '');
  }
  return names.join('/');
};

/** Components by what brought them: the device itself, or a module; one statement per kind. */
const actualsOf = async (work: Work, devices: readonly string[]): Promise<ByOwner> => {
  const found = new Map<string, Actual[]>();
  const fronts = new Map<string, Row>();
  for (const kind of STAMP_ORDER) {
    const rows = await rowsOf(work, COMPONENT_MODELS[kind], 'device', devices, fieldsOf(kind));
    const byId = new Map(rows.map((row) => [String(row['id']), row]));
    if (kind === 'frontPort') for (const [id, row] of byId) fronts.set(id, row);
    for (const row of rows) {
      const front = fronts.get(textOf(row, 'frontPort') ?? '');
      const owner = textOf(kind === 'portMapping' ? front : row, 'module') ?? textOf(row, 'device') ?? '';
      const key =
        kind === 'portMapping'
          ? `${textOf(front, 'name')}:${numberOf(row, 'frontPortPosition')}`
          : kind === 'inventoryItem'
            ? itemPath(row, byId)
            : (textOf(row, 'name') ?? '');
      const fields = Object.fromEntries(
        COMPARED[kind].map((field) => [field, row[field === 'partId' ? field : field.replace(/Id$/, '')] ?? null]),
      );
      const actual: Actual = { kind, id: String(row['id']), key, fields, cable: textOf(row, 'cable') };
      found.set(owner, [...(found.get(owner) ?? []), actual]);
    }
  }
  return found;
};

interface Bare extends Pick<Instance, 'device' | 'module'> {
  readonly vcPosition: number | null;
  readonly bayPositions: readonly string[] | null;
}

const bareOf = async (work: Work, owner: TypeOwner, ids: readonly string[]): Promise<Bare[]> => {
  if (owner === 'moduleType')
    return (await installedModules(work, ids)).map(({ id, ...rest }) => ({ ...rest, module: id }));
  const facts = await stampFacts(work, ids);
  return ids.flatMap((device) => {
    const fact = facts.get(device);
    return fact ? [{ device, module: null, vcPosition: fact.vcPosition, bayPositions: null }] : [];
  });
};

/** Devices or modules of a type beside its templates, drifted or not, in the order of the ids; a fixed number of statements. */
export const instancesBeside = async (
  work: Work,
  owner: TypeOwner,
  type: string,
  ids: readonly string[],
): Promise<Instance[]> => {
  const bare = await bareOf(work, owner, ids);
  const devices = distinct(bare.map(({ device }) => device));
  const names = await rowsById(work, 'dcim.Device', devices, ['name', 'number']);
  const templates = (await templatesOf(work, owner, [type])).get(type) ?? {};
  const actuals = await actualsOf(work, devices);
  const newId = draftIds();
  return bare.map(({ device, module, vcPosition, bayPositions }) => {
    const stamped = stamp(templates, { vcPosition, bayPositions, newId });
    const row = names.get(device);
    return {
      device,
      deviceName: textOf(row, 'name') ?? `#${numberOf(row, 'number') ?? '?'}`,
      module,
      stamped,
      drift: compare(stamped, actuals.get(module ?? device) ?? []),
    };
  });
};
