import { newMasterKey } from '@plumbline/engine';
import { testDatabase } from '@plumbline/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { assertVersion, checkDatabase, checkDataFolder, listenFailure } from '../src/start/preflight.ts';
import { startProgram, type Program } from './_program.ts';

let folder: string;
const programs: Program[] = [];
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'plumbline-start-'))));
afterAll(() => {
  for (const { process: child } of programs) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const program = (command: readonly string[], environment: Readonly<Record<string, string>>): Program => {
  const started = startProgram(command, { PLUMBLINE_DATA: folder, ...environment });
  programs.push(started);
  return started;
};

const taken = async (): Promise<{ port: number; free: () => void }> => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { port, free: () => server.close() };
};

/** Opens a connection that watches what a program does on a database. */
const watch = async (url: string) => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // a failed test leaves it to the end of its database
  await client.connect();
  const others = async (condition = 'true'): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND ${condition}`,
    );
    return rows[0]?.count ?? 0;
  };
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { client, others, until };
};

describe('what keeps the server from starting is one line', () => {
  test.each([
    [
      'nothing answers',
      (url: URL) => void (url.port = '1'),
      /^No PostgreSQL answers at 127\.0\.0\.1:1 \(ECONNREFUSED\); check DATABASE_URL\.$/,
    ],
    [
      'an unknown host',
      (url: URL) => void (url.hostname = 'db.invalid'),
      /^No PostgreSQL answers at db\.invalid:\d+ \(E\w+\); check DATABASE_URL\.$/,
    ],
    [
      'a wrong password',
      (url: URL) => void (url.password = 'not-it'),
      /does not let the user "postgres" in; check user name and password/,
    ],
    ['a missing database', (url: URL) => void (url.pathname = '/nowhere'), /has no database "nowhere"; create it/],
  ])('%s', async (_, change, words) => {
    const url = new URL((await testDatabase()).url);
    change(url);
    const error = await checkDatabase(url.href).then(
      () => null,
      (refusal: Error) => refusal,
    );
    expect(error?.message).toMatch(words);
    expect(error?.message).not.toContain('\n');
    expect(error?.message).not.toContain(url.password);
  });

  test('an old PostgreSQL', () => {
    expect(() => assertVersion('db:5432', '14.11 (Debian)')).toThrow(/version 14\.11.* needs 15 or newer/);
    expect(() => assertVersion('db:5432', '15.0')).not.toThrow();
  });

  test('a data folder that is none, and addresses that are not ours', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => checkDataFolder(join(file, 'data'))).toThrow(/can't be written \(ENOTDIR\); set PLUMBLINE_DATA/);
    expect(() => checkDataFolder(folder)).not.toThrow();
    const failure = (code: string) => String(listenFailure(Object.assign(new Error(code), { code }), '10.9.9.9', 80));
    expect(failure('EACCES')).toContain('Port 80 is not for this user');
    expect(failure('EADDRNOTAVAIL')).toContain('no address 10.9.9.9; correct PLUMBLINE_HOST');
    expect(failure('EOTHER')).toBe('Error: EOTHER');
  });

  test.each([
    ['too short', 'c2hvcnQ=', /^PLUMBLINE_MASTER_KEY holds no master key: 32 bytes as Base64/],
    ['one of two', `${newMasterKey()},nonsense`, /^PLUMBLINE_MASTER_KEY, key 2 of 2, holds no master key/],
  ])('a master key that is %s, and shows none of it', async (_, key, words) => {
    const { url } = await testDatabase();
    const { code, err } = await program(['server'], { DATABASE_URL: url, PLUMBLINE_MASTER_KEY: key }).ended;
    expect(code).toBe(1);
    expect(err).toMatch(words);
    expect(err.trimEnd()).not.toContain('\n');
    for (const part of key.split(',')) expect(err).not.toContain(part);
  });

  test('a key file that was damaged', async () => {
    const damaged = join(folder, 'damaged');
    mkdirSync(damaged);
    writeFileSync(join(damaged, 'master.key'), '\n');
    const { url } = await testDatabase();
    const { code, err } = await program(['migrate'], { DATABASE_URL: url, PLUMBLINE_DATA: damaged }).ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: `The file ${join(damaged, 'master.key')} holds no master key: 32 bytes as Base64, such as "openssl rand -base64 32" prints.\n`,
    });
  });

  test('a taken port', async () => {
    const { port, free } = await taken();
    const { url } = await testDatabase();
    const { code, err } = await program(['server'], { DATABASE_URL: url, PLUMBLINE_PORT: String(port) }).ended;
    expect({ code, err }).toEqual({ code: 1, err: `Port ${port} is taken; set PLUMBLINE_PORT to another.\n` });
    free();
  });
});

describe('a start that is interrupted', () => {
  test('ends during migrations, and the next migrate does all of them', async () => {
    const { url } = await testDatabase({ migrated: false });
    const { client, others, until } = await watch(url);
    const first = program(['server'], { DATABASE_URL: url, PLUMBLINE_PORT: '0' });
    await until(async () => (await others("query ~* '^(create|alter) '")) > 0);
    first.process.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130, err: '' });
    await until(async () => (await others()) === 0);
    const second = await program(['migrate'], { DATABASE_URL: url }).ended;
    expect(second).toMatchObject({ code: 0, err: '', out: expect.stringContaining('The database is up to date.') });
    const { rows } = await client.query("SELECT to_regclass('dcim_device') IS NOT NULL AS made");
    expect(rows).toEqual([{ made: true }]);
    await client.end();
  });

  test('ends during the demo load, which leaves nothing', async () => {
    const { url } = await testDatabase();
    const { client, others, until } = await watch(url);
    const loading = program(['server', '--demo'], { DATABASE_URL: url, PLUMBLINE_PORT: '0' });
    await until(async () => (await others("xact_start IS NOT NULL AND query LIKE '%dcim_%'")) > 0);
    loading.process.kill('SIGTERM');
    expect(await loading.ended).toMatchObject({ code: 143, err: '' });
    await until(async () => (await others()) === 0);
    const { rows } = await client.query('SELECT count(*)::int AS count FROM dcim_site');
    expect(rows).toEqual([{ count: 0 }]);
    await client.end();
  });
});

test('a server over a database of your own, with a preset token, behind a proxy below a path', async () => {
  const { url } = await testDatabase();
  const token = 'preset-token-for-scripts';
  const {
    process: child,
    says,
    ended,
  } = program(['up'], {
    DATABASE_URL: url,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_ADMIN_TOKEN: token,
    PLUMBLINE_BASE_PATH: '/net/plan',
    PLUMBLINE_TRUSTED_PROXIES: '127.0.0.1',
  });
  let printed = '';
  child.stdout?.on('data', (data: Buffer) => (printed += data.toString()));
  await says(/API token {2}preset-token-for-scripts/);
  const address = /answers at (\S+)/.exec(printed)?.[1] ?? '';
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/net\/plan\/$/);
  const answer = await fetch(`${address}graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.9',
    },
    body: '{"query":"{ viewer { name } }"}',
  });
  expect(await answer.json()).toMatchObject({ data: { viewer: { name: 'admin' } } });
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n').filter((line) => /"level":"(warn|error|fatal)"/.test(line))).toEqual([]);
});
