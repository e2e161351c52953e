import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type Loose, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.stop());

const start = async (): Promise<string> => {
  const input = { query: '{ regions { nodes { name } } }' };
  const { data } = await server.ask('mutation ($input: JSON) { jobStart(name: "bulkExport", input: $input) { id } }', {
    input,
  });
  return data?.['jobStart'].id;
};

/** What is told of a job until it is over. */
const follow = async (id: string, connectionParams: Record<string, string>, headers: Record<string, string> = {}) => {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers });
    }
  }
  const url = `${server.url.replace('http', 'ws')}graphql`;
  const client = createClient({ url, webSocketImpl: Socket, retryAttempts: 0, connectionParams });
  const query = 'subscription ($id: ID!) { jobUpdates(id: $id) { status progress total lines { line level text } } }';
  const [pages, errors]: [Loose[], Loose[]] = [[], []];
  await new Promise<void>((resolve) => {
    client.subscribe(
      { query, variables: { id } },
      {
        next: ({ data, errors: refused }) => {
          if (refused) errors.push(...refused);
          else pages.push((data as Loose)?.jobUpdates);
        },
        error: (error) => {
          errors.push(...(Array.isArray(error) ? error : [error]));
          resolve();
        },
        complete: resolve,
      },
    );
  });
  await client.dispose();
  return { pages, errors };
};

test('who follows a job is told of its lines as they come, and that it ended', async () => {
  const id = await start();
  const { pages, errors } = await follow(id, { authorization: `Bearer ${server.adminToken}` });
  expect(errors).toEqual([]);
  expect(pages.at(-1)).toMatchObject({ status: 'completed', progress: 100, total: 1 });
  const lines = pages.flatMap((page) => page.lines);
  expect(lines).toEqual([{ line: 1, level: 'info', text: expect.stringMatching(/rows in \d+ bytes/) }]);
  const { data } = await server.ask('query ($id: ID!) { jobLog(id: $id, after: 1) { status lines { line } total } }', {
    id,
  });
  expect(data).toEqual({ jobLog: { status: 'completed', lines: [], total: 1 } });
});

test('nobody follows a job, or reads its log, that they do not see', async () => {
  const id = await start();
  await makeUser(server, 'stranger');
  const { headers } = await signIn(server, 'stranger', PASSWORD);
  const { pages, errors } = await follow(id, {}, { cookie: headers['cookie'] ?? '' });
  expect(pages).toEqual([]);
  expect(JSON.stringify(errors)).toContain('There is no such job.');
  const asked = { ...headers, 'content-type': 'application/json' };
  const log = await server.ask('query ($id: ID!) { jobLog(id: $id) { status } }', { id }, asked);
  expect(log.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  const workers = await server.ask('{ jobWorkers { name } }', {}, asked);
  expect(workers.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});

test('administrators see what runs jobs, and what there is to start', async () => {
  const { data } = await server.ask(
    '{ jobWorkers { name isAlive slots busy } jobDefinitions { name mayStart startedBy } }',
  );
  expect(data?.['jobWorkers']).toEqual([
    { name: expect.stringMatching(/:\d+$/), isAlive: true, slots: expect.any(Number), busy: expect.any(Number) },
  ]);
  expect(data?.['jobDefinitions']).toEqual(
    expect.arrayContaining([
      { name: 'bulkExport', mayStart: true, startedBy: 'anyone' },
      { name: 'secretsRotate', mayStart: true, startedBy: 'administrators' },
    ]),
  );
});
