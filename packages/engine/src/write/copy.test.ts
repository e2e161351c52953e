import { Client } from 'pg';
import { openLibrary, type Library } from '../../test/library/index.ts';
import { copyRows } from './copy.ts';
import type { CopyValue } from './copy-encode.ts';

let library: Library;
let client: Client;

const TYPES = {
  uuid: 'uuid',
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  jsonb: 'jsonb',
  bytea: 'bytea',
  mac: 'macaddr',
  instant: 'timestamp with time zone',
} as const;
type Column = keyof typeof TYPES;
const COLUMNS = Object.entries(TYPES);

beforeAll(async () => {
  library = await openLibrary();
  const { url } = library.dataSource.options as unknown as { readonly url: string };
  client = new Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  const columns = COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(', ');
  await client.query(`CREATE TABLE given (${columns}); CREATE TABLE wanted (${columns})`);
  await client.query('CREATE TABLE others (id integer, host inet, size numeric(8,2), names text[])');
});
beforeEach(() => client.query('TRUNCATE given, wanted, others'));
afterAll(async () => {
  await client.end();
  await library.close();
});

const rowsIn = async (table: string): Promise<unknown[]> =>
  (await client.query(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).rows;

/** The same rows streamed, and read by PostgreSQL from text. */
const compared = async (rows: readonly Partial<Record<Column, CopyValue>>[]): Promise<void> => {
  const values = rows.map((row) => COLUMNS.map(([name]) => row[name as Column] ?? null));
  const columns = COLUMNS.map(([name, type]) => [`"${name}"`, type] as const);
  await copyRows(client, { table: 'given', columns, shared: [], rows: values });
  for (const row of values)
    await client.query(
      `INSERT INTO wanted SELECT ${COLUMNS.map(([, type], i) => `$${i + 1}::text::${type}`).join(', ')}`,
      row.map((value) => (value === null ? null : String(value))),
    );
  expect(await rowsIn('given')).toEqual(await rowsIn('wanted'));
};

const text = (value: string) => ({ text: value });

test('values arrive as PostgreSQL reads them from text', async () => {
  await compared([
    {},
    { uuid: '0190A000-ffff-7000-8000-00000000000a', mac: '0A:1b:2c:3d:4e:ff', boolean: true },
    { uuid: '00000000-0000-0000-0000-000000000000', mac: '00:00:00:00:00:00', boolean: false },
    ...[0, '1', -1, 2_147_483_647, '-2147483648'].map((integer) => ({ integer })),
    ...['0', '-1', '9223372036854775807', '-9223372036854775808', 12].map((bigint) => ({ bigint })),
    ...['true', 't', 'false', 'f'].map((boolean) => ({ boolean })),
    ...['{}', '{"a":"Ærø 🖧 \\"x\\""}', '[1,2.50,null]', 'null'].map((jsonb) => ({ jsonb })),
    ...['', '\\x', '\\x00ff10', `\\x${'ab'.repeat(200)}`].map((bytea) => ({ bytea })),
  ]);
});

test('texts of every length and alphabet arrive', async () => {
  const lengths = [0, 1, 39, 40, 41, 5_000, 16_384, 16_385, 70_000, 200_000];
  await compared([
    ...lengths.map((length) => text('x'.repeat(length))),
    ...lengths.map((length) => text('ø🖧'.repeat(length))),
    ...['\\N', '\\.', 'a\tb\nc\r', '"', 'NULL', `${'y'.repeat(39)}é`].map(text),
  ]);
});

test('instants of all years arrive to the microsecond', async () => {
  const instants = ['2024-02-29T23:59:59.999999Z', '1969-12-31T23:59:59.5Z', '0099-03-01T00:00:00Z'];
  const more = [
    '1999-12-31T23:59:59.000001Z',
    '2000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999Z',
    '0001-01-01T00:00:00.000001Z',
  ];
  const zoned = ['2024-05-06 07:08:09.12+05:30', '2024-05-06T07:08Z', '2024-05-06 07:08:09-02'];
  await compared([...instants, ...more, ...zoned].map((instant) => ({ instant })));
});

test('bytes arrive as they are, in both formats, and so does an id that follows one that is none', async () => {
  const bytes = [Buffer.alloc(0), Buffer.from([0, 0x5c, 0x0a, 0xff]), Buffer.alloc(100_000, 7)];
  const id = '0190a000-ffff-7000-8000-00000000000a';
  const rows = bytes.map((one) => [id, one]);
  const columns = [
    ['uuid', 'uuid'],
    ['bytea', 'bytea'],
  ] as const;
  await copyRows(client, { table: 'given', columns, shared: [], rows });
  const asText = columns.map(([name]) => [name, name === 'uuid' ? 'no type of ours' : name] as const);
  await copyRows(client, { table: 'given', columns: asText, shared: [], rows });
  const broken = [[id], [`${id.slice(0, -1)}g`]];
  await expect(
    copyRows(client, { table: 'given', columns: [['uuid', 'uuid']], shared: [], rows: broken }),
  ).rejects.toMatchObject({ code: '22P02' });
  await copyRows(client, { table: 'given', columns: [['uuid', 'uuid']], shared: [], rows: [[id]] });
  const { rows: found } = await client.query('SELECT bytea, uuid FROM given ORDER BY length(bytea)');
  expect(found.map((row) => row.bytea)).toEqual([...bytes.flatMap((one) => [one, one]), null]);
  expect(new Set(found.map((row) => row.uuid))).toEqual(new Set([id]));
});

test('values that all rows share are written once, and many rows arrive in pieces', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => [i, `row ${i}`] as const);
  const columns = [
    ['text', 'text'],
    ['boolean', 'boolean'],
    ['integer', 'integer'],
    ['jsonb', 'jsonb'],
  ] as const;
  const rows = many.map(([i, name]) => [i, JSON.stringify({ name })]);
  await copyRows(client, { table: 'given', columns, shared: ['alike', null], rows });
  const { rows: found } = await client.query(
    `SELECT count(*)::int AS rows, count(DISTINCT "integer")::int AS ids, min(text) AS first, max(text) AS last,
       count("boolean")::int AS flags, count(*) FILTER (WHERE jsonb ->> 'name' = 'row ' || "integer")::int AS right
     FROM given`,
  );
  expect(found).toEqual([{ rows: 20_000, ids: 20_000, first: 'alike', last: 'alike', flags: 0, right: 20_000 }]);
});

