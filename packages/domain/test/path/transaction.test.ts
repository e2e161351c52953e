import type { Work } from '@plumbline/engine';
import type { Path, PathEnd, PathQuery } from '../../src/dcim/path/path.ts';
import { originsThrough } from '../../src/dcim/path/through.queries.ts';
import { tracePaths } from '../../src/dcim/path/trace.queries.ts';
import { Plant } from '../plant.ts';

/** Runs statements inside a write; the organization is passed as the work knows it. */
const within =
  (work: Work): PathQuery =>
  (sql, values) => {
    const numbers = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
    const parts = sql.split(/\$\d+/);
    return work.sql(
      Object.assign(parts, { raw: parts }),
      ...numbers.map((number) => (number === 1 ? work.org : values[number - 1])),
    );
  };

describe('in the transaction that changes a cable', () => {
  let plant: Plant;
  beforeAll(async () => void (plant = await Plant.open()));
  afterAll(() => plant.close());

  const ports = async (): Promise<PathEnd[]> => {
    const device = await plant.device(await plant.type(), { site: await plant.named('dcim.Site') });
    const names = ['e1', 'e2', 'e3'].map((name) => ({ name, device, type: '1000base-t' }));
    return (await plant.all('dcim.Interface', names)).map((id) => ({ type: 'dcim.Interface', id }));
  };

  const port = ({ id }: PathEnd) => ({ arm: 'interface', id });

  const pathOf = async (query: PathQuery, end: PathEnd): Promise<Path | undefined> =>
    (await tracePaths(query, plant.actor.organizationId, [end])).get(end.id);

  test('paths are right at once, from both ends, and gone with it when it is taken back', async () => {
    const [a, b, c] = (await ports()) as [PathEnd, PathEnd, PathEnd]; // three were made
    const seen: (readonly string[] | undefined)[] = [];
    const outcome = await plant.run(async (work) => {
      const see = async (end: PathEnd) =>
        seen.push((await pathOf(within(work), end))?.destinations.map(({ id }) => id));
      const [cable] = await work.create('dcim.Cable', [{ aTerminations: [port(a)], bTerminations: [port(b)] }]);
      await see(a);
      await see(b);
      await work.update('dcim.Cable', [{ id: cable, bTerminations: [port(c)] }]);
      await see(a);
      await see(b);
      await see(c);
      work.refuse('input', 'BAD_USER_INPUT', 'Taken back.');
    });
    expect(outcome.errors).toHaveLength(1);
    expect(seen).toEqual([[b.id], [a.id], [c.id], [], [a.id]]);
    const outside: PathQuery = (sql, values) => plant.dataSource.query<unknown[]>(sql, values);
    expect(await pathOf(outside, a)).toMatchObject({ hops: [], isComplete: false, isActive: false });
  });

  test('a path takes three statements at most, and so does what goes through a port', async () => {
    const [a, b] = (await ports()) as [PathEnd, PathEnd]; // three were made
    await plant.make('dcim.Cable', { aTerminations: [port(a)], bTerminations: [port(b)] });
    let statements = 0;
    const counted: PathQuery = (sql, values) => {
      statements++;
      return plant.dataSource.query<unknown[]>(sql, values);
    };
    expect((await tracePaths(counted, plant.actor.organizationId, [a, b])).size).toBe(2);
    expect(statements).toBe(1);
    statements = 0;
    const found = await originsThrough(counted, plant.actor.organizationId, [a]);
    expect(found.map(({ id }) => id).toSorted()).toEqual([a.id, b.id].toSorted());
    expect(statements).toBeLessThanOrEqual(3);
  });

  test('ports of another organization, and what is no port, have no path', async () => {
    const [a] = (await ports()) as [PathEnd]; // three were made
    const query: PathQuery = (sql, values) => plant.dataSource.query<unknown[]>(sql, values);
    expect((await tracePaths(query, '00000000-0000-7000-8000-000000000000', [a])).size).toBe(0);
    expect((await tracePaths(query, plant.actor.organizationId, [{ type: 'dcim.Site', id: a.id }])).size).toBe(0);
    expect(await originsThrough(query, plant.actor.organizationId, [{ type: 'dcim.Rack', id: a.id }])).toEqual([]);
  });
});
