import { execute, GraphQLList, GraphQLObjectType, GraphQLSchema, parse, type GraphQLResolveInfo } from 'graphql';
import { openLab, organizations, rowId, SESSION, type Lab } from '../../test/lab/index.ts';
import { Client, Pool } from 'pg';
import { readFieldResolver } from './extensions.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
  await lab.dataSource.query(
    `INSERT INTO extras_choice (organization_id, choice_set, value, label, color) VALUES ('${organizations[0]}', 'lab.status', 'staged', 'Soon', 'teal')`,
  );
  await lab.dataSource.query(`UPDATE lab_device SET status = 'unheard' WHERE number = 3`);
});
afterAll(() => lab.close());

const data = async (query: string, variables?: Record<string, unknown>) => (await lab.ask(query, variables)).data;

test('a list answers with nodes, edges, total and page information', async () => {
  const query =
    '{ devices(first: 2) { nodes { id number name display url } edges { cursor node { name } } totalCount pageInfo { hasNextPage endCursor } } }';
  const { data: answer, statements } = await lab.ask(query);
  expect(answer).toMatchSnapshot();
  expect(statements).toMatchSnapshot();
});

test('every kind of value reads the same as text and through graphql-js, null or not', async () => {
  const fields = [...lab.registry.model('lab.Sample').scalars.values()]
    .filter((f) => f.spec.secret !== true)
    .map((f) => f.name);
  const query = `{ samples(orderBy: [{ field: "number" }]) { nodes { ${fields.join(' ')} choiceChoice { value label color } intChoiceChoice { value label color } } } }`;
  const answer = await data(query);
  expect(answer).toMatchSnapshot();
  expect((await lab.fallback(query)).data).toEqual(answer);
});

test('text survives quotes, backslashes, line breaks and letters of any script', async () => {
  for (const text of ['"', '\\', 'a\nb\tc\r', '\u0001', '\u2028', 'Höhe «ü»', '😀', '</script>', "'"]) {
    await lab.dataSource.query('UPDATE lab_device SET serial = $1 WHERE number = 1', [text]);
    expect(await data('{ device(number: 1) { serial } }')).toEqual({ device: { serial: text } });
  }
});

test('numbers in documents keep their digits', async () => {
  await lab.dataSource.query(
    `UPDATE lab_sample SET json = '{"big": 12345678901234567890.123, "list": [1e400]}' WHERE number = 1`,
  );
  const { text } = await lab.ask('{ sample(number: 1) { json } }');
  expect(text).toContain('12345678901234567890.123');
});

test('a choice carries the label of the organization, the product, or itself', async () => {
  const answer = await data(
    '{ devices(orderBy: [{ field: "number" }], first: 3) { nodes { statusChoice { value label color __typename } faceChoice { label } s: statusChoice { label } } } }',
  );
  expect(answer['devices']).toEqual({
    nodes: [
      {
        statusChoice: { value: 'active', label: 'Active', color: 'green', __typename: 'Choice' },
        faceChoice: { label: 'Front' },
        s: { label: 'Active' },
      },
      {
        statusChoice: { value: 'staged', label: 'Soon', color: 'teal', __typename: 'Choice' },
        faceChoice: { label: 'Rear' },
        s: { label: 'Soon' },
      },
      {
        statusChoice: { value: 'unheard', label: 'unheard', color: null, __typename: 'Choice' },
        faceChoice: { label: 'Front' },
        s: { label: 'unheard' },
      },
    ],
  });
});

test('custom fields can be narrowed to names', async () => {
  const answer = await data(
    '{ device(number: 2) { all: customFields some: customFields(names: ["size", "a\\"b", "missing"]) none: customFields(names: []) } }',
  );
  expect(answer['device']).toEqual({
    all: { cust_id: 'D1', size: 1, flags: ['a', 'f1'], none: null, 'a"b': { c: 1 } },
    some: { size: 1, 'a"b': { c: 1 } },
    none: {},
  });
});

test('display joins fields, skips what is empty and falls back to the number', async () => {
  await lab.dataSource.query(`UPDATE lab_group SET name = NULL, description = NULL WHERE number = 2`);
  const answer = await data('{ groups(orderBy: [{ field: "number" }], first: 2) { nodes { display } } }');
  expect(answer['groups']).toEqual({ nodes: [{ display: 'name 0 / description 0' }, { display: 'group 2' }] });
});

