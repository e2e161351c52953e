import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../plant.ts';
import { devicesAt } from '../rules/cases/devices.ts';
import type { End, Grid } from './grid.ts';

/** Ids of the parts of a stored grid, in their order. */
export interface StoredGrid {
  readonly site: string;
  readonly racks: readonly string[];
  readonly panels: readonly string[];
  readonly devices: readonly string[];
  readonly powerPort: readonly string[];
  readonly powerOutlet: readonly string[];
  readonly powerFeed: readonly string[];
  readonly cables: readonly string[];
}

const countOf = (numbers: readonly (number | null)[]): number => 1 + Math.max(-1, ...numbers.map((n) => n ?? -1));

const made = async (plant: Plant, model: string, count: number, rest: InputRow): Promise<string[]> =>
  plant.all(
    model,
    Array.from({ length: count }, () => ({ name: plant.name('part'), ...rest })),
  );

const devicesOf = async (plant: Plant, { devices }: Grid, site: string, racks: readonly string[]) => {
  const ids = await devicesAt(plant, devices.length, { site });
  const moved = devices.flatMap(({ rack }, at) => (rack === null ? [] : [{ id: ids[at], rack: racks[rack] }]));
  const { errors } = moved.length === 0 ? { errors: [] } : await plant.update('dcim.Device', ...moved);
  expect(errors).toEqual([]);
  return ids;
};

/** Stores a grid at a site of its own. */
export const storeGrid = async (plant: Plant, grid: Grid): Promise<StoredGrid> => {
  const site = await plant.named('dcim.Site');
  const places = [...grid.devices, ...grid.feeds].map(({ rack }) => rack);
  const racks = await made(plant, 'dcim.Rack', Math.max(1, countOf(places)), { site });
  const panels = await made(plant, 'dcim.PowerPanel', Math.max(1, countOf(grid.feeds.map(({ panel }) => panel))), {
    site,
  });
  const devices = await devicesOf(plant, grid, site, racks);
  const powerPort = await plant.all(
    'dcim.PowerPort',
    grid.ports.map(({ device, ...rest }, at) => ({ device: devices[device], name: `in${at}`, ...rest })),
  );
  const powerOutlet = await plant.all(
    'dcim.PowerOutlet',
    grid.outlets.map(({ device, port, leg }, at) => ({
      device: devices[device],
      name: `out${at}`,
      powerPort: port === null ? null : powerPort[port],
      feedLeg: leg,
    })),
  );
  const powerFeed = await plant.all(
    'dcim.PowerFeed',
    grid.feeds.map(({ panel, rack, isThreePhase, amperage }, at) => ({
      powerPanel: panels[panel],
      rack: rack === null ? null : racks[rack],
      name: `feed${at}`,
      phase: isThreePhase ? 'three-phase' : 'single-phase',
      voltage: 230,
      amperage,
      maxUtilization: 80,
    })),
  );
  const ids = { powerPort, powerOutlet, powerFeed };
  const ends = (list: readonly End[]) => list.map(({ kind, at }) => ({ [kind]: { id: ids[kind][at] } }));
  const cables = await plant.all(
    'dcim.Cable',
    grid.wires.map(({ profile, A, B }) => ({ profile, aTerminations: ends(A), bTerminations: ends(B) })),
  );
  return { site, racks, panels, devices, ...ids, cables };
};
