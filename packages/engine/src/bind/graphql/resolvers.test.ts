import { execute, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { Pool } from 'pg';
import { openLibrary, type Library } from '../../../test/library/index.ts';
import { libraryRules } from '../../../test/library/model.ts';
import { catalogueReader } from '../../catalogue/runtime.ts';
import { organizationPredicates } from '../../permissions.ts';
import { createReader, readFieldResolver } from '../../read/index.ts';
import { bindResolvers } from './resolvers.ts';
import { buildSchemaFor } from './schema.ts';

interface Payload {
  readonly nodes: readonly (Record<string, unknown> | null)[];
  readonly changeSetId: string | null;
  readonly dryRun: boolean;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly path: string }[];
  readonly changes: readonly { readonly type: string; readonly action: string; readonly fields: readonly unknown[] }[];
}

let library: Library;
let pool: Pool;
let schema: GraphQLSchema;

beforeAll(async () => {
  library = await openLibrary();
  const { registry, writer, dataSource } = library;
  const { url } = dataSource.options as unknown as { readonly url: string };
  pool = new Pool({ connectionString: url, max: 2, pipeline: true } as never);
  schema = buildSchemaFor({ registry, rules: libraryRules });
  const reader = createReader({ registry, schema, predicates: organizationPredicates });
  const catalogue = catalogueReader(registry, libraryRules, {
    query: async (text, values) => ({ rows: await dataSource.query(text, values) }),
  });
  bindResolvers(schema, { registry, reader, writer, pool, catalogue: (actor) => catalogue(actor.organizationId) });
});

afterAll(async () => {
  await pool.end();
  await library.close();
});

const ask = async (source: string, variables: Record<string, unknown> = {}): Promise<ExecutionResult> => {
  const document = parse(source);
  expect(validate(schema, document).map((error) => error.message)).toEqual([]);
  return execute({
    schema,
    document,
    variableValues: variables,
    contextValue: { actor: library.actor },
    fieldResolver: readFieldResolver as never,
  });
};

const PARTS =
  'changeSetId dryRun userErrors { code message path } changes { type action fields { name before after } }';

const write = async (field: string, args: string, nodes = '{ id name }'): Promise<Payload> => {
  const { data, errors } = await ask(`mutation { ${field}(${args}) { nodes ${nodes} ${PARTS} } }`);
  expect(errors).toBeUndefined();
  return data?.[field] as Payload;
};

test('a row is created, read back and updated by its number', async () => {
  const created = await write('authorCreate', 'input: { name: "Ada" }', '{ id number name rowVersion }');
  expect(created.userErrors).toEqual([]);
  expect(created.nodes).toMatchObject([{ name: 'Ada', rowVersion: 1 }]);
  expect(created.changeSetId).not.toBeNull();
  const number = created.nodes[0]?.['number'];
  const updated = await write(
    'authorUpdate',
    `input: [{ number: ${String(number)}, name: "Ada L." }], options: { reason: "full name" }`,
    '{ name rowVersion }',
  );
  expect(updated.nodes).toEqual([{ name: 'Ada L.', rowVersion: 2 }]);
  expect(updated.changes).toEqual([
    { type: 'library.Author', action: 'update', fields: [{ name: 'name', before: 'Ada', after: 'Ada L.' }] },
  ]);
  const { data } = await ask(`{ author(number: ${String(number)}) { name } authors { totalCount } }`);
  expect(data).toMatchObject({ author: { name: 'Ada L.' }, authors: { totalCount: 1 } });
});

test('all refusals come back at once with the path of the input', async () => {
  const { nodes, userErrors, changeSetId } = await write('shelfCreate', 'input: [{ slug: "a" }, { name: "B" }]');
  expect(nodes).toEqual([]);
  expect(changeSetId).toBeNull();
  expect(userErrors.map(({ path, code }) => [path, code])).toEqual([
    ['input.0.name', 'REQUIRED'],
    ['input.1.slug', 'REQUIRED'],
  ]);
});

test('a dry run answers rows and changes and keeps nothing', async () => {
  const dry = await write('authorCreate', 'input: { name: "Nobody" }, options: { dryRun: true }');
  expect(dry).toMatchObject({ dryRun: true, changeSetId: null, nodes: [{ name: 'Nobody' }] });
  expect(dry.changes).toHaveLength(1);
  const { data } = await ask('{ authors(filter: { name: { eq: "Nobody" } }) { totalCount } }');
  expect(data).toEqual({ authors: { totalCount: 0 } });
});

test('an upsert finds a row by its natural key, and PER_ROW keeps the rows that are fine', async () => {
  await write('authorUpsert', 'input: [{ name: "Grace" }]');
  const again = await write(
    'authorUpsert',
    'input: [{ description: "no name" }, { name: "Grace", description: "Admiral" }], options: { mode: PER_ROW }',
    '{ name description }',
  );
  expect(again.nodes).toEqual([null, { name: 'Grace', description: 'Admiral' }]);
  expect(again.userErrors).toMatchObject([{ path: 'input.0', code: 'BAD_USER_INPUT' }]);
});

