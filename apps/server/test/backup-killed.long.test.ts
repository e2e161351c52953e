import { testDatabase } from '@plumbline/testing';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { contentDigests } from './_content.ts';
import { startProgram, type Program } from './_program.ts';

const ROWS = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-killed-'));
const file = join(folder, 'all.plumbline');
const programs: Program[] = [];
let url: string;
let watcher: Client;

/** Enough rows that a process can be killed among them. */
const FILL = `INSERT INTO extras_choice (organization_id, choice_set, value, label)
  SELECT '0198f000-0000-7000-8000-000000000000', 'set ' || i % 10, 'value ' || i, repeat(md5(i::text), 4) FROM generate_series(1, ${ROWS}) i`;

beforeAll(async () => {
  url = (await testDatabase()).url;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(FILL);
  await client.end();
  // Watches from another database, because a restore wants to be alone in its own.
  watcher = new Client({ connectionString: (await testDatabase({ migrated: false })).url });
  await watcher.connect();
});
afterAll(async () => {
  for (const { process: child } of programs) if (child.exitCode === null) child.kill('SIGKILL');
  await watcher.end();
  rmSync(folder, { recursive: true, force: true });
});

const program = (...command: string[]): Program => {
  const started = startProgram(command, { DATABASE_URL: url, PLUMBLINE_DATA: join(folder, 'data') });
  programs.push(started);
  return started;
};

const killWhen = async ({ process: child, ended }: Program, reached: () => Promise<boolean>): Promise<void> => {
  while (!(await reached())) {
    if (child.exitCode !== null) throw new Error(`It ended too early: ${(await ended).err}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  child.kill('SIGKILL');
  expect((await ended).code).toBeNull();
};

const parts = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'));

const runs = async (pattern: string): Promise<boolean> => {
  const { rows } = await watcher.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND query ~ $2', [
    new URL(url).pathname.slice(1),
    pattern,
  ]);
  return rows.length > 0;
};

const nobodyLeft = async (): Promise<void> => {
  while (await runs('')) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('a backup killed while it writes leaves no file under its name, and the next one clears what it left', async () => {
  await killWhen(program('backup', file), () => runs('COPY .*extras_choice'));
  expect(existsSync(file)).toBe(false);
  expect(parts()).toHaveLength(1);
  await nobodyLeft();
  const { code, out } = await program('backup', file).ended;
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+ rows of \d+ tables and 0 files are in .*all\.plumbline, \d+\.\d MB\.\n/);
  expect(parts()).toEqual([]);
});

test.each(['COPY "extras_choice"', 'CREATE .*INDEX|ADD CONSTRAINT'])(
  'a restore killed at %s leaves the database as it was, and can be repeated',
  async (moment) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query("UPDATE extras_choice SET label = 'mine' WHERE choice_set = 'set 3'");
    await client.end();
    const before = await contentDigests(url);
    const restore = program('restore', file, '--replace');
    await killWhen(restore, () => runs(moment));
    await nobodyLeft();
    expect(await contentDigests(url)).toEqual(before);
  },
);

test('and then brings everything back', async () => {
  const { code, out, err } = await program('restore', file, '--replace').ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/ rows of \d+ tables and 0 files are back as of 20\d\d-/);
  expect((await contentDigests(url)).get('extras_choice')).toContain(`${ROWS} rows`);
  const { rows } = await watcher.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = $1',
    [new URL(url).pathname.slice(1)],
  );
  expect(rows[0]?.count).toBe(0);
});
