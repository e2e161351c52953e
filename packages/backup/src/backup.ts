import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { writeWhole } from './destination.ts';
import {
  FORMAT,
  frame,
  headerText,
  jsonFrame,
  LARGEST_FRAME,
  type Seal,
  type TableShape,
  type Totals,
} from './format.ts';
import { readLevel } from './level.ts';
import { BackupError } from './problem.ts';
import { inTransaction } from './session.ts';
import { quoted, sequenceValues, tableShapes } from './shape.ts';

/** Where files lie beside the database. */
export interface FilePlace {
  readonly folder: string;
  /** Query for `path`, relative to the folder, and `size` in bytes of each file that rows speak of. */
  readonly sql: string;
}

/** Called after each table and now and then within one. */
export type OnProgress = (step: {
  readonly table: string | null;
  readonly rows: number;
  readonly files: number;
}) => void;

/** What a backup takes. */
export interface BackupOptions {
  /** An idle connection; it may be to a database in use. */
  readonly client: ClientBase;
  /** The file to write; an earlier backup is replaced when this one is complete. */
  readonly file: string;
  /** Ids of the master keys. */
  readonly keys: readonly string[];
  readonly files: FilePlace;
  /** Advisory lock that migrations take. */
  readonly lock: number;
  readonly onProgress?: OnProgress;
}

/** What a backup holds. */
export interface BackupReport extends Totals {
  /** Files that rows speak of and that were not there. */
  readonly missing: readonly string[];
}

const GZIP_LEVEL = 5;
const BATCH = 1_000;

interface Counts {
  rows: number;
  files: number;
  fileBytes: number;
  readonly missing: string[];
}

async function* sealed(source: AsyncIterable<Buffer>, count: (bytes: number) => number): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = 0; at < chunk.length; at += LARGEST_FRAME) yield frame('D', chunk.subarray(at, at + LARGEST_FRAME));
  }
  yield jsonFrame('E', { count: count(bytes), sha256: hash.digest('hex') } satisfies Seal);
}

async function* tableFrames(client: ClientBase, { name, columns }: TableShape, counts: Counts): AsyncGenerator<Buffer> {
  yield jsonFrame('T', { name });
  const rows = client.query(copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT`));
  yield* sealed(rows as AsyncIterable<Buffer>, () => {
    counts.rows += rows.rowCount;
    return rows.rowCount;
  });
}

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );

interface Listed {
  readonly path: string;
  readonly size: string;
}

/** A file grows behind its row while it is uploaded: what the row knew of is what the snapshot holds. */
async function* fileFrames(folder: string, { path, size }: Listed, counts: Counts): AsyncGenerator<Buffer> {
  const there = await sizeOf(join(folder, path));
  if (there === null) {
    counts.missing.push(path);
    return;
  }
  const bytes = Math.min(Number(size), there);
  yield jsonFrame('F', { path });
  const content = bytes === 0 ? Readable.from([]) : createReadStream(join(folder, path), { end: bytes - 1 });
  yield* sealed(content as AsyncIterable<Buffer>, (read) => {
    counts.files += 1;
    counts.fileBytes += read;
    return read;
  });
}

async function* allFiles(client: ClientBase, { folder, sql }: FilePlace, counts: Counts): AsyncGenerator<Buffer> {
  await client.query(`DECLARE backup_files NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const { rows } = await client.query<Listed>(`FETCH ${BATCH} FROM backup_files`);
    if (rows.length === 0) return;
    for (const file of rows) yield* fileFrames(folder, file, counts);
  }
}

async function* everything(options: BackupOptions, shapes: readonly TableShape[], counts: Counts) {
  const { client, files, onProgress } = options;
  yield jsonFrame('S', shapes);
  for (const shape of shapes) {
    yield* tableFrames(client, shape, counts);
    onProgress?.({ table: shape.name, rows: counts.rows, files: 0 });
  }
  yield* allFiles(client, files, counts);
  onProgress?.({ table: null, rows: counts.rows, files: counts.files });
}

const contentOf = async (options: BackupOptions, handle: FileHandle): Promise<BackupReport> => {
  const { client, keys } = options;
  const level = await readLevel(client);
  if (!level) throw new BackupError('The database holds nothing of Plumbline yet; there is nothing to back up.');
  const { rows } = await client.query<{ created: string; postgres: string }>(
    `SELECT to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created, current_setting('server_version') AS postgres`,
  );
  const { created = '', postgres = '' } = rows[0] ?? {};
  await handle.writeFile(headerText({ format: FORMAT, created, postgres, level, keys }));
  const shapes = await tableShapes(client);
  await client.query(`LOCK TABLE ${shapes.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`);
  const counts: Counts = { rows: 0, files: 0, fileBytes: 0, missing: [] };
  let totals: Totals | undefined;
  const frames = async function* (): AsyncGenerator<Buffer> {
    yield* everything(options, shapes, counts);
    const { missing: _, ...counted } = counts;
    totals = { tables: shapes.length, ...counted, sequences: await sequenceValues(client) };
    yield jsonFrame('Z', totals);
  };
  await pipeline(Readable.from(frames(), { objectMode: false }), createGzip({ level: GZIP_LEVEL }), async (packed) => {
    for await (const chunk of packed) await handle.writeFile(chunk as Buffer);
  });
  if (!totals) throw new Error('The backup ended without its totals.');
  return { ...totals, missing: counts.missing };
};

/**
 * Writes database and files into one file: one snapshot of all rows, streamed, while the database may be in use.
 *
 * Secrets stay encrypted as they are stored. Killed at any point, it leaves no file under that name.
 *
 * @throws BackupError in words for the person at the terminal.
 */
export const writeBackup = async (options: BackupOptions): Promise<BackupReport> => {
  let report: BackupReport | undefined;
  const turn = { mode: 'ISOLATION LEVEL REPEATABLE READ READ ONLY', lock: options.lock, shared: true };
  await writeWhole(options.file, async (handle) => {
    report = await inTransaction(options.client, turn, () => contentOf(options, handle));
  });
  if (!report) throw new Error('The backup was not written.');
  return report;
};
