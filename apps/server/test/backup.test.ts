import { BackupError } from '@plumbline/backup';
import { registry } from '@plumbline/domain';
import { testDatabase } from '@plumbline/testing';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { backUp } from '../src/backup/backup.ts';
import { restore, type Restored } from '../src/backup/restore.ts';
import { readConfig, type Config } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { contentDigests, sequenceDigest } from './_content.ts';
import { openServer, type TestServer } from './_server.ts';

const FILE = Buffer.from('rack photo '.repeat(20_000));
const SECRET = 'known to the receiver';
const log = createLog('silent');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-backup-'));
const saved = join(folder, 'first.plumbline');

let server: TestServer;
let original: ReadonlyMap<string, string>;
let sequences: string;
let fileId: string;
let webhookId: string;

const configOf = (databaseUrl: string, dataDir: string): Config => ({ ...readConfig({}), databaseUrl, dataDir });

const bringBack = (databaseUrl: string, file: string, replace = false, dataDir = mkdtempSync(join(folder, 'data-'))) =>
  restore(configOf(databaseUrl, dataDir), log, { file, replace, onProgress: () => undefined });

const emptyDatabase = async (): Promise<string> => (await testDatabase({ migrated: false })).url;

const run = async (url: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
};

const refusal = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'not refused',
    (error: unknown) => (error instanceof BackupError ? error.message : `no sentence: ${String(error)}`),
  );

/** A month that no start makes a partition for, as an import of old history does. */
const OLD_MONTH = `SELECT core_change_record_partition('2019-03-01');
  INSERT INTO core_change_record (organization_id, id, change_set_id, object_type, object_id, action, changed_at, actor_name, source, request_id)
  SELECT organization_id, gen_random_uuid(), change_set_id, object_type, object_id, action, '2019-03-05', E'tab\\tand\\nline \\\\N', source, request_id
  FROM core_change_record LIMIT 1`;

