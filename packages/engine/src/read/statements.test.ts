import { openLab, type Lab } from '../../test/lab/index.ts';
import type { Edge, Model } from '../registry/model.ts';

let few: Lab;
let many: Lab;

beforeAll(async () => {
  few = await openLab({ rows: 5 });
  many = await openLab({ rows: 50 });
});
afterAll(async () => {
  await few.close();
  await many.close();
});

const selectionOf = (edge: Edge): string => {
  if (edge.kind === 'one') return `${edge.name} { id display }`;
  if (edge.kind === 'arc') return `${edge.name} { ... on Node { display } }`;
  return `${edge.name} { totalCount nodes { id display } }`;
};

/** Statements an edge takes at most: one per level, one per arm of a union, one more for a total. */
const levelsOf = (edge: Edge): number => {
  if (edge.kind === 'arc') return edge.arms.length;
  return edge.kind === 'one' ? 1 : 2;
};

const nestedOf = (model: Model): [string, number][] => {
  const edges = [...model.edges.values()];
  return edges.flatMap((edge): [string, number][] => {
    const own: [string, number] = [selectionOf(edge), 1 + levelsOf(edge)];
    if (edge.kind !== 'many' && edge.kind !== 'manyToMany') return [own];
    const below = [...few.registry.model(edge.target).edges.values()];
    return [
      own,
      ...below.map((next): [string, number] => [
        `${edge.name} { nodes { id ${selectionOf(next)} } }`,
        2 + levelsOf(next),
      ]),
    ];
  });
};

test('statements of every list and nested field do not grow with the rows', async () => {
  const wrong: string[] = [];
  for (const model of few.registry.models)
    for (const [nested, most] of nestedOf(model)) {
      const query = `{ ${model.many}(first: 50) { nodes { id ${nested} } } }`;
      const [a, b] = [(await few.ask(query)).statements.length, (await many.ask(query)).statements.length];
      if (a > b || b > most) wrong.push(`${query}: ${a} and ${b} of ${most}`);
    }
  expect(wrong).toEqual([]);
});

test('a wide and deep query takes one statement per level', async () => {
  const query = `{ sites { totalCount nodes { name region { name } tags { nodes { name } }
    devices(first: 9) { nodes { name primaryAddress { address } ports(first: 9) { nodes { name addresses { nodes { address inside { address } } } } } } } } } }`;
  expect((await few.ask(query)).statements).toHaveLength(9);
  expect((await many.ask(query)).statements).toHaveLength(9);
});

test('references below a single row are joined to it', async () => {
  const { statements } = await many.ask(
    '{ device(number: 3) { name site { name region { name parent { name } } } primaryAddress { address } } }',
  );
  expect(statements).toMatchSnapshot();
});

test('no column is read that was not selected, but keys', async () => {
  const { statements } = await few.ask('{ devices { nodes { serial ports { nodes { name } } } } }');
  expect(statements).toMatchSnapshot();
});

test('the plan of a query is stable', async () => {
  const { statements } =
    await few.ask(`{ addresses(first: 2, filter: { assignedObject: { port: { enabled: { eq: true } } } }, orderBy: [{ field: "inside.address", direction: DESC }]) {
    totalCount nodes { address assignedObject { ... on Port { name device { name } } ... on Group { display } } } } }`);
  expect(statements).toMatchSnapshot();
});

test('lists of many parents take the index of the reference, or sort within each parent', async () => {
  const { statements } = await few.ask(
    '{ devices { nodes { a: ports(first: 2) { nodes { name } } b: ports(first: 2, orderBy: [{ field: "mtu" }]) { nodes { name } pageInfo { hasNextPage } } tags(filter: { slug: { startsWith: "s" } }) { nodes { name } } } } }',
  );
  expect(statements).toMatchSnapshot();
});

test('ids above the chunk size take one more statement per 10,000', async () => {
  const reader = many.with({ limits: { chunk: 20 } });
  const query = '{ devices(first: 50) { nodes { number site { number } ports { nodes { number } totalCount } } } }';
  const [chunked, whole] = [await many.ask(query, {}, { reader }), await many.ask(query)];
  expect(chunked.text).toBe(whole.text);
  expect(whole.statements).toHaveLength(4);
  expect(chunked.statements).toHaveLength(1 + 2 + 3 + 3);
});
