import { openServer, type Loose, type TestServer } from './_server.ts';
import { startProgram, type Program } from './_program.ts';

let server: TestServer;
let worker: Program | null = null;
beforeAll(async () => {
  server = await openServer({ jobs: 0 });
});
afterAll(async () => {
  worker?.process.kill('SIGKILL');
  await server.stop();
});

const startExport = async (): Promise<string> => {
  const { data, errors } = await server.ask(
    'mutation ($input: JSON) { jobStart(name: "bulkExport", input: $input) { id } }',
    { input: { query: '{ regions { nodes { name } } }' } },
  );
  expect(errors).toBeUndefined();
  return data?.['jobStart'].id;
};

const job = async (id: string): Promise<Record<string, Loose>> =>
  (await server.ask('query ($id: ID!) { job(id: $id) { status error } }', { id })).data?.['job'];

const ended = async (id: string): Promise<Record<string, Loose>> => {
  for (;;) {
    const state = await job(id);
    if (!['queued', 'running'].includes(state['status'])) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

test('a worker takes what the server queued, says what it does in its log alone, and stops when asked', async () => {
  const first = await startExport();
  expect(await job(first)).toMatchObject({ status: 'queued' });
  worker = startProgram(['worker'], { DATABASE_URL: server.databaseUrl, PLUMBLINE_DATA: server.dataDir });
  await worker.says(/The worker waits for jobs/);
  expect(await ended(first)).toMatchObject({ status: 'completed', error: null });
  expect(await ended(await startExport())).toMatchObject({ status: 'completed' });
  worker.process.kill('SIGTERM');
  const { code, out, err } = await worker.ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n').filter((line) => line !== '' && !line.startsWith('{"level":"info"'))).toEqual([]);
});

test('what a killed worker had taken is done by the next one', async () => {
  worker = startProgram(['worker'], { DATABASE_URL: server.databaseUrl, PLUMBLINE_DATA: server.dataDir });
  await worker.says(/The worker waits for jobs/);
  worker.process.kill('SIGKILL');
  await worker.ended;
  const waiting = await startExport();
  worker = startProgram(['worker'], { DATABASE_URL: server.databaseUrl, PLUMBLINE_DATA: server.dataDir });
  expect(await ended(waiting)).toMatchObject({ status: 'completed', error: null });
});
