import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { backUp } from '../../src/backup/backup.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { sessionOf, type Desk } from './_desk.ts';

const planted = {
  preSharedKey: 'planted-psk-7f3a91c2',
  wifiKey: 'planted-wifi-5b8e02d4',
  redundancyKey: 'planted-fhrp-90ac',
  webhookSecret: 'planted-hook-c41d77e0',
  community: 'planted-community-e6b1',
  changed: 'planted-second-psk-24c8',
  password: 'planted-password-b07f',
} as const;

/** Ways in which a text may stand in a file. */
const formsOf = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(Buffer.from(text).toString('hex')),
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1)),
  Buffer.from(text, 'utf16le'),
];

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);

/** Names of the planted texts that a content holds in any form. */
const foundIn = (content: Buffer, texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).flatMap(([name, text]) => (formsOf(text).some((form) => content.includes(form)) ? [name] : []));

const foundBelow = (folders: readonly string[], texts: Readonly<Record<string, string>>): string[] =>
  folders.flatMap(filesBelow).flatMap((file) => foundIn(readFileSync(file), texts).map((name) => `${name} in ${file}`));

/** Characters at the end of a token that are random; the start is kept in clear, to find its row by. */
const RANDOM = 32;

interface Stored {
  /** Folders of the database: its own tables, and the log of changes that comes before them. */
  readonly folders: readonly string[];
  /** All rows of all tables as text, since large values are compressed in files. */
  readonly rows: Buffer;
}

const storedBy = async (url: string): Promise<Stored> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CHECKPOINT');
    const { rows: places } = await client.query<{ folder: string; oid: string }>(
      `SELECT current_setting('data_directory') AS folder, oid::text FROM pg_database WHERE datname = current_database()`,
    );
    const [{ folder, oid } = { folder: '', oid: '' }] = places;
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker')",
    );
    const texts: string[] = [];
    for (const { name } of tables.filter((table) => !table.name.startsWith('_')))
      texts.push(
        ...(await client.query<{ text: string }>(`SELECT x::text AS text FROM ${name} x`)).rows.map((row) => row.text),
      );
    return { folders: [join(folder, 'base', oid), join(folder, 'pg_wal')], rows: Buffer.from(texts.join('\n')) };
  } finally {
    await client.end();
  }
};

const plant = async ({ server, admin, make, ask }: Desk): Promise<Readonly<Record<string, string>>> => {
  const policy = await make(admin, 'ikePolicyCreate', {
    name: 'sealed',
    presharedKey: planted.preSharedKey,
    ikeVersion: 2,
  });
  await make(admin, 'wirelessLanCreate', { ssid: 'sealed', authPsk: planted.wifiKey });
  await make(admin, 'fhrpGroupCreate', { groupId: 7, protocol: 'vrrp3', authKey: planted.redundancyKey });
  await make(admin, 'webhookCreate', {
    name: 'sealed',
    payloadUrl: 'https://hooks.example/',
    secret: planted.webhookSecret,
  });
  const parameters = JSON.stringify({ snmpCommunity: planted.community });
  await make(admin, 'dataSourceCreate', {
    name: 'sealed',
    type: 'git',
    sourceUrl: 'https://git.example/x',
    parameters,
  });
  await make(admin, 'userCreate', { username: 'ida', password: planted.password });
  const change = `mutation ($id: ID!, $key: Secret, $once: String) {
    ikePolicyUpdate(input: { id: $id, presharedKey: $key }, options: { idempotencyKey: $once }) { userErrors { message } }
  }`;
  expect((await ask(admin, change, { id: policy, key: planted.changed, once: 'once' })).data).toEqual({
    ikePolicyUpdate: { userErrors: [] },
  });
  const made = await ask(admin, 'mutation { tokenCreate(description: "at rest") { token } }');
  const token = made.data?.['tokenCreate'].token as string;
  expect((await ask({ authorization: `Bearer ${token}` }, '{ viewer { name } }')).status).toBe(200);
  const session = (await sessionOf(server, 'ida', planted.password))['cookie']?.split('=')[1] ?? '';
  expect(session.length).toBeGreaterThan(20);
  return {
    ...planted,
    token: token.slice(-RANDOM),
    session,
    adminToken: server.adminToken.slice(-RANDOM),
  };
};

/** Nothing that is secret lies in clear in what is written to disk. */
export const atRestCases = (desk: () => Desk): void => {
  describe('secrets on disk', () => {
    let texts: Readonly<Record<string, string>>;
    let stored: Stored;

    beforeAll(async () => {
      texts = await plant(desk());
      stored = await storedBy(desk().server.databaseUrl);
    });

    test('the search finds what is stored in clear', () => {
      const clear = { name: 'hooks.example' };
      expect(foundBelow([stored.folders[0] ?? ''], clear).length).toBeGreaterThan(0);
      expect(foundIn(stored.rows, clear)).toEqual(['name']);
    });

    test('none lies in clear in a file of the database, nor in its log', () => {
      expect(foundBelow(stored.folders, texts)).toEqual([]);
    });

    test('none lies in clear in any row of any table', () => {
      expect(foundIn(stored.rows, texts)).toEqual([]);
    });

    test('none lies in clear in a backup', async () => {
      const { databaseUrl, dataDir } = desk().server;
      const file = join(mkdtempSync(join(tmpdir(), 'plumbline-at-rest-')), 'all.plumbline');
      await backUp({ ...readConfig({}), databaseUrl, dataDir }, createLog('silent'), file, () => undefined);
      const content = readFileSync(file);
      const headerEnd = content.indexOf('\n', content.indexOf('\n') + 1);
      const inside = gunzipSync(content.subarray(headerEnd + 1));
      expect(foundIn(inside, { name: 'hooks.example' })).toEqual(['name']);
      expect(foundIn(Buffer.concat([content.subarray(0, headerEnd), inside]), texts)).toEqual([]);
    });

    test('none lies in clear in the folder of files, and the first token and the key are readable by their owner only', () => {
      const { dataDir } = desk().server;
      const kept = filesBelow(dataDir).filter((file) => !/(master\.key|admin\.json)$/.test(file));
      expect(kept.flatMap((file) => foundIn(readFileSync(file), texts))).toEqual([]);
      for (const name of ['master.key', 'admin.json']) expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
    });
  });
};
