import { tracePaths } from '../../src/dcim/path/trace.queries.ts';
import { Plant } from '../plant.ts';
import { Chance } from './chance.ts';
import { editOnce } from './edits.ts';
import { NaiveWalk } from './naive.ts';
import { furnish } from './plant-room.ts';
import { readRaw } from './raw.ts';

const IS_FULL = process.env['PLUMBLINE_FULL'] === '1';
const SEEDS = IS_FULL ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1, 2];
const EDITS = IS_FULL ? 400 : 150;

jest.setTimeout(IS_FULL ? 1_200_000 : 120_000);

describe('paths after random edits', () => {
  let plant: Plant;
  beforeEach(async () => void (plant = await Plant.open()));
  afterEach(() => plant.close());

  test.each(SEEDS)('of seed %i equal a walk over the raw tables, of every port', async (seed) => {
    const room = await furnish(plant);
    const chance = new Chance(seed);
    const query = (sql: string, values: unknown[]) => plant.dataSource.query<unknown[]>(sql, values);
    let made = 0;
    let tables = await readRaw(plant);
    for (let i = 0; i < EDITS; i++) {
      if (await editOnce({ plant, chance, room, tables })) made++;
      tables = await readRaw(plant);
      const naive = new NaiveWalk(tables);
      const ports = naive.ports();
      const paths = await tracePaths(query, plant.actor.organizationId, ports);
      for (const port of ports) expect([i, paths.get(port.id)]).toEqual([i, naive.path(port)]);
    }
    console.log(seed, made);
  });
});