test('nodes stand at the places of their inputs, null where a row was refused', async () => {
  const input = 'input: [{ name: "One", slug: "one" }, { name: "No slug" }, { name: "Two", slug: "two" }]';
  const created = await write('shelfCreate', `${input}, options: { mode: PER_ROW }`, '{ id name }');
  expect(created.nodes).toMatchObject([{ name: 'One' }, null, { name: 'Two' }]);
  const ids = [created.nodes[2]?.['id'], '00000000-0000-7000-8000-000000000000', created.nodes[0]?.['id']];
  const rows = ids.map((id, i) => `{ id: "${String(id)}", name: "New ${i}" }`).join(', ');
  const updated = await write('shelfUpdate', `input: [${rows}], options: { mode: PER_ROW }`);
  expect(updated.nodes).toMatchObject([{ name: 'New 0' }, null, { name: 'New 2' }]);
  const dry = await write(
    'shelfCreate',
    'input: [{ slug: "x" }, { name: "Dry", slug: "dry" }], options: { dryRun: true }',
  );
  expect(dry.nodes).toMatchObject([null, { name: 'Dry' }]);
});

test('a write by filter needs the expected count', async () => {
  await write('authorCreate', 'input: [{ name: "Old 1" }, { name: "Old 2" }]');
  const filter = 'filter: { name: { startsWith: "Old" } }';
  const refused = await write('authorUpdateWhere', `${filter}, set: { description: "gone" }, expectedCount: 3`);
  expect(refused.userErrors).toMatchObject([{ code: 'EXPECTED_COUNT', path: 'expectedCount' }]);
  const done = await write(
    'authorUpdateWhere',
    `${filter}, set: { description: "gone" }, expectedCount: 2`,
    '{ description }',
  );
  expect(done.nodes).toEqual([{ description: 'gone' }, { description: 'gone' }]);
});

test('a delete takes ids, or a filter with a count, never a null in place of both', async () => {
  const refused = await ask(
    `mutation D($filter: AuthorFilter) { authorDelete(filter: $filter, expectedCount: 1) { userErrors { message } } }`,
    { filter: null },
  );
  expect(refused.data).toEqual({
    authorDelete: { userErrors: [{ message: 'Give either ids, or filter with expectedCount.' }] },
  });
  const done = await write('authorDelete', 'filter: { name: { eq: "Grace" } }, expectedCount: 1');
  expect(done).toMatchObject({ nodes: [], userErrors: [], changes: [{ type: 'library.Author', action: 'delete' }] });
});

test('mixed types are written in one transaction, and later steps refer to earlier rows', async () => {
  const operations = [
    { type: 'Shelf', action: 'create', ref: 'top', input: { name: 'Top', slug: 'top' } },
    { type: 'library.Shelf', action: 'create', input: { name: 'Below', slug: 'below', parent: { ref: 'top' } } },
    { type: 'Author', action: 'create', input: { name: 'Mary' } },
  ];
  const source = `mutation A($operations: [ChangeOperation!]!) { applyChanges(operations: $operations) { userErrors { message } nodes { __typename display ... on Shelf { parent { name } } } } }`;
  const { data, errors } = await ask(source, { operations });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    applyChanges: {
      userErrors: [],
      nodes: [
        { __typename: 'Shelf', display: 'Top', parent: null },
        { __typename: 'Shelf', display: 'Below', parent: { name: 'Top' } },
        { __typename: 'Author', display: 'Mary' },
      ],
    },
  });
  const mary = (await ask('{ author(key: { name: "Mary" }) { id } }')).data as { author: { id: string } };
  const mixed = await ask(source, {
    operations: [
      { type: 'Author', action: 'create', input: { name: 'Percy' } },
      { type: 'Author', action: 'delete', id: mary.author.id },
      { type: 'Shelf', action: 'create', input: { name: 'Last', slug: 'last' } },
      { type: 'Author', action: 'create', input: { name: 'Byron' } },
    ],
  });
  const { nodes } = (mixed.data as { applyChanges: { nodes: ({ display: string } | null)[] } }).applyChanges;
  expect(nodes.map((node) => node?.display ?? null)).toEqual(['Percy', null, 'Last', 'Byron']);
  const odd = await ask(source, { operations: [{ type: 'Author', action: 'drop' }] });
  expect(odd.data).toMatchObject({
    applyChanges: { userErrors: [{ message: 'An action is create, update, upsert or delete.' }] },
  });
});

test('a repeated idempotency key answers the same row', async () => {
  const args = 'input: { name: "Once" }, options: { idempotencyKey: "k1" }';
  const [first, second] = [await write('authorCreate', args), await write('authorCreate', args)];
  expect(second.nodes).toEqual(first.nodes);
  const other = await write('authorCreate', 'input: { name: "Twice" }, options: { idempotencyKey: "k1" }');
  expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
});

test('viewer and catalogue say who asks and what there is', async () => {
  const { data } = await ask('{ viewer { name organizationId readOnly } catalogue }');
  expect(data?.['viewer']).toEqual({ name: 'tester', organizationId: library.actor.organizationId, readOnly: false });
  expect(data?.['catalogue']).toMatchObject({
    entities: expect.arrayContaining([expect.objectContaining({ name: 'library.Book' })]),
  });
});
