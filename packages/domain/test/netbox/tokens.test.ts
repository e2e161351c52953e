import type { TableReport } from '@plumbline/engine';
import { digestOf, tokenKey } from '../../src/index.ts';
import { importDesk, reportOf, type Tables } from './import-desk.ts';
import { userRow } from './small-rows.ts';

const desk = importDesk();

const { all } = desk;

const load = async (tables: Tables, over = {}): Promise<TableReport | undefined> =>
  reportOf(await desk.load(tables, over), 'users_token');

const KEY = '0123456789abcdef0123456789abcdef01234567';

const token = (id: number, values: Readonly<Record<string, string | number | null>>) => ({
  id,
  created: '2023-05-01 10:00:00+00',
  expires: null,
  write_enabled: 'f',
  description: 'script',
  user_id: 1,
  allowed_ips: '{10.0.0.0/8,192.0.2.1/32}',
  last_used: '2023-06-01 10:00:00+00',
  ...values,
});

const tokens = `SELECT t.key_id AS key, encode(t.digest, 'hex') AS digest, u.username AS user, t.write_enabled AS writes, t.allowed_ips AS ips, t.last_used AS used
  FROM users_api_token t JOIN users_user u ON u.id = t.user_id`;

const expected = {
  key: tokenKey(KEY),
  digest: digestOf(KEY).toString('hex'),
  user: 'ann',
  writes: false,
  ips: ['10.0.0.0/8', '192.0.2.1/32'],
  used: new Date('2023-06-01T10:00:00Z'),
};

test.each([
  ['key, until NetBox 4.4', { key: KEY }],
  [
    'plaintext, of version 1',
    { version: 1, enabled: 't', plaintext: KEY, key: null, pepper_id: null, hmac_digest: null },
  ],
])('a token in the column %s works here, and only its digest is kept', async (_name, values) => {
  const tables = { users_user: [userRow(1, 'ann')], users_token: [token(4, values)] };
  expect(await load(tables)).toMatchObject({ read: 1, created: 1, waiting: 0, refused: 0 });
  expect(await all(tokens)).toEqual([expected]);
  expect(await load(tables)).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  const [found] = (await all(
    `SELECT count(*)::int AS n FROM (SELECT r::text AS t FROM core_change_record r UNION ALL SELECT encode(payload, 'escape') FROM core_raw_row
       UNION ALL SELECT s::text FROM core_search s) x WHERE x.t LIKE '%${KEY}%'`,
  )) as { n: number }[];
  expect(found?.n).toBe(0);
});

test('tokens of version 2, and those of accounts that were here before, stay encrypted', async () => {
  await desk.plant.create('users.User', { username: 'here', isSuperuser: true });
  const v2 = {
    version: 2,
    enabled: 't',
    plaintext: null,
    key: 'abcdefghijkl',
    pepper_id: 1,
    hmac_digest: 'f'.repeat(64),
  };
  const v1 = { version: 1, enabled: 't', plaintext: KEY, key: null, pepper_id: null, hmac_digest: null };
  const report = await load({
    users_user: [userRow(1, 'ann'), userRow(2, 'here')],
    users_token: [token(4, v2), token(5, { ...v1, user_id: 2 })],
  });
  expect(report).toMatchObject({ read: 2, created: 0, waiting: 2, refused: 0 });
  expect(await all(tokens)).toEqual([]);
  expect(await all("SELECT source_id FROM core_raw_row WHERE source_type = 'users.token' ORDER BY 1")).toEqual([
    { source_id: '4' },
    { source_id: '5' },
  ]);
});

test('only administrators bring tokens', async () => {
  const tables = { users_user: [userRow(1, 'ann')], users_token: [token(4, { key: KEY })] };
  expect(await load(tables, desk.ordinary)).toMatchObject({ fate: 'waiting', waiting: 1 });
  expect(await all(tokens)).toEqual([]);
  expect(await load(tables)).toMatchObject({ created: 1 });
  expect(await all("SELECT count(*)::int AS n FROM core_raw_row WHERE source_type = 'users.token'")).toEqual([
    { n: 0 },
  ]);
});
