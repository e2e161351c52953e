import { connect } from 'node:net';
import { Client } from 'pg';
import { openServer, type TestServer } from './_server.ts';

const ROWS = 3_000;
let server: TestServer;
let database: Client;

beforeAll(async () => {
  server = await openServer();
  database = new Client({ connectionString: server.databaseUrl });
  await database.connect();
  await database.query('UPDATE users_api_token SET bulk = true');
  const input = Array.from({ length: ROWS }, (_, i) => ({
    name: `Tag ${i} "ü"`,
    slug: `tag-${i}`,
    description: `${'text '.repeat(30)}${i}`,
  }));
  const { data } = await server.ask(
    'mutation M($input: [TagCreateInput!]!) { tagCreate(input: $input) { userErrors { message } } }',
    { input },
  );
  expect(data).toEqual({ tagCreate: { userErrors: [] } });
});
afterAll(async () => {
  await database.end();
  await server.stop();
});

const QUERY =
  '{ tags(first: 100000, orderBy: [{ field: "id" }]) { totalCount nodes { id name slug description } pageInfo { hasNextPage } } }';

const post = (query: string) =>
  server.fetch('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}` },
    body: JSON.stringify({ query }),
  });

test('a large answer comes in chunks, whole, with its cost', async () => {
  const response = await post(QUERY);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBeNull();
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const { data, extensions } = (await response.json()) as {
    data: { tags: { totalCount: number; nodes: { name: string }[]; pageInfo: object } };
    extensions: { cost: object };
  };
  expect(data.tags.totalCount).toBe(ROWS);
  expect(data.tags.nodes).toHaveLength(ROWS);
  expect(data.tags.nodes[7]?.name).toBe('Tag 7 "ü"');
  expect(data.tags.pageInfo).toEqual({ hasNextPage: false });
  expect(extensions.cost).toMatchObject({ limit: 500_000 });
});

test('what fails before the answer begins is an ordinary error', async () => {
  const { errors, status } = await server.ask(
    '{ tags(first: 100000, filter: { name: { regex: "(" } }) { nodes { id } } }',
  );
  expect(status).toBe(200);
  expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
});

/** Connections of the server that hold a snapshot. */
const snapshots = async (): Promise<number> => {
  const { rows } = await database.query<{ n: string }>(
    `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%read_list%' AND state <> 'idle' AND pid <> pg_backend_pid()`,
  );
  return Number(rows[0]?.n);
};

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 600 && !(await isSo()); i++) await new Promise((resolve) => setTimeout(resolve, 50));
};

/** Many fields of the same list, so that no buffer on the way holds the whole answer. */
const HUGE = `{ ${Array.from({ length: 4 }, (_, i) => `f${i}: tags(first: 100000) { nodes { ${Array.from({ length: 25 }, (__, k) => `d${k}: description`).join(' ')} } }`).join(' ')} }`;

const slowCaller = (body: string) => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${server.adminToken}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  socket.pause();
  return socket;
};

test('a caller who reads slowly holds the reading back; one who leaves gives the snapshot up', async () => {
  const socket = slowCaller(JSON.stringify({ query: HUGE }));
  await until(async () => (await snapshots()) === 1);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await snapshots()).toBe(1);
  socket.destroy();
  await until(async () => (await snapshots()) === 0);
  expect(await snapshots()).toBe(0);
  expect((await server.ask('{ tags { totalCount } }')).data).toEqual({ tags: { totalCount: ROWS } });
});

test('a database that fails half way cuts the connection, so that nobody takes half an answer for a whole one', async () => {
  const socket = slowCaller(JSON.stringify({ query: HUGE }));
  await new Promise((resolve) => {
    socket.once('readable', resolve);
  });
  const end = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('latin1')).slice(-20);
    });
    socket.on('close', () => resolve(text));
  });
  socket.pause();
  await until(async () => (await snapshots()) === 1);
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%read_list%' AND state <> 'idle' AND pid <> pg_backend_pid()`,
  );
  socket.resume();
  expect(await end).not.toMatch(/\r\n0\r\n\r\n$/);
  expect((await server.ask('{ tags { totalCount } }')).data).toEqual({ tags: { totalCount: ROWS } });
});
