import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CopyBytes } from './copy-bytes.ts';
import { encodeFields, encoderOf, type CopyValue, type Encode } from './copy-encode.ts';

/** Rows for a table, to be streamed. */
export interface CopyRows {
  /** As SQL. */
  readonly table: string;
  /** Names of the columns, as SQL, with their types. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** Values of the first columns, which all rows share. */
  readonly shared: readonly CopyValue[];
  /** Values of the other columns, row by row. */
  readonly rows: Iterable<readonly CopyValue[]>;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;

/** One value of COPY's text format. */
const textOf = (value: CopyValue): string => {
  if (value === null) return '\\N';
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  const text = String(value);
  return SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : text;
};

const PIECE = 1 << 16;

function* asText({ shared, rows }: CopyRows): Generator<string> {
  let text = '';
  for (const row of rows) {
    text += `${[...shared, ...row].map(textOf).join('\t')}\n`;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

const HEADER = Buffer.from('PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);

/** The beginning of all tuples: how many fields, and those that are shared. */
const beginning = (encoders: readonly Encode[], shared: readonly CopyValue[]): Buffer => {
  const out = new CopyBytes();
  out.bytes[out.at++] = encoders.length >>> 8;
  out.bytes[out.at++] = encoders.length;
  encodeFields(out, encoders.slice(0, shared.length), shared);
  return Buffer.concat(out.rest());
};

/** Source: PostgreSQL's manual, COPY, file formats, binary format. */
function* asBinary({ shared, rows }: CopyRows, encoders: readonly Encode[]): Generator<Buffer> {
  const out = new CopyBytes();
  const begin = beginning(encoders, shared);
  const own = encoders.slice(shared.length);
  out.copy(HEADER);
  for (const row of rows) {
    out.copy(begin);
    encodeFields(out, own, row);
    yield* out.full();
  }
  out.copy(END);
  yield* out.rest();
}

function* chain<T>(before: readonly T[], after: Iterable<T>): Generator<T> {
  yield* before;
  yield* after;
}

/** Few rows, which most writes have, go out at once; a pipeline for them takes as long as a statement. */
const stream = async (client: ClientBase, sql: string, pieces: Generator<string | Buffer>): Promise<void> => {
  const [first, second] = [pieces.next(), pieces.next()];
  const into = client.query(copyFrom(sql));
  if (second.done) {
    into.end(first.value ?? '');
    return finished(into);
  }
  await pipeline(Readable.from(chain([first.value, second.value], pieces)), into);
};

/** Streams rows into a table, in the binary format where each of its types has one here. */
export const copyRows = async (client: ClientBase, rows: CopyRows): Promise<void> => {
  const encoders = rows.columns.flatMap(([, type]) => encoderOf(type) ?? []);
  const isBinary = encoders.length === rows.columns.length;
  const target = `${rows.table} (${rows.columns.map(([name]) => name).join(', ')})`;
  const sql = `COPY ${target} FROM STDIN${isBinary ? ' (FORMAT binary)' : ''}`;
  await stream(client, sql, isBinary ? asBinary(rows, encoders) : asText(rows));
};
