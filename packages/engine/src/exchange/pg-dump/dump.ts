import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { scanDump, type DumpTable } from './contents.ts';
import { splitCopyLine } from './copy-text.ts';
import { DumpUnreadable } from './dump-error.ts';
import { spoolObjects, type ObjectReader } from './json-dump.ts';
import { readLines } from './lines.ts';

/** Values of one row, in the order of the table's columns; text as PostgreSQL prints it. */
export type DumpRow = readonly (string | null)[];

/** An opened dump; its tables can be read in any order and as often as needed. */
export interface Dump {
  /** Tables with rows of their own block, in the order of the file. */
  readonly tables: readonly DumpTable[];
  /** SQL type of a column as the dump creates it, or null when it does not. */
  typeOf(table: DumpTable, column: string): string | null;
  /** Rows in batches; memory stays constant. @throws DumpUnreadable for a row with other columns than the table. */
  rows(table: DumpTable): AsyncGenerator<DumpRow[]>;
  /** Removes what opening the dump left on disk. */
  close(): Promise<void>;
}

/** Where a compressed dump is unpacked to and how large it may get. */
export interface DumpOptions {
  readonly temporaryFolder: string;
  /** 64 GB when absent. */
  readonly maxUnpackedBytes?: number;
  /** Reads dumps that are a list of JSON objects; without it they are refused. */
  readonly objects?: ObjectReader;
}

const DEFAULT_MAX_BYTES = 64 * 2 ** 30;
const MAGIC_BYTES = 5;

const startOf = async (file: string): Promise<Buffer> => {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

const isGzip = (start: Buffer): boolean => start[0] === 0x1f && start[1] === 0x8b;

const refuseOthers = (start: Buffer): void => {
  if (start.length === 0) throw new DumpUnreadable('The file is empty.');
  if (start.toString('latin1') === 'PGDMP')
    throw new DumpUnreadable(
      'This dump has the custom format; turn it into a plain one with "pg_restore --file=plain.sql".',
    );
  if (start.length < 4) return;
  if (start.readUInt32LE(0) === 0xfd2fb528)
    throw new DumpUnreadable('This file is compressed with zstd; unpack it, or compress it with gzip.');
  if (start[0] === 0xff || start[0] === 0xfe)
    throw new DumpUnreadable('This file is no UTF-8 text; write the dump with "pg_dump --encoding=UTF8".');
};

const limited = (maxBytes: number): Transform => {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        done(new DumpUnreadable(`The file unpacks to more than ${Math.round(maxBytes / 2 ** 20)} MB.`));
      else done(null, chunk);
    },
  });
};

const unpack = async (file: string, folder: string, maxBytes: number): Promise<string> => {
  const plain = join(folder, 'plain.sql');
  try {
    await pipeline(
      createReadStream(file),
      createGunzip(),
      limited(maxBytes),
      createWriteStream(plain, { mode: 0o600 }),
    );
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new DumpUnreadable('The compressed file is cut off. Copy it again.');
    if (code.startsWith('Z_')) throw new DumpUnreadable(`The compressed file is damaged: ${message}.`);
    throw error;
  }
  return plain;
};

async function* rowsOf(file: string, table: DumpTable): AsyncGenerator<DumpRow[]> {
  let count = 0;
  for await (const lines of readLines(file, table)) {
    yield lines.map(({ bytes }) => {
      const row = splitCopyLine(bytes.toString('utf8'));
      count++;
      if (row.length !== table.columns.length)
        throw new DumpUnreadable(
          `Row ${count} of table ${table.name} has ${row.length} values for ${table.columns.length} columns; the file is damaged.`,
        );
      return row;
    });
  }
}

const isJson = (start: Buffer): boolean => /^(?:\uFEFF)?\s*[[{]/.test(start.toString('utf8'));

/** The tables of a plain file; what has to be sorted first lies in a folder of its own. */
const openPlain = async (
  plain: string,
  { objects }: DumpOptions,
  folder: () => Promise<string>,
): Promise<Omit<Dump, 'close'>> => {
  if (objects && isJson(await startOf(plain)))
    return { ...(await spoolObjects(plain, await folder(), objects)), typeOf: () => null };
  const { tables, types } = await scanDump(plain);
  return {
    tables,
    typeOf: (table, column) => types.get(`${table.schema}.${table.name}`)?.get(column) ?? null,
    rows: (table) => rowsOf(plain, table),
  };
};

/**
 * Opens a plain pg_dump or a list of JSON objects, gzipped or not, and looks through it once.
 *
 * @throws DumpUnreadable when it is of another format, cut off or damaged.
 */
export const openDump = async (file: string, options: DumpOptions): Promise<Dump> => {
  const start = await startOf(file);
  refuseOthers(start);
  let made: string | null = null;
  const folder = async (): Promise<string> => (made ??= await mkdtemp(join(options.temporaryFolder, 'dump-')));
  const close = async (): Promise<void> => {
    if (made !== null) await rm(made, { recursive: true, force: true });
  };
  try {
    const plain = isGzip(start)
      ? await unpack(file, await folder(), options.maxUnpackedBytes ?? DEFAULT_MAX_BYTES)
      : file;
    return { ...(await openPlain(plain, options, folder)), close };
  } catch (error) {
    await close();
    throw error;
  }
};
