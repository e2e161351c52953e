import { Client } from 'pg';
import { openServer, type TestServer } from './_server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.stop());

const post = (body: string, headers: Record<string, string> = {}) =>
  server.fetch('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}`, ...headers },
    body,
  });

/** Statements of the server that were ever planned against a table, counted by the database itself. */
const scansOf = async (table: string): Promise<number> => {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ n: string }>(
      'SELECT coalesce(sum(seq_scan + idx_scan), 0) AS n FROM pg_stat_user_tables WHERE relname = $1',
      [table],
    );
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
};

const expectClean = (text: string) => {
  expect(text).not.toMatch(/\bat .*\(.*:\d+:\d+\)|node_modules|stacktrace/);
  expect(text).not.toMatch(/SELECT |INSERT |FROM "/);
};

test.each([
  ['an unknown filter key', '{ devices(filter: {nope: 1}) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', /nope/],
  ['an unknown field', '{ devices { nodes { nope } } }', 'GRAPHQL_VALIDATION_FAILED', /nope/],
  ['a value of the wrong type', '{ devices(first: "ten") { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', /ten/],
  ['an id that is none', '{ device(id: "rack-7") { name } }', 'BAD_USER_INPUT', /UUID/],
  ['an unknown choice', '{ devices(filter: {status: {eq: "activ"}}) { totalCount } }', 'BAD_USER_INPUT', /active/],
  ['an empty operator', '{ devices(filter: {name: {}}) { totalCount } }', 'BAD_USER_INPUT', /name/],
  ['a page above the limit', '{ devices(first: 1001) { totalCount } }', 'BAD_USER_INPUT', /1,?000/],
  ['text that is no query', '{ devices(', 'GRAPHQL_PARSE_FAILED', /Syntax/],
  [
    'two ways to name a row',
    '{ device(id: "018f0000-0000-7000-8000-000000000000", number: 1) { name } }',
    'BAD_USER_INPUT',
    /one/,
  ],
])('%s is refused with a clear error', async (_what, query, code, words) => {
  const readOnly = { authorization: `Bearer ${server.adminToken}` };
  const { text, errors } = await server.ask(query, {}, readOnly);
  expect(errors?.[0]?.extensions['code']).toBe(code);
  expect(errors?.[0]?.message).toMatch(words);
  expectClean(text);
});

test('an id that nobody has reads as null', async () => {
  const { data, errors } = await server.ask('{ device(id: "018f0000-0000-7000-8000-000000000000") { name } }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({ device: null });
});

test('a body that is no JSON is refused with where it breaks', async () => {
  const answer = await post('{"query": "{ devices');
  expect(answer.status).toBe(400);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    errors: [{ message: expect.stringMatching(/no valid JSON/), extensions: { code: 'BAD_REQUEST' } }],
  });
  expectClean(text);
});

test('a body of another type, without a query, or for a batch is refused', async () => {
  expect((await post('query', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post('{}')).status).toBe(400);
  expect((await post('[{"query":"{ viewer { name } }"}]')).status).toBe(400);
});

test('a body above 10 MB is refused before it is read', async () => {
  const answer = await post(
    JSON.stringify({ query: '{ viewer { name } }', variables: { pad: 'x'.repeat(11_000_000) } }),
  ).catch((error: unknown) => error);
  if (!(answer instanceof Response)) return; // the connection may be cut while the body is on its way
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
});

test('a deeply nested query is refused', async () => {
  const deep = `{ regions { nodes { ${'parent { '.repeat(60)} name ${'} '.repeat(60)} } } }`;
  const { errors } = await server.ask(deep);
  expect(errors?.[0]).toMatchObject({
    extensions: { code: 'QUERY_TOO_EXPENSIVE' },
    message: expect.stringMatching(/deep/),
  });
  const fragments = Array.from({ length: 30 }, (_, i) => `fragment f${i} on Region { parent { ...f${i + 1} } }`).join(
    ' ',
  );
  const hidden = await server.ask(`{ regions { nodes { ...f0 } } } ${fragments} fragment f30 on Region { name }`);
  expect(hidden.errors?.[0]?.extensions['code']).toBe('QUERY_TOO_EXPENSIVE');
});

test('hundreds of aliases or thousands of tokens are refused', async () => {
  const aliases = Array.from({ length: 500 }, (_, i) => `a${i}: devices { totalCount }`).join(' ');
  expect((await server.ask(`{ ${aliases} }`)).errors?.[0]?.extensions['code']).toBe('QUERY_TOO_EXPENSIVE');
  const names = 'name '.repeat(20_000);
  expect((await server.ask(`{ devices { nodes { ${names} } } }`)).errors?.[0]?.extensions['code']).toBe(
    'QUERY_TOO_EXPENSIVE',
  );
});

test('a query for a billion rows is refused before any SQL runs', async () => {
  const before = await scansOf('dcim_region');
  const page = '(first: 1000) { nodes { ';
  const { errors, text } = await server.ask(`{ regions${page} children${page} children${page} name } } } } } } }`);
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'QUERY_TOO_EXPENSIVE' } });
  expectClean(text);
  expect(await scansOf('dcim_region')).toBe(before);
});

test('a write with errors answers them all and stores nothing', async () => {
  const { data } = await server.ask(
    'mutation { siteCreate(input: [{ name: "", slug: "a b" }, { name: "ok", slug: "ok", status: "nope" }]) { nodes { id } userErrors { code path message } } }',
  );
  const errors = data?.['siteCreate'].userErrors as { path: string }[];
  expect(errors.map(({ path }) => path)).toEqual(expect.arrayContaining(['input.0.slug', 'input.1.status']));
  expect((await server.ask('{ sites { totalCount } }')).data).toEqual({ sites: { totalCount: 0 } });
});

test('an answer tells what the query cost', async () => {
  const { text } = await server.ask('{ sites(first: 10) { nodes { name } } }');
  expect(JSON.parse(text)).toMatchObject({ extensions: { cost: { requested: 10, limit: 500_000 } } });
});

test('health, readiness and metrics answer; unknown addresses below assets do not', async () => {
  expect(await (await server.fetch('healthz')).json()).toEqual({ status: 'ok' });
  expect(await (await server.fetch('readyz')).json()).toMatchObject({ database: 'ok', jobs: 'ok' });
  expect(await (await server.fetch('metrics')).text()).toContain('plumbline_http_requests_total');
  expect((await server.fetch('assets/nothing.js')).status).toBe(404);
});