beforeAll(async () => {
  server = await openServer();
  const input = Array.from({ length: 500 }, (_, i) => ({ name: `Ünï "${i}"\t\\N`, slug: `tag-${i}` }));
  const { data } = await server.ask(
    'mutation ($input: [TagCreateInput!]!) { tagCreate(input: $input) { userErrors { message } } }',
    { input },
  );
  expect(data).toEqual({ tagCreate: { userErrors: [] } });
  const webhook = `mutation { webhookCreate(input: { name: "Hook", payloadUrl: "https://hooks.example/", secret: "${SECRET}" }) { nodes { id } } }`;
  webhookId = (await server.ask(webhook)).data?.['webhookCreate'].nodes[0].id as string;
  const uploaded = await server.fetch(`files?name=rack.jpg&size=${FILE.length}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'image/jpeg' },
    body: FILE,
  });
  fileId = ((await uploaded.json()) as { id: string }).id;
  await run(server.databaseUrl, OLD_MONTH);
  await backUp(configOf(server.databaseUrl, server.dataDir), log, saved, () => undefined);
  await server.stop();
  original = await contentDigests(server.databaseUrl);
  sequences = await sequenceDigest(server.databaseUrl);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// What the backup is brought back into first; all that follows goes on with it.
let url: string;
let dataDir: string;
let restored: Restored;

beforeAll(async () => {
  url = await emptyDatabase();
  dataDir = mkdtempSync(join(folder, 'data-'));
  restored = await bringBack(url, saved, false, dataDir);
});

describe('a backup brought back into an empty database', () => {
  test('equals the original, table by table', async () => {
    // A server at work numbers events after the backup; TypeORM's notes hold the database's name.
    const moving = ['core_worker', 'core_outbox', 'core_consumer', 'typeorm_metadata'];
    const content = (digests: ReadonlyMap<string, string>) => [...digests].filter(([name]) => !moving.includes(name));
    expect(content(await contentDigests(url))).toEqual(content(original));
    expect(restored.rows).toBeGreaterThan(1_500);
    expect(restored.header.level.core.length).toBeGreaterThan(1);
  });

  test('gives numbers on where the original stopped', async () => {
    const number = (text: string) => text.split('\n').filter((line) => !line.startsWith('core_outbox'));
    expect(number(await sequenceDigest(url))).toEqual(number(sequences));
  });

  test('has the files, byte by byte', () => {
    expect(restored).toMatchObject({ files: 1, fileBytes: FILE.length });
    const [organization = ''] = readdirSync(join(dataDir, 'files'));
    expect(readFileSync(join(dataDir, 'files', organization, fileId)).equals(FILE)).toBe(true);
    expect(existsSync(join(dataDir, 'files', '.restoring'))).toBe(false);
  });

  test('says which master key opens the secrets, and holds no key', () => {
    const key = readFileSync(join(server.dataDir, 'master.key'), 'utf8').trim();
    expect(restored.warnings).toEqual([
      expect.stringMatching(/master key [0-9a-f]{8}; there is none here.*master\.key/),
    ]);
    expect(readFileSync(saved).includes(key)).toBe(false);
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false);
  });

  test('covers every table of the model, those of joins and histories too', async () => {
    const tables = [...(await contentDigests(url)).keys()];
    const inModel = registry.models.flatMap(({ table, edges }) => [
      table,
      ...[...edges.values()].flatMap((edge) => (edge.kind === 'manyToMany' ? [edge.through] : [])),
    ]);
    expect(inModel.filter((table) => !tables.includes(table))).toEqual([]);
    const [bookkeeping, tableCount] = [['migrations', 'typeorm_metadata', 'plugin_migration'], restored.tables];
    expect(tables.filter((table) => !bookkeeping.includes(table))).toHaveLength(tableCount);
  });

  test('is a product at once, once it has the key: secrets, sign-in, search, numbers, files, waiting events', async () => {
    writeFileSync(join(dataDir, 'master.key'), readFileSync(join(server.dataDir, 'master.key')), { mode: 0o600 });
    const again = await openServer({ databaseUrl: url, dataDir });
    const headers = { authorization: `Bearer ${server.adminToken}` };
    const { data } = await again.ask('{ search(text: "tag-41", first: 1) { object { id } } }', {}, headers);
    expect(data?.['search']).toHaveLength(1);
    const reveal = `mutation { reveal(type: "extras.Webhook", id: "${webhookId}", field: "secret") { value } }`;
    expect((await again.ask(reveal, {}, headers)).data).toEqual({ reveal: { value: SECRET } });
    const create = 'mutation { tagCreate(input: { name: "Next", slug: "next" }) { nodes { number } } }';
    expect((await again.ask(create, {}, headers)).data?.['tagCreate'].nodes[0].number).toBeGreaterThan(500);
    const file = await again.fetch(`files/${fileId}`, { headers });
    expect(Buffer.from(await file.arrayBuffer()).equals(FILE)).toBe(true);
    for (let waiting = 1; waiting > 0; ) {
      const client = new Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query('SELECT count(*)::int AS waiting FROM core_outbox WHERE sequence IS NULL');
      waiting = rows[0].waiting as number;
      await client.end();
    }
    await again.stop();
  });
});

describe('a restore is refused', () => {
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    await run(url, "UPDATE extras_tag SET name = 'mine ' || number");
    before = await contentDigests(url);
  });
  afterEach(async () => expect(await contentDigests(url)).toEqual(before));

  const damaged = (name: string, change: (bytes: Buffer) => Buffer): string => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(saved)));
    return file;
  };
  const flipped = (at: number) => (bytes: Buffer) => {
    const index = Math.floor(bytes.length * at);
    bytes[index] = (bytes[index] ?? 0) ^ 0x2a;
    return bytes;
  };
  const withHeader = (change: (header: { format: number; level: { core: string[] } }) => void) => (bytes: Buffer) => {
    const [first, second] = [bytes.indexOf('\n'), bytes.indexOf('\n', bytes.indexOf('\n') + 1)];
    const header = JSON.parse(bytes.toString('utf8', first + 1, second)) as {
      format: number;
      level: { core: string[] };
    };
    change(header);
    const json = JSON.stringify(header);
    const digest = createHash('sha256').update(json).digest('hex');
    return Buffer.concat([
      Buffer.from(`plumbline-backup ${header.format} ${digest}\n${json}\n`),
      bytes.subarray(second + 1),
    ]);
  };

  test('into a database that has rows', async () => {
    expect(await refusal(bringBack(url, saved))).toMatch(/^The database is not empty: \w+ has rows\. .*--replace\.$/);
  });

  test('while a server is connected', async () => {
    const client = new Client({ connectionString: url, application_name: 'a server' });
    await client.connect();
    expect(await refusal(bringBack(url, saved, true))).toMatch(/in use \(1 connections: a server\)/);
    await client.end();
  });

  test.each([
    ['cut short in its header', (bytes: Buffer) => bytes.subarray(0, 90), /is damaged: it ends before the header does/],
    ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), /is damaged: it ends early/],
    ['without its last byte', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1), /is damaged: it ends early/],
    ['with a byte changed early', flipped(0.2), /is damaged: it /],
    ['with a byte changed late', flipped(0.95), /is damaged: it /],
    [
      'with another header',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"created":"2', '"created":"3'), 'latin1'),
      /header does not match/,
    ],
    ['of something else', () => Buffer.from('PGDMP and so on\n\n\n'), /is no backup of Plumbline\.$/],
    ['of nothing', () => Buffer.alloc(0), /is no backup of Plumbline\.$/],
    [
      'of a later version',
      withHeader(({ level }) => level.core.push('Later2063700000000')),
      /newer version: .*Later2063700000000/,
    ],
    ['of a later format', withHeader((header) => (header.format = 2)), /has format 2; this version reads up to 1/],
  ])('for a file %s, in one line and with nothing changed', async (name, change, message) => {
    const file = damaged(`${name.replaceAll(' ', '-')}.plumbline`, change);
    const said = await refusal(bringBack(url, file, true));
    expect(said).toMatch(message);
    expect(said).toContain(file);
    expect(said).not.toContain('\n');
  });

  test('for a file that is not there', async () => {
    expect(await refusal(bringBack(url, join(folder, 'none')))).toMatch(/^There is no file .*none\.$/);
  });
});

test('replacing brings exactly the backup back and drops files that belong to nothing', async () => {
  const [organization = ''] = readdirSync(join(dataDir, 'files'));
  writeFileSync(join(dataDir, 'files', organization, 'left-over'), 'x');
  await run(url, "DELETE FROM extras_tag; CREATE TABLE of_somebody (id int); SELECT nextval('core_job_number')");
  const { removedFiles } = await bringBack(url, saved, true, dataDir);
  expect(removedFiles).toBe(1);
  expect(readdirSync(join(dataDir, 'files', organization))).toEqual([fileId]);
  const digests = await contentDigests(url);
  expect(digests.get('extras_tag')).toBe(original.get('extras_tag'));
  expect(digests.has('of_somebody')).toBe(false);
});

test('a backup of a database in use holds one moment of it', async () => {
  let busy = true;
  const writing = (async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    for (let i = 0; busy; i++)
      await client.query(`WITH a AS (INSERT INTO core_setting (id, key, value) VALUES (gen_random_uuid(), 'k${i}', '1'))
        INSERT INTO users_login_attempt (username) VALUES ('k${i}')`);
    await client.end();
  })();
  const second = join(folder, 'second.plumbline');
  await backUp(configOf(url, dataDir), log, second, () => undefined);
  busy = false;
  await writing;
  const copy = await emptyDatabase();
  await bringBack(copy, second);
  const client = new Client({ connectionString: copy });
  await client.connect();
  const { rows } = await client.query(
    'SELECT (SELECT count(*) FROM core_setting) AS first, (SELECT count(*) FROM users_login_attempt) AS last',
  );
  await client.end();
  expect(rows[0].first).toBe(rows[0].last);
});

test('a backup goes to no odd place: a folder that is not there, a file that is something else', async () => {
  const config = configOf(server.databaseUrl, server.dataDir);
  const attempt = (file: string) => refusal(backUp(config, log, file, () => undefined));
  expect(await attempt(join(folder, 'no/such.plumbline'))).toMatch(/^There is no folder /);
  const precious = join(folder, 'master.key');
  writeFileSync(precious, 'precious');
  expect(await attempt(precious)).toMatch(/exists and is no backup; name another file\.$/);
  expect(readFileSync(precious, 'utf8')).toBe('precious');
  const empty = configOf(await emptyDatabase(), server.dataDir);
  expect(await refusal(backUp(empty, log, join(folder, 'x'), () => undefined))).toMatch(/nothing to back up\.$/);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
