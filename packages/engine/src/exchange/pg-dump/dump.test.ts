import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parsePgArray } from './array-text.ts';
import { splitCopyLine } from './copy-text.ts';
import { openDump, type DumpRow } from './dump.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pl-dump-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = `--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';
CREATE TABLE public.box (
    id bigint NOT NULL,
    name character varying(100) COLLATE public.natural_sort DEFAULT 'x'::character varying NOT NULL,
    "group" text,
    sizes integer[],
    CONSTRAINT box_check CHECK ((id >= 0))
);
`;

const dumpOf = (rows: string): string =>
  `${HEAD}COPY public.box (id, name, "group", sizes) FROM stdin;\n${rows}\\.\n\n--\n`;

const write = (content: string | Buffer, name = 'dump.sql'): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const read = async (content: string | Buffer): Promise<DumpRow[]> => {
  const dump = await openDump(write(content), { temporaryFolder: folder });
  const rows: DumpRow[] = [];
  for (const table of dump.tables) for await (const batch of dump.rows(table)) rows.push(...batch);
  await dump.close();
  return rows;
};

const refusal = (content: string | Buffer): Promise<unknown> =>
  read(content).then(
    () => 'read',
    (error: Error) => error.message,
  );

test('rows keep tabs, newlines, backslashes, nulls and empty text apart', async () => {
  expect(await read(dumpOf('1\ta\\tb\\nc\\\\d\t\\N\t{1,2}\n2\t\tü€\t\\N\n'))).toEqual([
    ['1', 'a\tb\nc\\d', null, '{1,2}'],
    ['2', '', 'ü€', null],
  ]);
});

test('byte escapes form characters', () => {
  expect(splitCopyLine('\\xC3\\xA4\t\\303\\244x\t\\v\\q\t\\\\N')).toEqual(['ä', 'äx', '\vq', '\\N']);
});

test('a dump with CRLF line ends reads like one without', async () => {
  const rows = '1\ta\\r\\nb\t\\N\t{}\n2\tc\t\t\\N\n';
  expect(await read(dumpOf(rows).replaceAll('\n', '\r\n'))).toEqual(await read(dumpOf(rows)));
});

test('a gzipped dump reads like a plain one and leaves nothing behind', async () => {
  expect(await read(gzipSync(dumpOf('1\ta\t\\N\t\\N\n')))).toEqual([['1', 'a', null, null]]);
});

test('rows far larger than a read chunk arrive whole, and so do many small ones', async () => {
  const large = 'é'.repeat(1_500_000);
  const many = Array.from({ length: 20_000 }, (_, i) => `${i}\tn${i}\t\\N\t\\N\n`).join('');
  const rows = await read(dumpOf(`7\t${large}\tx\t\\N\n${many}`));
  expect(rows).toHaveLength(20_001);
  expect(rows[0]?.[1] === large).toBe(true);
  expect(rows.at(-1)).toEqual(['19999', 'n19999', null, null]);
});

test('several tables are found with their columns, types and counts, empty ones too', async () => {
  const file = write(`${dumpOf('1\ta\t\\N\t\\N\n')}COPY other."Odd name" (id, "a b", "x,y") FROM stdin;\n\\.\n`);
  const dump = await openDump(file, { temporaryFolder: folder });
  expect(dump.tables.map(({ schema, name, columns, rows }) => [schema, name, columns, rows])).toEqual([
    ['public', 'box', ['id', 'name', 'group', 'sizes'], 1],
    ['other', 'Odd name', ['id', 'a b', 'x,y'], 0],
  ]);
  const [box] = dump.tables;
  expect(box && ['name', 'group', 'sizes', 'none'].map((column) => dump.typeOf(box, column))).toEqual([
    'character varying(100)',
    'text',
    'integer[]',
    null,
  ]);
});

test('a file that is cut off says in which table', async () => {
  expect(await refusal(dumpOf('1\ta\t\\N\t\\N\n').split('\\.')[0] ?? '')).toBe(
    'The file ends inside table box after 1 rows; it is cut off. Copy or dump it again.',
  );
  expect(await refusal(gzipSync(dumpOf('1\ta\t\\N\t\\N\n')).subarray(0, 60))).toContain('cut off');
});

test('other formats are named with the way out', async () => {
  expect(await refusal('')).toBe('The file is empty.');
  expect(await refusal('PGDMP\u0001\u000e')).toContain('pg_restore');
  expect(await refusal(`${HEAD}INSERT INTO public.box VALUES (1, 'a');\n`)).toContain('--inserts');
  expect(await refusal('hello\nworld\n')).toContain('no COPY block');
  expect(await refusal(dumpOf('').replace('UTF8', 'LATIN1'))).toContain('--encoding=UTF8');
});

test('a row with too few values names its table and place', async () => {
  expect(await refusal(dumpOf('1\ta\t\\N\t\\N\n2\tb\n'))).toBe(
    'Row 2 of table box has 2 values for 4 columns; the file is damaged.',
  );
});

test('arrays of any dimension are read', () => {
  expect(parsePgArray('{1,NULL,"a,\\"b\\\\","null"}')).toEqual(['1', null, 'a,"b\\', 'null']);
  expect(parsePgArray('{{a,"B b"},{c,d}}')).toEqual([
    ['a', 'B b'],
    ['c', 'd'],
  ]);
  expect(parsePgArray('[0:1]={5,6}')).toEqual(['5', '6']);
  expect(() => parsePgArray('{1')).toThrow(SyntaxError);
});
