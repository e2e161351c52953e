import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { startProgram, type Program } from './_program.ts';
import { signIn } from './_people.ts';
import { openServer, type Loose, type TestServer } from './_server.ts';

jest.setTimeout(1_800_000);

const ROUNDS = process.env['PLUMBLINE_FULL'] === '1' ? 50 : 2;

let server: TestServer;
let receiver: Server;
let worker: Program | null = null;
let isStopped = false;
let status = 204;
const calls: { readonly id: string; readonly name: string; readonly attempt: string }[] = [];
let hookId = '';

const host = (): string => `127.0.0.1:${(receiver.address() as AddressInfo).port}`;

const ask = async (query: string, variables: object = {}): Promise<Loose> => {
  const { data, errors } = await server.ask(query, variables as Record<string, unknown>);
  expect(errors).toBeUndefined();
  return data;
};

const create = async (type: string, ...input: object[]): Promise<string[]> => {
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}Create`;
  const data = await ask(
    `mutation ($input: [${type}CreateInput!]!) { ${field}(input: $input) { nodes { id } userErrors { path message } } }`,
    { input },
  );
  expect(data[field].userErrors).toEqual([]);
  return data[field].nodes.map(({ id }: Loose) => id);
};

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 1_200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to that.');
};

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const { data } = JSON.parse(body) as { data: { name: string } };
      const { 'x-plumbline-delivery': id, 'x-plumbline-attempt': attempt } = request.headers;
      calls.push({ id: String(id), name: data.name, attempt: String(attempt) });
      response.writeHead(status).end(status === 204 ? undefined : 'no');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  server = await openServer({ outgoingAllow: [host()] });
  [hookId = ''] = await create('Webhook', {
    name: 'Receiver',
    payloadUrl: `http://${host()}/in`,
    additionalHeaders: 'Authorization: Bearer 123',
    secret: 'shh',
  });
  await create('EventRule', {
    name: 'Sites',
    objectTypes: ['dcim.Site'],
    eventTypes: ['object_created'],
    actionObject: { webhook: { id: hookId } },
  });
});
afterAll(async () => {
  worker?.process.kill('SIGKILL');
  if (!isStopped) await server.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const LIST = `{ webhookDeliveries(orderBy: [{ field: "sequence" }]) {
  nodes { id target eventType objectType objectDisplay state attempts status error } } }`;

const deliveries = async (): Promise<Loose[]> => (await ask(LIST)).webhookDeliveries.nodes;

test('a change reaches the other side; its delivery is logged, shown and sent again on demand', async () => {
  await create('Site', { name: 'One', slug: 'one' });
  await until(async () => (await deliveries())[0]?.state === 'delivered');
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({
    target: 'Receiver',
    eventType: 'object_created',
    objectType: 'dcim.Site',
    objectDisplay: 'One',
    attempts: 1,
    status: 204,
    error: null,
  });
  const { webhookDeliveryContent: content } = await ask(
    'query ($id: ID!) { webhookDeliveryContent(id: $id) { event request response withheld } }',
    { id: delivery.id },
  );
  expect(content).toMatchObject({ withheld: null, request: { method: 'POST' }, response: { status: 204 } });
  expect(JSON.parse(content.request.body.text)).toMatchObject({ event: 'created', data: { name: 'One' } });
  expect(JSON.stringify(content)).not.toMatch(/Bearer 123|shh/);
  const again = await ask('mutation ($ids: [ID!]!) { webhookDeliveryReplay(ids: $ids) { ids } }', {
    ids: [delivery.id],
  });
  expect(again.webhookDeliveryReplay.ids).toEqual([delivery.id]);
  await until(() => calls.length === 2);
  expect(new Set(calls.map(({ id }) => id))).toEqual(new Set([delivery.id]));
});

test('a call for a test tells what the other side said, and keeps nothing', async () => {
  const before = (await deliveries()).length;
  status = 418;
  const { webhookTest: told } = await ask(
    'mutation ($id: ID!) { webhookTest(id: $id) { ok status error request response } }',
    { id: hookId },
  );
  status = 204;
  expect(told).toMatchObject({ ok: false, status: 418, error: 'The other side answered 418.' });
  expect(told.response.body.text).toBe('no');
  expect(await deliveries()).toHaveLength(before);
  const { webhookCircuits: circuits } = await ask(
    'query ($ids: [ID!]!) { webhookCircuits(ids: $ids) { circuit failures pending lastSuccess } }',
    {
      ids: [hookId],
    },
  );
  expect(circuits).toEqual([{ circuit: 'closed', failures: 0, pending: 0, lastSuccess: expect.any(String) as string }]);
});

test('who may not change the webhook neither calls it nor sends anything again', async () => {
  const [id] = await create('User', { username: 'looker', password: 'long enough for lookers' });
  await create('ObjectPermission', {
    name: 'looks',
    objectTypes: ['extras.Webhook', 'extras.WebhookDelivery', 'dcim.Site'],
    actions: ['view'],
    users: [{ id }],
  });
  const { headers } = await signIn(server, 'looker', 'long enough for lookers');
  const [delivery] = await deliveries();
  const replay = await server.ask(
    'mutation ($ids: [ID!]!) { webhookDeliveryReplay(ids: $ids) { ids } }',
    { ids: [delivery.id] },
    headers as Loose,
  );
  expect(replay.data?.['webhookDeliveryReplay'].ids).toEqual([]);
  const tried = await server.ask(
    'mutation ($id: ID!) { webhookTest(id: $id) { ok } }',
    { id: hookId },
    headers as Loose,
  );
  expect(tried.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
});

/** Starts the server as a program of its own, and waits until it answers. */
const startAlone = async (port: number, environment: Readonly<Record<string, string>>): Promise<void> => {
  worker = startProgram(['server'], { ...environment, PLUMBLINE_PORT: String(port), PLUMBLINE_HOST: '127.0.0.1' });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers);
};

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

test('a server that is killed at any moment loses no call, invents none, and keeps its id', async () => {
  const { databaseUrl, dataDir, adminToken } = server;
  await server.stop();
  isStopped = true;
  const port = await freePort();
  const environment = { DATABASE_URL: databaseUrl, PLUMBLINE_DATA: dataDir, PLUMBLINE_OUTGOING_ALLOW: host() };
  const ask = async (query: string, variables: object = {}): Promise<Loose> => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
      body: JSON.stringify({ query, variables }),
    });
    return ((await response.json()) as { data: Loose }).data;
  };
  const MAKE = 'mutation ($input: [SiteCreateInput!]!) { siteCreate(input: $input) { userErrors { message } } }';
  calls.length = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await startAlone(port, environment);
    for (let at = 0; at < 5; at++) {
      const names = Array.from({ length: 8 }, (_, i) => `r${round}-${at}-${i}`);
      const written = ask(MAKE, { input: names.map((name) => ({ name, slug: name })) });
      if (at < 4) await written;
      else written.catch(() => undefined); // killed in the middle of it
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    worker?.process.kill('SIGKILL');
    await worker?.ended;
  }
  await startAlone(port, environment);
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const rowsOf = async (sql: string): Promise<Loose[]> => (await pool.query(sql)).rows;
  const sent = () => rowsOf('SELECT id, object_display AS name, state FROM extras_webhook_delivery');
  const there = () => rowsOf('SELECT name FROM dcim_site');
  await until(async () => {
    const all = await sent();
    return all.length === (await there()).length && all.every(({ state }) => state === 'delivered');
  });
  const ids = new Map((await sent()).map(({ id, name }) => [name, id]));
  const names = (await there()).map(({ name }) => name).filter((name) => name !== 'One');
  await pool.end();
  expect(names.length).toBeGreaterThanOrEqual(ROUNDS * 32);
  expect(names.length % 8).toBe(0);
  expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(names));
  for (const { name, id } of calls) expect(id).toBe(ids.get(name));
});
