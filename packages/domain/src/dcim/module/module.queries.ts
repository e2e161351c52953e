import { isHiddenRow, type Row, type Work } from '@plumbline/engine';
import { distinct, groupRows, rowsById, rowsOf, textOf, type RowsById } from '../../lookup.queries.ts';
import { COMPONENT_MODELS } from '../device-type/make-components.ts';
import type { ExistingComponent } from '../device-type/stamp.ts';
import type { NamedKind } from '../device-type/stamp-types.ts';
import { vcPositionOf } from '../device/device.queries.ts';

/** Kinds of component that modules bring. */
const MODULAR: readonly NamedKind[] = [
  'consolePort',
  'consoleServerPort',
  'powerPort',
  'powerOutlet',
  'interface',
  'rearPort',
  'frontPort',
  'moduleBay',
];

/** A module with what the names of its components depend on. */
export interface InstalledModule {
  readonly id: string;
  readonly device: string;
  readonly type: string;
  readonly vcPosition: number | null;
  /** Positions of the bays around it, outermost first. */
  readonly bayPositions: readonly string[];
}

/** Bays around a module, outermost first. */
const nesting = (bay: string | null, bays: RowsById): Row[] => {
  const chain: Row[] = [];
  for (let at = bays.get(bay ?? ''); at && !chain.includes(at); at = bays.get(textOf(at, 'parent') ?? ''))
    chain.unshift(at);
  return chain;
};

/** Modules with their places, in the order of the ids; three statements however many. */
export const installedModules = async (work: Work, ids: readonly string[]): Promise<readonly InstalledModule[]> => {
  const modules = await rowsById(work, 'dcim.Module', ids, ['device', 'moduleBay', 'moduleType']);
  const devices = distinct([...modules.values()].map((row) => textOf(row, 'device')));
  const rows = await rowsOf(work, 'dcim.ModuleBay', 'device', devices, ['position', 'parent']);
  const bays = new Map(rows.map((row) => [String(row['id']), row]));
  const hosts = await rowsById(work, 'dcim.Device', devices, ['virtualChassis', 'vcPosition']);
  return ids.flatMap((id) => {
    const row = modules.get(id);
    if (!row) return [];
    const device = textOf(row, 'device') ?? '';
    return {
      id,
      device,
      type: textOf(row, 'moduleType') ?? '',
      vcPosition: vcPositionOf(hosts.get(device)),
      bayPositions: nesting(textOf(row, 'moduleBay'), bays).map((bay) => textOf(bay, 'position') ?? ''),
    };
  });
};

/** Components that devices have, by device; one statement per kind. */
export const componentsOf = async (
  work: Work,
  devices: readonly string[],
): Promise<ReadonlyMap<string, readonly ExistingComponent[]>> => {
  const found = new Map<string, ExistingComponent[]>(devices.map((device) => [device, []]));
  for (const kind of MODULAR) {
    const rows = await rowsOf(work, COMPONENT_MODELS[kind], 'device', devices, ['name', 'module']);
    for (const [device, own] of groupRows(rows, 'device'))
      for (const row of own)
        found.get(device)?.push({
          kind,
          id: String(row['id']),
          name: textOf(row, 'name') ?? '',
          moduleId: textOf(row, 'module'),
          isHidden: isHiddenRow(row),
        });
  }
  return found;
};