test.each<[Column, CopyValue, string]>([
  ['uuid', '0190a000-ffff-7000-8000-00000000000g', '22P02'],
  ['uuid', '0190a000-ffff-7000-8000-0000000000', '22P02'],
  ['uuid', '0190a000-ffff-7000-8000-00000000000\u0130', '22P02'],
  ['uuid', '0190a000xffff-7000-8000-000000000000', '22P02'],
  ['mac', '00:11:22:33:44', '22P02'],
  ['mac', '00:11:22:33:44x55', '22P02'],
  ['boolean', 'maybe', '22P02'],
  ['integer', '', '22P02'],
  ['integer', '1e3', '22P02'],
  ['integer', '1.5', '22P02'],
  ['integer', 2_147_483_648, '22003'],
  ['bigint', 'many', '22P02'],
  ['bigint', '9223372036854775808', '22003'],
  ['bytea', '\\xfg', '22023'],
  ['bytea', '\\xabc', '22023'],
  ['instant', '2024-02-30T00:00:00Z', '22008'],
  ['instant', '2024-02-03T12:00:99Z', '22008'],
  ['instant', '2024-02-03T12:60:00Z', '22008'],
  ['instant', 'soon', '22007'],
  ['text', 'a\0b', '22021'],
])('%s refuses %j with the code PostgreSQL has for it, and the connection goes on', async (column, value, code) => {
  const columns = [[`"${column}"`, TYPES[column]] as const];
  const rows = [...Array.from({ length: 9_000 }, () => [null]), [value]];
  await expect(client.query(`SELECT $1::text::${TYPES[column]}`, [value])).rejects.toMatchObject({ code });
  await client.query('BEGIN; SAVEPOINT before');
  await expect(copyRows(client, { table: 'given', columns, shared: [], rows })).rejects.toMatchObject({ code });
  await client.query('ROLLBACK TO SAVEPOINT before; COMMIT');
  expect(await rowsIn('given')).toEqual([]);
});

test('types without a binary form here go as text', async () => {
  const columns = [
    ['id', 'integer'],
    ['host', 'inet'],
    ['size', 'numeric(8,2)'],
    ['names', 'text[]'],
  ] as const;
  const rows = [
    ['2001:db8::1/64', '12.50', '{a,"b\\\\c"}'],
    ['192.0.2.1', null, null],
  ];
  await copyRows(client, { table: 'others', columns, shared: [7], rows });
  expect((await client.query('SELECT id, host::text, size::text, names FROM others ORDER BY host')).rows).toEqual([
    { id: 7, host: '192.0.2.1/32', size: null, names: null },
    { id: 7, host: '2001:db8::1/64', size: '12.50', names: ['a', 'b\\c'] },
  ]);
});
