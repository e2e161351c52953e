import { testDatabase } from '@plumbline/testing';
import { Client } from 'pg';
import type { Family } from './index.ts';
import { IpCidr, IpHost, Mac, naturalCompare } from './index.ts';

let client: Client;

/** Small generator with a seed, so that a failure can be repeated. */
let seed = 99;
const next = (below: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const column = async (sql: string, values: readonly unknown[]): Promise<string[]> => {
  const { rows } = await client.query<{ text: string }>(sql, [values.map(String)]);
  return rows.map(({ text }) => text);
};

/** Runs of zeros, ones and small numbers are likelier than chance would have them. */
const randomBits = (family: Family): bigint =>
  Array.from({ length: family === 4 ? 2 : 8 }).reduce<bigint>(
    (bits) => (bits << 16n) | BigInt([0, 0, 0, 1, 0xffff, next(65_536), next(16)][next(7)] ?? 0),
    0n,
  );

const randomHost = (): IpHost => {
  const family = next(3) === 0 ? 4 : 6;
  return IpHost.of({ family, bits: randomBits(family) }, next(family === 4 ? 33 : 129));
};

const nearbyPrefix = (): IpCidr => {
  const family = next(2) === 0 ? 4 : 6;
  const width = family === 4 ? 32 : 128;
  const bits = (10n << BigInt(width - 8)) | BigInt(next(64));
  return IpCidr.of({ family, bits }, next(2) === 0 ? width - next(8) : next(width));
};

const hosts = Array.from({ length: 5_000 }, randomHost);

beforeAll(async () => {
  const { url } = await testDatabase({ migrated: false });
  client = new Client({ connectionString: url });
  await client.connect();
});

afterAll(() => client.end());

test('addresses, networks and last addresses are written as PostgreSQL writes them', async () => {
  const theirs = await column(
    `SELECT concat_ws(' ', i::text, host(i), network(i)::text, host(broadcast(i))) AS text
     FROM unnest($1::text[]) WITH ORDINALITY AS given(t, n), LATERAL (SELECT t::inet AS i) AS address ORDER BY n`,
    hosts,
  );
  const ours = hosts.map((host) => {
    const last = IpHost.of({ family: host.family, bits: host.network.last });
    return `${host} ${host.address} ${host.network} ${last.address}`;
  });
  expect(ours).toEqual(theirs);
});

test('addresses and prefixes sort as inet and cidr do', async () => {
  const inetOrder = await column(
    'SELECT i::inet::text AS text FROM unnest($1::text[]) AS given(i) ORDER BY i::inet',
    hosts,
  );
  expect([...hosts].sort((a, b) => a.compare(b)).map(String)).toEqual(inetOrder);
  const networks = hosts.map((host) => host.network);
  const cidrOrder = await column(
    'SELECT i::cidr::text AS text FROM unnest($1::text[]) AS given(i) ORDER BY i::cidr',
    networks,
  );
  expect([...networks].sort((a, b) => a.compare(b)).map(String)).toEqual(cidrOrder);
});

test('containment and overlap of prefixes are those of the inet operators', async () => {
  const pairs = Array.from({ length: 3_000 }, () => [nearbyPrefix(), nearbyPrefix()] as const);
  const theirs = await column(
    `SELECT concat(a >>= b, a && b) AS text FROM unnest($1::text[]) WITH ORDINALITY AS given(t, n),
     LATERAL (SELECT split_part(t, ' ', 1)::cidr AS a, split_part(t, ' ', 2)::cidr AS b) AS pair ORDER BY n`,
    pairs.map(([a, b]) => `${a} ${b}`),
  );
  const letter = (is: boolean) => (is ? 't' : 'f');
  expect(pairs.map(([a, b]) => letter(a.contains(b)) + letter(a.overlaps(b)))).toEqual(theirs);
});

test('MAC addresses are read and written as macaddr and macaddr8 are', async () => {
  const short = [
    '08:00:2b:01:02:03',
    '08-00-2B-01-02-03',
    '0800.2b01.0203',
    '0800-2b01-0203',
    '08002b010203',
    '08002b:010203',
    '08002b-010203',
  ];
  expect(short.map((text) => String(Mac.parse(text)))).toEqual(
    await column('SELECT m::macaddr::text AS text FROM unnest($1::text[]) AS given(m)', short),
  );
  expect(short.map((text) => String(Mac.parse(text).toEui64()))).toEqual(
    await column('SELECT m::macaddr::macaddr8::text AS text FROM unnest($1::text[]) AS given(m)', short),
  );
  const long = [
    '08:00:2b:01:02:03:04:05',
    '08-00-2b-01-02-03-04-05',
    '0800.2b01.0203.0405',
    '0800-2b01-0203-0405',
    '08002b0102030405',
    '08002b:0102030405',
  ];
  expect(long.map((text) => String(Mac.parse(text)))).toEqual(
    await column('SELECT m::macaddr8::text AS text FROM unnest($1::text[]) AS given(m)', long),
  );
});

test('names sort as in the ICU collation of name columns', async () => {
  const letters = [...'aAbB019 -_./:#Äßéñ日1250'];
  const name = () => Array.from({ length: 1 + next(6) }, () => letters[next(letters.length)]).join('');
  const names = [...new Set(Array.from({ length: 4_000 }, name))];
  await client.query(`CREATE COLLATION natural_names (provider = icu, locale = 'und-u-kn-true')`);
  const theirs = await column(
    'SELECT n AS text FROM unnest($1::text[]) AS given(n) ORDER BY n COLLATE natural_names',
    names,
  );
  expect([...names].sort(naturalCompare)).toEqual(theirs);
});
