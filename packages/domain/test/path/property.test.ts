import type { Path, PathEnd } from '../../src/dcim/path/path.ts';
import { originsThrough } from '../../src/dcim/path/through.queries.ts';
import { tracePaths } from '../../src/dcim/path/trace.queries.ts';
import { Plant } from '../plant.ts';
import { Chance } from './chance.ts';
import { editOnce } from './edits.ts';
import { NaiveWalk } from './naive.ts';
import { furnish, type Room } from './plant-room.ts';
import { PORTS, readRaw, type RawTables } from './raw.ts';

const IS_FULL = process.env['PLUMBLINE_FULL'] === '1';

/** Rooms, each with its own edits. */
const SEEDS = IS_FULL ? Array.from({ length: 10 }, (_, i) => i + 1) : [1];
const EDITS = IS_FULL ? 400 : 200;

const DEVICE_LIKE = ['dcim.Device', 'dcim.PowerPanel', 'circuits.ProviderNetwork', 'circuits.VirtualCircuit'];

const idsOf = (ends: readonly PathEnd[]): string[] => ends.map(({ id }) => id).toSorted();

if (IS_FULL) jest.setTimeout(1_800_000);

describe('after random edits', () => {
  let plant: Plant;
  let room: Room;
  beforeEach(async () => {
    plant = await Plant.open();
    room = await furnish(plant);
  });
  afterEach(() => plant.close());

  const query = (sql: string, values: unknown[]) => plant.dataSource.query<unknown[]>(sql, values);

  /** Ports whose path is another than the tables say, with both. */
  const wrongPaths = async (naive: NaiveWalk): Promise<unknown[]> => {
    const ports = naive.ports();
    const paths = await tracePaths(query, plant.actor.organizationId, ports);
    return ports
      .map((port): [Path | undefined, Path] => [paths.get(port.id), naive.path(port)])
      .filter(([found, wanted]) => JSON.stringify(found) !== JSON.stringify(wanted));
  };

  /** An object that paths may cross, by chance; none where there are none of its kind. */
  const objectsIn = (tables: RawTables, chance: Chance): PathEnd[] => {
    const types = [...PORTS, 'dcim.Cable', 'dcim.Cable', 'circuits.Circuit', 'wireless.WirelessLink', ...DEVICE_LIKE];
    return chance.some(types, 1).flatMap((type) => {
      const rows = tables.get(type) ?? [];
      return rows.length === 0 ? [] : { type, id: String(chance.one(rows)['id']) };
    });
  };

  /** Objects through which other paths go than the tables say, with both. */
  const wrongThrough = async (naive: NaiveWalk, objects: readonly PathEnd[]): Promise<unknown[]> => {
    const wrong: unknown[] = [];
    for (const object of objects) {
      const found = await originsThrough(query, plant.actor.organizationId, [object]);
      const wanted = naive.through(object);
      if (JSON.stringify(idsOf(found)) !== JSON.stringify(idsOf(wanted))) wrong.push({ object, found, wanted });
    }
    return wrong;
  };

  test.each(SEEDS)(
    'of seed %i every path of every port, and what goes through an object, equals a walk over the raw tables',
    async (seed) => {
      const chance = new Chance(seed);
      let made = 0;
      let tables = await readRaw(plant);
      for (let edit = 0; edit < EDITS; edit++) {
        if (await editOnce({ plant, chance, room, tables })) made++;
        tables = await readRaw(plant);
        const naive = new NaiveWalk(tables);
        expect([edit, await wrongPaths(naive)]).toEqual([edit, []]);
        expect([edit, await wrongThrough(naive, objectsIn(tables, chance))]).toEqual([edit, []]);
      }
      expect(made).toBeGreaterThan(EDITS / 3);
    },
  );
});
