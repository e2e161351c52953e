import { organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { Desk } from '../desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  const prefixes = ['10.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24', '10.2.0.0/16'];
  await desk.plant.all(
    'ipam.Prefix',
    prefixes.map((prefix) => ({ prefix })),
  );
});
afterAll(() => desk?.close());

/** Sees every prefix but one. */
const without =
  (hidden: string): RowPredicates =>
  (model, actor) => {
    const organization = organizationPredicates(model, actor);
    if (model.name !== 'ipam.Prefix' || !organization) return organization;
    return { sql: (alias, params) => `${organization.sql(alias, params)} AND ${alias}.prefix <> '${hidden}'` };
  };

const asked = async (list: string, hidden?: string): Promise<unknown> => {
  const reader = hidden === undefined ? desk.reader : desk.readerWith(without(hidden));
  const { data } = await desk.ask(`{ found: ${list} }`, {}, reader);
  return data['found'];
};

test('depth and children of a prefix are counted over what may be seen', async () => {
  const list = 'prefixes { nodes { prefix depth childCount } }';
  expect(await asked(list)).toEqual({
    nodes: [
      { prefix: '10.0.0.0/8', depth: 0, childCount: 3 },
      { prefix: '10.1.0.0/16', depth: 1, childCount: 1 },
      { prefix: '10.1.1.0/24', depth: 2, childCount: 0 },
      { prefix: '10.2.0.0/16', depth: 1, childCount: 0 },
    ],
  });
  expect(await asked(list, '10.1.0.0/16')).toEqual({
    nodes: [
      { prefix: '10.0.0.0/8', depth: 0, childCount: 2 },
      { prefix: '10.1.1.0/24', depth: 1, childCount: 0 },
      { prefix: '10.2.0.0/16', depth: 1, childCount: 0 },
    ],
  });
});

test('filters, orders, groups and single rows count alike', async () => {
  const hidden = '10.1.1.0/24';
  expect(await asked('prefixes(filter: { childCount: { gt: 0 } }) { nodes { prefix } }', hidden)).toEqual({
    nodes: [{ prefix: '10.0.0.0/8' }],
  });
  const order = '[{ field: "childCount", direction: DESC }, { field: "prefix", direction: DESC }]';
  expect(await asked(`prefixes(orderBy: ${order}) { nodes { prefix } }`, hidden)).toEqual({
    nodes: [{ prefix: '10.0.0.0/8' }, { prefix: '10.2.0.0/16' }, { prefix: '10.1.0.0/16' }],
  });
  expect(await asked('prefixesAggregate(groupBy: ["childCount"]) { key count }', hidden)).toEqual([
    { key: { childCount: 0 }, count: 2 },
    { key: { childCount: 2 }, count: 1 },
  ]);
  expect(await asked('prefix(number: 1) { childCount }', hidden)).toEqual({ childCount: 2 });
});
