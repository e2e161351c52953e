import { embeddedServers, removeEmbeddedPostgres, startEmbeddedPostgres } from '@plumbline/postgres';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { hasMemoryFor, memoryFolder, memoryOwners } from './memory.ts';
import { readServer, ROOT, templateOf, type TestServer, urlOf, writeServer } from './run.ts';

const DATA_DIR = join(ROOT, '.plumbline');
const DATA_SOURCE = pathToFileURL(join(ROOT, 'packages/domain/src/data-source.ts')).href;
const NAME = /^test-(\d+)$/;

const nameFor = (owner: number): string => `test-${owner}`;

/** The part of TypeORM's DataSource that preparing a database takes. */
interface Migratable {
  initialize(): Promise<unknown>;
  runMigrations(): Promise<unknown>;
  destroy(): Promise<void>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes the servers of test runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of embeddedServers(DATA_DIR)) {
    const owner = NAME.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) await removeEmbeddedPostgres({ dataDir: DATA_DIR, name });
  }
  for (const owner of memoryOwners()) if (!isAlive(owner)) await removeFromMemory(owner);
}

async function removeFromMemory(owner: number): Promise<void> {
  const dataDir = memoryFolder(owner);
  if (!existsSync(dataDir)) return;
  await removeEmbeddedPostgres({ dataDir, name: nameFor(owner) });
  rmSync(dataDir, { recursive: true, force: true });
}

async function adminUrlFor(owner: number): Promise<string> {
  const given = process.env['DATABASE_URL'];
  if (given) return given;
  await sweep();
  const settings = { shared_buffers: '128MB' };
  const dataDir = hasMemoryFor() ? memoryFolder(owner) : DATA_DIR;
  const { url } = await startEmbeddedPostgres({ dataDir, name: nameFor(owner), durable: false, owner, settings });
  return url;
}

async function migrate(url: string): Promise<void> {
  const { createDataSource } = (await import(DATA_SOURCE)) as { createDataSource(url: string): Migratable };
  const dataSource = createDataSource(url);
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}

async function admin(server: TestServer, action: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

async function start(folder: string, owner: number): Promise<void> {
  writeServer(folder, { adminUrl: await adminUrlFor(owner), prefix: `plumbline_test_${owner}_` });
}

async function makeTemplate(folder: string): Promise<void> {
  const server = readServer(folder);
  if (!server) throw new Error(`No server was started for ${folder}.`);
  const template = templateOf(server);
  await admin(server, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${template}`);
  });
  await migrate(urlOf(server, template));
}

async function remove(folder: string, owner: number): Promise<void> {
  const server = readServer(folder);
  if (!process.env['DATABASE_URL']) {
    await removeFromMemory(owner);
    return removeEmbeddedPostgres({ dataDir: DATA_DIR, name: nameFor(owner) });
  }
  if (!server) return;
  await admin(server, async (client) => {
    const like = `${server.prefix.replaceAll('_', '\\_')}%`;
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [
      like,
    ]);
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  });
}

const [verb, folder = '', owner = '0'] = process.argv.slice(2);
if (verb === 'start') await start(folder, Number(owner));
else if (verb === 'template') await makeTemplate(folder);
else await remove(folder, Number(owner));