test('a row is found by id, number, key, node and type', async () => {
  const id = rowId(lab.registry, 'lab.Device', 0, 2);
  const answer =
    await data(`{ a: device(id: "${id}") { number } b: device(number: 3) { number } c: device(key: { name: "name 2", site: { key: { slug: "slug-1" } } }) { number }
    d: node(id: "${id}") { __typename number ... on Device { serial site { name } } } e: object(type: "Device", number: 3) { display } f: object(type: "lab.Port", number: 1) { id ... on Device { serial } }
    g: address(key: { address: "10.0.0.2/24", assignedObject: { port: { number: 2 } } }) { number } h: device(number: 99) { id } }`);
  expect(answer).toEqual({
    a: { number: 3 },
    b: { number: 3 },
    c: { number: 3 },
    d: { __typename: 'Device', number: 3, serial: 'serial 2', site: { name: 'name 1' } },
    e: { display: 'name 2' },
    f: { id: rowId(lab.registry, 'lab.Port', 0, 0) },
    g: { number: 3 },
    h: null,
  });
});

test.each([
  ['{ device { id } }', 'exactly one of id, number and key'],
  ['{ device(id: "x") { id } }', 'must be a UUID'],
  ['{ device(number: 1, id: "x") { id } }', 'exactly one of id, number and key'],
  ['{ device(key: {}) { id } }', 'The key is empty'],
  ['{ node(id: "x") { id } }', 'must be a UUID'],
  ['{ object(type: "Devise", number: 1) { id } }', 'Did you mean "Device"?'],
  ['{ search(text: " ") { type } }', 'search text is empty'],
  ['{ search(text: "x", types: ["Prot"]) { type } }', 'Did you mean "Port"?'],
  ['{ devicesAggregate(groupBy: ["nmae"]) { count } }', 'Did you mean "name"?'],
  ['{ devicesAggregate { sum(field: "name") } }', 'sum takes a number'],
  ['{ devicesAggregate { min(field: "site") } }', 'min takes a field with an order'],
])('%s is refused', async (query, message) => {
  await expect(lab.ask(query)).rejects.toThrow(message);
});

test('a key that several rows share is ambiguous', async () => {
  await lab.dataSource.query(
    `UPDATE lab_provider SET slug = 'same' WHERE number < 3 AND organization_id = '${organizations[0]}'`,
  );
  await expect(lab.ask('{ provider(key: { slug: "same" }) { id } }')).rejects.toMatchObject({ code: 'AMBIGUOUS_KEY' });
});

test('aggregates count and compute by group', async () => {
  const answer =
    await data(`{ all: devicesAggregate { count key n: countDistinct(field: "status") low: min(field: "position") high: max(field: "created") total: sum(field: "number") mean: avg(field: "number") __typename }
    by: devicesAggregate(groupBy: ["status", "site.name"], filter: { number: { lte: 4 } }) { key count }
    top: devicesAggregate(groupBy: ["site"], first: 1) { key count } }`);
  expect(answer).toEqual({
    all: [
      {
        count: 5,
        key: {},
        n: 3,
        low: '0.00',
        high: '2024-01-01T00:03:00Z',
        total: '15',
        mean: '3.0000000000000000',
        __typename: 'AggregateGroup',
      },
    ],
    by: [
      { key: { status: 'active', 'site.name': 'name 0' }, count: 1 },
      { key: { status: 'active', 'site.name': 'name 1' }, count: 1 },
      { key: { status: 'staged', 'site.name': 'name 0' }, count: 1 },
      { key: { status: 'unheard', 'site.name': 'name 1' }, count: 1 },
    ],
    top: [{ key: { site: rowId(lab.registry, 'lab.Site', 0, 0) }, count: 2 }],
  });
  await expect(
    lab.ask('{ devicesAggregate(groupBy: ["id"]) { count } }', {}, { reader: lab.with({ limits: { page: 3 } }) }),
  ).rejects.toThrow('more than 3 groups');
});

test('a search ranks whole values before starts before parts, and names field and value', async () => {
  const answer = await data(
    '{ search(text: "name 2", types: ["Site", "lab.Device"], first: 5) { type field value object { __typename number ... on Site { slug } } } addresses: search(text: "10.0.0.0/30") { value type } }',
  );
  expect(answer['search']).toEqual([
    { type: 'lab.Site', field: 'name', value: 'name 2', object: { __typename: 'Site', number: 3, slug: 'slug-2' } },
    { type: 'lab.Device', field: 'name', value: 'name 2', object: { __typename: 'Device', number: 3 } },
  ]);
  expect((answer['addresses'] as { value: string }[]).map((hit) => hit.value)).toEqual([
    '10.0.0.0/24',
    '10.0.0.1/24',
    '10.0.0.2/24',
    '10.0.0.3/24',
  ]);
});

test('selections merge as graphql-js merges them, with prototypes and empty objects', async () => {
  const query = `query Q($no: Boolean = false) { devices(first: 1) { nodes { site { name } ... on Device { site { slug name } } ...F __proto__: name constructor: number site2: site { name @include(if: $no) } } } }
    fragment F on Node { id ... on Device { serial @skip(if: true) } }`;
  const { text } = await lab.ask(query);
  expect(text).toBe(
    `{"devices":{"nodes":[{"site":{"name":"name 0","slug":"slug-0"},"id":"${rowId(lab.registry, 'lab.Device', 0, 0)}","__proto__":"name 0","constructor":1,"site2":{}}]}}`,
  );
  expect(JSON.stringify((await lab.fallback(query)).data)).toBe(text);
});

