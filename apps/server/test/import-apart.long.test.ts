import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { removeDumps, writeDump } from '../../../packages/domain/test/netbox/small-dump.ts';
import { deviceTables, virtualInterfaces } from '../../../packages/domain/test/netbox/small-rows.ts';
import { openServer, type Loose, type TestServer } from './_server.ts';
import { startProgram, type Program } from './_program.ts';

const INTERFACES = 60_000;

let server: TestServer;
const workers: Program[] = [];
beforeAll(async () => void (server = await openServer({ jobs: 0 })));
afterAll(async () => {
  for (const worker of workers) worker.process.kill('SIGKILL');
  await Promise.all(workers.map(({ ended }) => ended));
  await server.stop();
  removeDumps();
});

const startWorker = async (): Promise<void> => {
  const environment = { DATABASE_URL: server.databaseUrl, PLUMBLINE_DATA: server.dataDir, PLUMBLINE_JOBS: '1' };
  const worker = startProgram(['worker'], environment);
  workers.push(worker);
  await worker.says(/The worker waits for jobs/);
};

const upload = async (file: string): Promise<string> => {
  const headers = { authorization: `Bearer ${server.adminToken}` };
  const answer = await server.fetch('files?name=dump.sql', { method: 'PUT', headers, body: readFileSync(file) });
  return ((await answer.json()) as { id: string }).id;
};

const startImport = async (input: { fileId: string }): Promise<{ id: string }> => {
  const { data, errors } = await server.ask(
    'mutation ($input: JSON) { jobStart(name: "importNetbox", input: $input) { id } }',
    { input },
  );
  expect(errors).toBeUndefined();
  return data?.['jobStart'];
};

const job = async (id: string): Promise<Record<string, Loose>> =>
  (await server.ask('query ($id: ID!) { job(id: $id) { status error result } }', { id })).data?.['job'];

const interfaces = async (): Promise<number> =>
  (await server.ask('{ interfaces { totalCount } }')).data?.['interfaces'].totalCount;

const ended = async (id: string): Promise<Record<string, Loose>> => {
  for (;;) {
    const state = await job(id);
    if (!['queued', 'running'].includes(state['status'])) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** The worker that runs a job; they are known by host and process number. */
const workerOf = async (id: string): Promise<Program> => {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'SELECT w.name FROM core_job j JOIN core_worker w ON w.id = j.worker_id WHERE j.id = $1',
    [id],
  );
  await client.end();
  const found = workers.find(({ process }) => rows[0]?.name.endsWith(`:${process.pid}`));
  if (!found) throw new Error(`No worker runs the job ${id}.`);
  return found;
};

test('a second import waits for the first, in another process too, and comes when that process was killed', async () => {
  const fileId = await upload(writeDump({ ...deviceTables([{}]), dcim_interface: virtualInterfaces(INTERFACES) }));
  await startWorker();
  await startWorker();
  const running = await startImport({ fileId });
  while ((await interfaces()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const waiting = await startImport({ fileId });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await job(waiting.id)).toMatchObject({ status: 'queued' });
  expect(await job(running.id)).toMatchObject({ status: 'running' });
  const worker = await workerOf(running.id);
  worker.process.kill('SIGKILL');
  await worker.ended;
  const { status, error, result } = await ended(waiting.id);
  expect({ status, error }).toEqual({ status: 'completed', error: null });
  expect(await job(running.id)).toMatchObject({ status: 'failed' });
  const { created, unchanged, refused } = result.totals;
  expect({ all: created + unchanged, refused, stored: await interfaces() }).toEqual({
    all: INTERFACES + 5,
    refused: 0,
    stored: INTERFACES,
  });
});
