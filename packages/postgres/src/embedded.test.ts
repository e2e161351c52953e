import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-embedded-'));
chmodSync(dataDir, 0o755);
const start = (owner = process.pid): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, durable: false, owner, settings: { synchronous_commit: true } });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 10));
}

afterAll(async () => {
  await removeEmbeddedPostgres({ dataDir, name: 'postgres' });
  rmSync(dataDir, { recursive: true, force: true });
});

test('rows survive a stop, and the server comes back on the same port', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  const second = await start();
  expect(second.reused).toBe(false);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

test('a server left running by a killed process is taken over', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ reused: true, pid: first.pid });
});

test('after a kill -9 of the server the next start recovers', async () => {
  const killed = await start();
  await query(killed.url, 'CREATE TABLE before_kill AS SELECT 1 AS n');
  process.kill(killed.pid, 'SIGKILL');
  await gone(killed.pid);
  const next = await start();
  expect(next.reused).toBe(false);
  expect(await query(next.url, 'SELECT n FROM before_kill')).toEqual([{ n: 1 }]);
});

test('a pid file that names a stranger does not keep the server from starting', async () => {
  const server = await start();
  const pidFile = join(server.folder, 'data', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await server.stop();
  writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
  expect((await start()).reused).toBe(false);
});

test('the server runs until the last process that needs it lets go', async () => {
  const mine = await start();
  const theirs = await start(process.ppid);
  await mine.stop();
  expect(await query(theirs.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await theirs.stop();
  await expect(query(theirs.url, 'SELECT 1')).rejects.toThrow();
});

test('a wrong password is refused, and the right one is readable by its owner only', async () => {
  const { url, folder } = await start();
  await expect(query(url.replace(/:[0-9a-f]{48}@/, ':guess@'), 'SELECT 1')).rejects.toThrow('password');
  expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
});

test.each(['pg_trgm', 'btree_gist', 'citext', 'ltree', 'pgcrypto', 'unaccent'])(
  'extension %s is there',
  async (name) => {
    const { url } = await start();
    await query(url, `CREATE EXTENSION IF NOT EXISTS ${name}`);
  },
);

test('names sort naturally with the ICU collation', async () => {
  const { url } = await start();
  await query(url, "CREATE COLLATION IF NOT EXISTS trial (provider = icu, locale = 'und-u-kn-true')");
  const rows = await query(url, "SELECT n FROM (VALUES ('eth10'), ('eth9')) AS v(n) ORDER BY n COLLATE trial");
  expect(rows).toEqual([{ n: 'eth9' }, { n: 'eth10' }]);
});
