import { labActor, openLab, type Lab } from '../../test/lab/index.ts';
import type { RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';

const ROWS = 400;
let lab: Lab;

/** Names some devices of both organizations, and keeps their search rows as the write pipeline does. */
const rename = async (name: string, where: string): Promise<void> => {
  await lab.dataSource.query(`UPDATE lab_device SET name = ${name} WHERE ${where}`);
  await lab.dataSource.query(
    `INSERT INTO core_search (organization_id, object_type, object_id, field, value, weight)
     SELECT organization_id, 'lab.Device', id, 'name', name, 100 FROM lab_device WHERE ${where}
     ON CONFLICT (organization_id, object_id, field) DO UPDATE SET value = excluded.value`,
  );
};

beforeAll(async () => {
  lab = await openLab({ rows: ROWS });
  await rename("'Needle 100% ' || number", 'number % 200 = 50');
  await rename("'needle_' || number", 'number % 200 = 51');
});
afterAll(() => lab.close());

const numbersOf = async (filter: string, by: Parameters<Lab['ask']>[2] = {}) => {
  const { data, statements } = await lab.ask(
    `{ devices(filter: ${filter}, orderBy: [{ field: "number" }], first: 1000) { totalCount nodes { number } } }`,
    {},
    by,
  );
  const { totalCount, nodes } = data['devices'] as { totalCount: number; nodes: { number: number }[] };
  expect(totalCount).toBe(nodes.length);
  return { numbers: nodes.map(({ number }) => number), statements };
};

const looksUp = (statements: readonly string[]): number =>
  statements.filter((text) => text.includes('core_search')).length;

test.each([
  ['{ name: { icontains: "NEEDLE" } }', 'name ILIKE $$%needle%$$'],
  ['{ name: { contains: "Needle" } }', 'name LIKE $$%Needle%$$'],
  ['{ name: { contains: "NEEDLE" } }', 'false'],
  ['{ name: { istartsWith: "needle_" } }', 'name ILIKE $$needle\\_%$$'],
  ['{ name: { startsWith: "needle_" } }', 'name LIKE $$needle\\_%$$'],
  ['{ name: { endsWith: "le 100% 250" } }', 'name LIKE $$%le 100\\% 250$$'],
  ['{ name: { ieq: "NEEDLE_251" } }', 'lower(name) = $$needle_251$$'],
  ['{ not: { name: { icontains: "needle" } } }', '(name ILIKE $$%needle%$$) IS NOT TRUE'],
  ['{ or: [{ name: { icontains: "needle" } }, { number: { eq: 7 } }] }', 'name ILIKE $$%needle%$$ OR number = 7'],
])('%s finds what a comparison of every row finds, through the search rows', async (filter, condition) => {
  const rows = await lab.dataSource.query<{ number: number }[]>(
    `SELECT number FROM lab_device WHERE organization_id = $1 AND (${condition}) ORDER BY number`,
    [lab.actor.organizationId],
  );
  const { numbers, statements } = await numbersOf(filter);
  expect(numbers).toEqual(rows.map(({ number }) => number));
  expect(looksUp(statements)).toBe(1);
});

test.each([
  ['a common text', '{ name: { icontains: "name" } }'],
  ['a text without three letters in a row', '{ name: { icontains: "e " } }'],
  ['a text beyond ASCII', '{ name: { icontains: "Nädel" } }'],
  ['a field that is not searched', '{ status: { icontains: "needle" } }'],
  ['an equality', '{ name: { eq: "needle_251" } }'],
])('%s is compared row by row', async (_, filter) => {
  expect(looksUp((await numbersOf(filter)).statements)).toBe(0);
});

test('a small table is not worth a lookup', async () => {
  const few: RowPredicates = (model, actor) => {
    const organization = organizationPredicates(model, actor);
    return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'} AND ${alias}.number < 280` };
  };
  const { numbers, statements } = await numbersOf('{ name: { icontains: "needle" } }', {
    reader: lab.with({ predicates: few }),
  });
  expect([numbers, looksUp(statements)]).toEqual([[50, 51, 250, 251], 0]);
});

test('a text below references, sets and in aggregates is looked up where its own rows are', async () => {
  const { data, statements } = await lab.ask(`{
    ports(filter: { device: { name: { icontains: "needle" } } }, first: 1000) { nodes { device { name } } }
    sites(filter: { devices: { some: { name: { icontains: "needle" } } } }, first: 1000) { totalCount }
    devicesAggregate(filter: { name: { icontains: "needle" } }) { count }
  }`);
  const { nodes } = data['ports'] as { nodes: { device: { name: string } }[] };
  expect(nodes.length).toBeGreaterThan(0);
  expect(nodes.every(({ device }) => /needle/i.test(device.name))).toBe(true);
  expect(data['devicesAggregate']).toEqual([{ count: 4 }]);
  expect((data['sites'] as { totalCount: number }).totalCount).toBeGreaterThan(0);
  expect(looksUp(statements)).toBe(1);
});

test('graphql-js, streams and the other organization find the same', async () => {
  const query = '{ devices(filter: { name: { icontains: "needle" } }) { nodes { name } } }';
  const { text } = await lab.ask(query);
  expect(JSON.stringify((await lab.fallback(query)).data)).toBe(text);
  const other = await numbersOf('{ name: { icontains: "needle" } }', { actor: labActor(1) });
  expect(other.numbers).toHaveLength(4);
});

test('more than four texts in one filter are compared row by row from the fifth on', async () => {
  const texts = ['alpha', 'bravo', 'charlie', 'delta', 'echo'].map((text) => `{ name: { icontains: "${text}" } }`);
  const { numbers, statements } = await numbersOf(`{ or: [${texts.join(', ')}] }`);
  expect([numbers, looksUp(statements)]).toEqual([[], 4]);
});
