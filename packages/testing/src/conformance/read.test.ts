import { registry, createDataSource } from '@plumbline/domain';
import { buildSchemaFor, type Edge, type Model } from '@plumbline/engine';
import { isDeepStrictEqual } from 'node:util';
import { QueryFuzzer } from '../../../engine/test/lab/fuzz.ts';
import { labOver, organizations, relax, type Lab } from '../../../engine/test/lab/index.ts';
import { seed, seedSearch } from '../../../engine/test/lab/seed.ts';
import { testDatabase } from '../database/test-database.ts';

const ROUNDS = Number(process.env['READ_FUZZ'] ?? 300) / 10;
const SEED = Number(process.env['READ_SEED'] ?? 1);
const ROWS = 8;

let lab: Lab;

beforeAll(async () => {
  const { url } = await testDatabase();
  const dataSource = createDataSource(url);
  await dataSource.initialize();
  await relax(dataSource);
  await seed(dataSource, { registry, organizations, rows: ROWS });
  await seedSearch(dataSource, registry);
  const schema = buildSchemaFor({ registry });
  lab = labOver(registry, dataSource, url, {
    schema,
    limits: { cost: Number.MAX_SAFE_INTEGER, aliases: Number.MAX_SAFE_INTEGER },
  });
});
afterAll(() => lab.close());

const leaves = (model: Model): string =>
  [...model.scalars.values()]
    .filter((field) => field.spec.secret !== true)
    .flatMap((field) =>
      field.spec.choiceSet ? [field.name, `${field.name}Choice { value label color }`] : [field.name],
    )
    .join(' ');

const edgeSelection = (edge: Edge): string => {
  if (edge.kind === 'one') return `${edge.name} { id display }`;
  if (edge.kind === 'arc') return `${edge.name} { ... on Node { id display } }`;
  return `${edge.name} { totalCount nodes { id display } }`;
};

const edgeSelections = (model: Model): string => [...model.edges.values()].map(edgeSelection).join(' ');

interface Listed {
  readonly totalCount: number;
  readonly nodes: Record<string, unknown>[];
}

/** Ids of the seed name their organization in the last group. */
const FOREIGN = /"01900000-[0-9a-f]{4}-7000-8000-0001/;

test('every entity lists all its fields and edges, alike as text and through graphql-js, and nothing foreign', async () => {
  for (const model of registry.models) {
    const query = `{ list: ${model.many}(first: 5) { totalCount nodes { display url ${leaves(model)} ${edgeSelections(model)} } pageInfo { hasNextPage endCursor } } }`;
    const { data, statements, text } = await lab.ask(query);
    expect([model.name, FOREIGN.exec(text)]).toEqual([model.name, null]);
    const most =
      3 + [...model.edges.values()].reduce((sum, edge) => sum + (edge.kind === 'arc' ? edge.arms.length : 2), 0);
    expect([model.name, statements.length <= most]).toEqual([model.name, true]);
    const slow = await lab.fallback(query);
    expect([model.name, slow.errors ?? []]).toEqual([model.name, []]);
    expect(JSON.stringify(slow.data)).toBe(JSON.stringify(data));
    const { nodes, totalCount } = data['list'] as Listed;
    expect(nodes).toHaveLength(Math.min(5, totalCount));
  }
});

test('every entity is found by id and number, sorted by each field and aggregated', async () => {
  for (const model of registry.models) {
    const sorts = [...model.scalars.values()].filter(
      (f) => f.type.sortable && f.spec.sort !== false && f.spec.secret !== true,
    );
    const lists = sorts.map(
      (f, i) =>
        `s${i}: ${model.many}(first: 1, orderBy: [{ field: "${f.name}", direction: DESC }]) { nodes { id } edges { cursor } }`,
    );
    const { data } = await lab.ask(
      `{ one: ${model.one}(number: 1) { id number } all: ${model.many}Aggregate { count } by: ${model.many}Aggregate(groupBy: ["createdBy"]) { key count } ${lists.join(' ')} }`,
    );
    const one = data['one'] as { id: string } | null;
    const isSeen = !model.handMade && model.global === null && !model.administratorsOnly;
    if (isSeen) expect([model.name, one]).not.toEqual([model.name, null]);
    if (one)
      expect((await lab.ask(`{ node(id: "${one.id}") { __typename } }`)).data).toEqual({
        node: { __typename: model.type },
      });
  }
});

test('random queries over the whole model give the same text and objects', async () => {
  const fuzzer = new QueryFuzzer(registry, SEED, ROWS);
  const different: string[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const { text, variables } = fuzzer.next();
    const fast = await lab.ask(text, variables).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${text}`, { cause: error });
    });
    const slow = await lab.fallback(text, variables);
    expect(slow.errors ?? []).toEqual([]);
    const isEqual = isDeepStrictEqual(fast.data, JSON.parse(JSON.stringify(slow.data)));
    if (!isEqual || JSON.stringify(fast.data) !== JSON.stringify(slow.data)) different.push(text);
  }
  expect(different).toEqual([]);
}, 600_000);
