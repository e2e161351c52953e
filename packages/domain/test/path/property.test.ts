import type { Path, PathEnd } from '../../src/dcim/path/path.ts';
import { tracePaths } from '../../src/dcim/path/trace.queries.ts';
import { Plant } from '../plant.ts';
import { Chance } from './chance.ts';
import { editOnce } from './edits.ts';
import { NaiveWalk } from './naive.ts';
import { furnish, type Room } from './plant-room.ts';
import { readRaw } from './raw.ts';

const IS_FULL = process.env['PLUMBLINE_FULL'] === '1';

/** Rooms, each with its own edits. */
const SEEDS = IS_FULL ? Array.from({ length: 10 }, (_, i) => i + 1) : [1, 2];
const EDITS = IS_FULL ? 400 : 120;

jest.setTimeout(IS_FULL ? 1_800_000 : 240_000);

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

  test.each(SEEDS)('of seed %i every path of every port equals a walk over the raw tables', async (seed) => {
    const chance = new Chance(seed);
    let made = 0;
    let tables = await readRaw(plant);
    for (let edit = 0; edit < EDITS; edit++) {
      if (await editOnce({ plant, chance, room, tables })) made++;
      tables = await readRaw(plant);
      expect([edit, await wrongPaths(new NaiveWalk(tables))]).toEqual([edit, []]);
    }
    expect(made).toBeGreaterThan(EDITS / 3);
  });
});
