import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline as connect, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { BackupHeader, Frame, Seal, TableShape, Totals } from './format.ts';
import { Portions, readFrames, readHeader } from './format.ts';
import { BackupError, DamagedBackup } from './problem.ts';

/** Content of one table or file, and what seals it once all is read. */
export interface Sealed {
  readonly data: AsyncGenerator<Buffer>;
  /** Rows or bytes that the backup says it holds; known after the last byte. */
  readonly count: () => number;
}

/** What is done with the parts of a backup, in the order they come. */
export interface Visitor {
  /** Called once, before the first part. */
  shapes(shapes: readonly TableShape[]): Promise<void>;
  /** Consumes all rows. */
  table(shape: TableShape, content: Sealed): Promise<void>;
  file(path: string, content: Sealed): Promise<void>;
}

/** The records of an open backup. */
class Records {
  readonly #frames: AsyncGenerator<Frame>;

  constructor(frames: AsyncGenerator<Frame>) {
    this.#frames = frames;
  }

  async next(): Promise<Frame> {
    const { done, value } = await this.#frames.next();
    if (done) throw new DamagedBackup('ends before its last record');
    return value;
  }

  async json<T>(kind: Frame['kind']): Promise<T> {
    const found = await this.next();
    if (found.kind !== kind) throw new DamagedBackup('has its records in no order that makes sense');
    return JSON.parse(found.body.toString('utf8')) as T;
  }

  /** Content up to its seal, which is checked. */
  sealed(): Sealed {
    const seal: { value?: Seal } = {};
    return { data: this.#data(seal), count: () => seal.value?.count ?? -1 };
  }

  async *#data(seal: { value?: Seal }): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for (let found = await this.next(); ; found = await this.next()) {
      if (found.kind === 'E') {
        seal.value = JSON.parse(found.body.toString('utf8')) as Seal;
        if (seal.value.sha256 !== hash.digest('hex'))
          throw new DamagedBackup('holds content that does not match its digest');
        return;
      }
      if (found.kind !== 'D') throw new DamagedBackup('has its records in no order that makes sense');
      hash.update(found.body);
      yield found.body;
    }
  }

  async end(): Promise<void> {
    if (!(await this.#frames.next()).done) throw new DamagedBackup('goes on after its last record');
  }
}

const assertTotals = (said: Totals, seen: { tables: number; rows: number; files: number }, tables: number): void => {
  if (said.tables !== seen.tables || said.rows !== seen.rows || said.files !== seen.files || tables !== seen.tables)
    throw new DamagedBackup('holds less than it says');
};

const walk = async (records: Records, visitor: Visitor): Promise<Totals> => {
  const shapes = await records.json<TableShape[]>('S');
  await visitor.shapes(shapes);
  const byName = new Map(shapes.map((shape) => [shape.name, shape]));
  const seen = { tables: 0, rows: 0, files: 0 };
  for (let found = await records.next(); ; found = await records.next()) {
    const said = JSON.parse(found.body.toString('utf8')) as { name: string; path: string } & Totals;
    const content = records.sealed();
    if (found.kind === 'T') {
      const shape = byName.get(said.name);
      if (!shape) throw new DamagedBackup('holds a table that it does not describe');
      await visitor.table(shape, content);
      seen.rows += content.count();
      seen.tables += 1;
    } else if (found.kind === 'F') {
      await visitor.file(said.path, content);
      seen.files += 1;
    } else if (found.kind === 'Z') {
      assertTotals(said, seen, shapes.length);
      await records.end();
      return said;
    } else throw new DamagedBackup('has its records in no order that makes sense');
  }
};

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '');

/** Says in one line what is wrong with the file; everything else passes. */
export const worded = (error: unknown, file: string): unknown => {
  const code = codeOf(error);
  if (error instanceof DamagedBackup && error.message.startsWith(file)) return error;
  const said =
    error instanceof DamagedBackup || error instanceof SyntaxError
      ? error instanceof SyntaxError
        ? 'holds a record that can not be read'
        : error.message
      : code === 'Z_BUF_ERROR'
        ? 'ends early'
        : code.startsWith('Z_')
          ? 'does not unpack'
          : /^2[23]/.test(code)
            ? `holds rows that do not fit: ${(error as Error).message}`
            : null;
  if (said === null) return error;
  return new DamagedBackup(`${file} is damaged: it ${said}. Nothing was changed.`, { cause: error });
};

const openFailure = (error: unknown, file: string): BackupError =>
  new BackupError(
    codeOf(error) === 'ENOENT' ? `There is no file ${file}.` : `${file} can't be read (${codeOf(error)}).`,
    {
      cause: error,
    },
  );

/** A backup whose header has been read. */
export interface OpenBackup {
  readonly header: BackupHeader;
  /** Takes the parts one after the other, once; checks every digest. */
  readonly visit: (visitor: Visitor) => Promise<Totals>;
  close(): Promise<void>;
}

/** Opens a backup. @throws BackupError, DamagedBackup */
export const openBackup = async (file: string): Promise<OpenBackup> => {
  const handle = await open(file, 'r').catch((error: unknown) => Promise.reject(openFailure(error, file)));
  const portions = new Portions(handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>);
  const unpacked = createGunzip();
  const close = async (): Promise<void> => {
    unpacked.destroy();
    await handle.close();
  };
  try {
    const header = await readHeader(portions, file);
    const visit = (visitor: Visitor): Promise<Totals> => {
      connect(Readable.from(portions.rest(), { objectMode: false }), unpacked, () => undefined); // the reader sees the error
      return walk(new Records(readFrames(unpacked as AsyncIterable<Buffer>)), visitor);
    };
    return { header, visit, close };
  } catch (error) {
    await close();
    throw worded(error, file);
  }
};

/** What a backup says about itself, without unpacking it. @throws BackupError, DamagedBackup */
export const readBackupHeader = async (file: string): Promise<BackupHeader> => {
  const backup = await openBackup(file);
  await backup.close();
  return backup.header;
};

/** Goes through a backup, every digest checked. @throws BackupError, DamagedBackup in one line */
export const visitBackup = async (file: string, visitor: Visitor): Promise<Totals> => {
  const { visit, close } = await openBackup(file);
  try {
    return await visit(visitor);
  } catch (error) {
    throw worded(error, file);
  } finally {
    await close();
  }
};

const drained = async ({ data }: Sealed): Promise<void> => {
  for await (const _ of data);
};

/** Reads a backup to its end and checks every digest, before a restore touches anything. @throws DamagedBackup */
export const verifyBackup = (file: string): Promise<Totals> => {
  const skip = (_: unknown, content: Sealed): Promise<void> => drained(content);
  return visitBackup(file, { shapes: () => Promise.resolve(), table: skip, file: skip });
};
