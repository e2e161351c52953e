import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ADDRESSES, addressingTables, IN_NETWORK } from './addressing.ts';
import { placeTables } from './places.ts';
import { portTables } from './ports.ts';
import { contentTypes, type Size, type Table } from './table.ts';

const TABLES: readonly Table[] = [contentTypes, ...placeTables, ...addressingTables, ...portTables];

/** Rows of a network by its devices. */
const sizeOf = (devices: number): Size => {
  const racks = Math.ceil(devices / 10);
  return {
    devices,
    racks,
    sites: Math.ceil(racks / 10),
    prefixes: Math.ceil((devices * ADDRESSES) / IN_NETWORK),
  };
};

const rowsOf = (size: Size): number => TABLES.reduce((sum, { rows }) => sum + rows(size), 0);

/** The largest network that has at most so many rows; a device brings about 80 with it. */
export const networkOf = (rows: number): Size => {
  let devices = 1;
  for (let step = 2 ** Math.ceil(Math.log2(Math.max(rows, 2))); step >= 1; step /= 2)
    if (rowsOf(sizeOf(devices + step)) <= rows) devices += step;
  return sizeOf(devices);
};

const CHUNK = 1 << 16;

function* lines({ columns, name, rows }: Table, size: Size): Generator<string> {
  const names = Object.keys(columns).map((column) => `"${column}"`);
  yield `COPY public.${name} (${names.join(', ')}) FROM stdin;\n`;
  const values = Object.values(columns);
  const count = rows(size);
  for (let n = 1; n <= count; n++)
    yield `${values.map((value) => (typeof value === 'string' ? value : (value(n, size) ?? '\\N'))).join('\t')}\n`;
  yield '\\.\n\n';
}

function* text(size: Size): Generator<string> {
  let part = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n";
  for (const table of TABLES)
    for (const line of lines(table, size)) {
      part += line;
      if (part.length < CHUNK) continue;
      yield part;
      part = '';
    }
  yield `${part}--\n-- PostgreSQL database dump complete\n--\n`;
}

/**
 * Writes a plain pg_dump of a generated NetBox database (4.2) of about so many rows, the same in every run, in constant
 * memory. Gives the number of rows.
 */
export const writeNetboxDump = async (file: string, rows: number): Promise<number> => {
  const size = networkOf(rows);
  await pipeline(Readable.from(text(size)), createWriteStream(file));
  return rowsOf(size);
};