test('what code resolves, introspection and odd variables are left to graphql-js', async () => {
  const left = async (query: string, variables?: Record<string, unknown>) =>
    lab.reader.respond({ document: parse(query), variables, actor: lab.actor }, lab.pool);
  expect(await left('{ __schema { types { name } } devices { nodes { id } } }')).toBeNull();
  expect(await left('{ echo(text: "x") { text } }')).toBeNull();
  expect(await left('query Q($n: Int!) { device(number: $n) { id } }', { n: 'many' })).toBeNull();
  expect(await left('query A { devices { totalCount } } query B { devices { totalCount } }')).toBeNull();
  expect(await left('{ device(number: "1") { id } }')).toBeNull();
});

test("graphql-js answers the reader's fields beside those of code, and one refusal leaves the others", async () => {
  const echo = { resolve: (_source: unknown, { text }: { text: string }) => ({ text }) };
  Object.assign(lab.schema.getQueryType()?.getFields()['echo'] ?? {}, echo);
  const { data: answer, errors } = await lab.fallback(
    '{ echo(text: "hi") { t: text } a: device(number: 1) { display } b: device(number: 1, id: "x") { display } }',
  );
  expect(answer).toEqual({ echo: { t: 'hi' }, a: { display: 'name 0' }, b: null });
  expect(errors?.map((error) => error.message)).toEqual(['Name the row by exactly one of id, number and key.']);
});

test('a plan is made once for a document and its variables', async () => {
  const document = parse('query Q($n: Int) { device(number: $n) { number } }');
  const ask = async (n: number) =>
    (await lab.reader.respond({ document, variables: { n }, actor: lab.actor }, lab.pool))?.text;
  expect([await ask(1), await ask(2), await ask(1), await ask(99)]).toEqual([
    '{"device":{"number":1}}',
    '{"device":{"number":2}}',
    '{"device":{"number":1}}',
    '{"device":null}',
  ]);
});

test('payload rows are read in the transaction of the write, in order of the ids', async () => {
  const device = lab.schema.getType('Device') as GraphQLObjectType;
  const [client] = [
    new Client({
      connectionString: String(
        (lab.pool as unknown as { options: { connectionString: string } }).options.connectionString,
      ),
      options: SESSION,
    }),
  ];
  await client.connect();
  await client.query('BEGIN');
  await client.query(`UPDATE lab_device SET serial = 'fresh' WHERE number = 2`);
  const ids = [
    rowId(lab.registry, 'lab.Device', 0, 1),
    null,
    rowId(lab.registry, 'lab.Device', 1, 0),
    rowId(lab.registry, 'lab.Device', 0, 0),
  ];
  const payload: GraphQLObjectType = new GraphQLObjectType({
    name: 'P',
    fields: { nodes: { type: new GraphQLList(device) } },
  });
  const write = async (_s: unknown, _a: unknown, _c: unknown, info: GraphQLResolveInfo) => ({
    nodes: await lab.reader.payload(client, lab.actor, 'lab.Device', ids, info),
  });
  const mutation = new GraphQLObjectType({ name: 'Mutation', fields: { change: { type: payload, resolve: write } } });
  const schema = new GraphQLSchema({ ...lab.schema.toConfig(), mutation });
  const result = await execute({
    schema,
    document: parse(
      'mutation { change { nodes { serial site { name } ports { totalCount nodes { number } } statusChoice { label } } again: nodes { number } } }',
    ),
    fieldResolver: readFieldResolver as never,
  });
  await client.query('ROLLBACK');
  await client.end();
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    data: {
      change: {
        nodes: [
          {
            serial: 'fresh',
            site: { name: 'name 0' },
            ports: { totalCount: 2, nodes: [{ number: 3 }, { number: 4 }] },
            statusChoice: { label: 'Soon' },
          },
          null,
          null,
          {
            serial: "'",
            site: { name: 'name 0' },
            ports: { totalCount: 2, nodes: [{ number: 1 }, { number: 2 }] },
            statusChoice: { label: 'Active' },
          },
        ],
        again: [{ number: 2 }, null, null, { number: 1 }],
      },
    },
  });
});

test('a pool that is not pipelined gives the same answers', async () => {
  const { connectionString } = (lab.pool as unknown as { options: { connectionString: string } }).options;
  const plain = new Pool({ connectionString, options: SESSION, max: 1 });
  const query =
    '{ sites { totalCount nodes { name tags { nodes { name } } devices { nodes { name ports { nodes { name } } } } } } device(number: 1) { name } }';
  const answer = await lab.reader.respond({ document: parse(query), actor: lab.actor }, plain);
  await plain.end();
  expect(answer?.text).toBe((await lab.ask(query)).text);
});
