import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { runDatabaseProgram } from './child.ts';
import { readServer, RUN_FOLDER, templateOf, type TestServer, urlOf } from './run.ts';

const PATIENCE_MS = 120_000;

/** A database of one's own. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
}

/** Databases made for a test file by one worker. */
interface Made {
  readonly testPath: string;
  readonly names: readonly string[];
}

const jestPidOf = (folder: string): number => Number(basename(folder).split('-')[2]);

function isFirst(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Has one worker do a thing for all, once per run; the others wait for its outcome. */
async function once(folder: string, verb: 'start' | 'template'): Promise<void> {
  const [done, failed] = [join(folder, `${verb}.done`), join(folder, `${verb}.failed`)];
  if (isFirst(join(folder, `${verb}.asked`))) {
    await runDatabaseProgram(verb, folder, jestPidOf(folder)).then(
      () => writeFileSync(done, ''),
      (error: unknown) => writeFileSync(failed, String(error)),
    );
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error(`No test database. ${readFileSync(failed, 'utf8')}`);
    if (Date.now() > deadline) throw new Error(`No test database: ${verb} took more than two minutes.`);
    await wait(25);
  }
}

async function startedServer(folder: string, migrated: boolean): Promise<TestServer> {
  await once(folder, 'start');
  if (migrated) await once(folder, 'template');
  const server = readServer(folder);
  if (!server) throw new Error(`The test server left no note in ${folder}.`);
  return server;
}

function madeBy(file: string): Made {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Made) : { testPath: '', names: [] };
}

/**
 * A fresh database for the calling test file, migrated unless asked otherwise; about 50 ms.
 *
 * Call it in `beforeAll`. Nobody else sees its rows. It is dropped when the same worker's next test file asks for
 * one, and at the end of the run.
 */
export async function testDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const folder = process.env[RUN_FOLDER];
  if (!folder) throw new Error('testDatabase() works inside jest, started from the root of the checkout.');
  const server = await startedServer(folder, migrated);
  const worker = process.env['JEST_WORKER_ID'] ?? '1';
  const file = join(folder, `worker-${worker}.json`);
  const testPath = expect.getState().testPath ?? '';
  const made = madeBy(file);
  const mine = made.testPath === testPath ? made.names : [];
  const serial = made.names.length === 0 ? 1 : Number(made.names.at(-1)?.split('_').at(-1)) + 1;
  const name = `${server.prefix}w${worker}_${serial}`;
  const client = new Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    if (made.testPath !== testPath)
      for (const old of made.names) await client.query(`DROP DATABASE IF EXISTS ${old} WITH (FORCE)`);
    const template = migrated ? templateOf(server) : 'template1';
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  } finally {
    await client.end();
  }
  writeFileSync(file, JSON.stringify({ testPath, names: [...mine, name] }));
  return { name, url: urlOf(server, name) };
}
