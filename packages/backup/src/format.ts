import { createHash } from 'node:crypto';
import { BackupError, DamagedBackup } from './problem.ts';

/** Version of the file format; readers refuse higher ones. */
export const FORMAT = 1;

const MAGIC = 'plumbline-backup';
const NEWLINE = 0x0a;
const LONGEST_HEADER = 1 << 20;

/** Bytes of an uncompressed frame at most; keeps memory flat on both sides. */
export const LARGEST_FRAME = 1 << 20;

/** Migrations a database has been through, oldest first: the core's, and each plugin's by its name. */
export interface Level {
  readonly core: readonly string[];
  readonly plugins: Readonly<Record<string, readonly string[]>>;
}

/** Second line of a backup, readable without unpacking. */
export interface BackupHeader {
  readonly format: number;
  /** Start of the snapshot, ISO in UTC. */
  readonly created: string;
  /** Version of PostgreSQL that was read. */
  readonly postgres: string;
  readonly level: Level;
  /** Ids of the master keys that were configured; the keys themselves are nowhere in the file. */
  readonly keys: readonly string[];
}

/** A table in the backup: columns in the order of its rows, and the partitions it had. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly partitions: readonly { readonly name: string; readonly bound: string }[];
}

/** Last frame: what the file must hold. */
export interface Totals {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly fileBytes: number;
  /** Sequences that have given a number, with the last one. */
  readonly sequences: readonly { readonly name: string; readonly last: string }[];
}

/** What ends a table or a file: rows of the table or bytes of the file, and the digest of the content, lower-case hex. */
export interface Seal {
  readonly count: number;
  readonly sha256: string;
}

/** Kinds of frames: shape of all tables, table, file, data, end of table or file, totals. */
export type FrameKind = 'S' | 'T' | 'F' | 'D' | 'E' | 'Z';

/** One frame as read. */
export interface Frame {
  readonly kind: FrameKind;
  readonly body: Buffer;
}

const KINDS: ReadonlySet<string> = new Set<FrameKind>(['S', 'T', 'F', 'D', 'E', 'Z']);
const PREFIX = 5;

/** A frame: kind, length as four bytes big-endian, body. */
export const frame = (kind: FrameKind, body: Uint8Array): Buffer => {
  const prefix = Buffer.alloc(PREFIX);
  prefix.write(kind, 'latin1');
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
};

/** A frame whose body is JSON. */
export const jsonFrame = (kind: FrameKind, value: unknown): Buffer => frame(kind, Buffer.from(JSON.stringify(value)));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The first two lines: format and digest of the header, then the header as JSON. */
export const headerText = (header: BackupHeader): string => {
  const json = JSON.stringify(header);
  return `${MAGIC} ${header.format} ${sha256(json)}\n${json}\n`;
};

const checkedHeader = (first: string, json: string, file: string): BackupHeader => {
  const [magic, format = '', digest] = first.split(' ');
  if (magic !== MAGIC) throw new DamagedBackup(`${file} is no backup of Plumbline.`);
  if (Number(format) > FORMAT)
    throw new BackupError(
      `${file} has format ${format}; this version reads up to ${FORMAT}. Restore it with a newer one.`,
    );
  if (sha256(json) !== digest) throw new DamagedBackup(`${file} is damaged: its header does not match its digest.`);
  return JSON.parse(json) as BackupHeader;
};

/** Reads bytes in the portions asked for, whatever portions they come in. */
export class Portions {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }

  /** Exactly `size` bytes, or null when the source ends before the first of them. @throws DamagedBackup in between */
  async take(size: number): Promise<Buffer | null> {
    while (this.#held.length < size)
      if (!(await this.#more())) {
        if (this.#held.length === 0) return null;
        throw new DamagedBackup('ends in the middle of a record');
      }
    const taken = this.#held.subarray(0, size);
    this.#held = this.#held.subarray(size);
    return taken;
  }

  /** Text up to the next line end, which is dropped; null when none comes within the longest header. */
  async line(): Promise<string | null> {
    for (let from = 0; ; ) {
      const end = this.#held.indexOf(NEWLINE, from);
      if (end >= 0) {
        const text = this.#held.toString('utf8', 0, end);
        this.#held = this.#held.subarray(end + 1);
        return text;
      }
      from = this.#held.length;
      if (from > LONGEST_HEADER || !(await this.#more())) return null;
    }
  }

  /** Everything that has not been taken. */
  async *rest(): AsyncGenerator<Buffer> {
    if (this.#held.length > 0) yield this.#held;
    this.#held = Buffer.alloc(0);
    for (let step = await this.#source.next(); !step.done; step = await this.#source.next()) yield step.value;
  }
}

/** The header, which stands uncompressed before everything else. @throws DamagedBackup, BackupError for a newer format */
export const readHeader = async (portions: Portions, file: string): Promise<BackupHeader> => {
  const first = await portions.line();
  if (first === null || !first.startsWith(`${MAGIC} `)) throw new DamagedBackup(`${file} is no backup of Plumbline.`);
  const json = await portions.line();
  if (json === null) throw new DamagedBackup(`${file} is damaged: it ends before the header does.`);
  return checkedHeader(first, json, file);
};

/** The frames of an unpacked stream. @throws DamagedBackup */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const portions = new Portions(source);
  for (let prefix = await portions.take(PREFIX); prefix !== null; prefix = await portions.take(PREFIX)) {
    const kind = prefix.toString('latin1', 0, 1);
    const size = prefix.readUInt32BE(1);
    if (!KINDS.has(kind) || size > LARGEST_FRAME + PREFIX) throw new DamagedBackup('holds something that is no record');
    const body = size === 0 ? Buffer.alloc(0) : await portions.take(size);
    if (body === null) throw new DamagedBackup('ends in the middle of a record');
    yield { kind: kind as FrameKind, body };
  }
}
