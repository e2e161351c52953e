import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Leaves values as the text PostgreSQL sent; kinds read them. */
const RAW = { getTypeParser: () => (value: string) => value };

/** One connection inside a transaction, with a count of the statements it ran. */
export interface Db {
  readonly client: ClientBase;
  readonly statements: () => number;
  /** Rows as objects, parsed by the driver. */
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** Runs statements without values and then another, in one message; rows of the last. */
  afterwards<T = Record<string, unknown>>(first: readonly string[], text: string): Promise<T[]>;
  /** Rows as lists of texts, nothing parsed. */
  raw(text: string, values?: readonly unknown[]): Promise<(string | null)[][]>;
  /** Streams lines of COPY text format into a table; `target` names table and columns. */
  copy(target: string, lines: Iterable<string>): Promise<void>;
}

const COPY_CHUNK = 1 << 16;

function* chunked(lines: Iterable<string>): Generator<string> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < COPY_CHUNK) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* chain(before: readonly string[], after: Iterable<string>): Generator<string> {
  yield* before;
  yield* after;
}

/** Few lines, which most writes have, go out at once; a pipeline for them takes as long as a statement. */
const copyInto = async (client: ClientBase, target: string, chunks: Generator<string>): Promise<void> => {
  const [first, second] = [chunks.next(), chunks.next()];
  const into = client.query(copyFrom(`COPY ${target} FROM STDIN`));
  if (second.done) {
    into.end(first.value ?? '');
    return finished(into);
  }
  await pipeline(Readable.from(chain([String(first.value), second.value], chunks)), into);
};

/** Wraps a client for the write pipeline. */
export const createDb = (client: ClientBase): Db => {
  let count = 0;
  return {
    client,
    statements: () => count,
    query: async <T>(text: string, values: readonly unknown[] = []) => {
      count++;
      return (await client.query(text, [...values])).rows as T[];
    },
    afterwards: async <T>(first: readonly string[], text: string) => {
      count += first.length + 1;
      const results: unknown = await client.query([...first, text].join('; '));
      return (results as readonly { readonly rows: T[] }[])[first.length]?.rows ?? []; // of several statements the driver gives several results
    },
    raw: async (text, values = []) => {
      count++;
      const result = await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array', types: RAW });
      return result.rows;
    },
    copy: async (target, lines) => {
      count++;
      await copyInto(client, target, chunked(lines));
    },
  };
};

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const SPECIAL = /[\\\t\n\r]/;

/** One value of COPY text format; null is `\N`. */
export const copyText = (value: string | number | null): string => {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return SPECIAL.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : value;
};

/** One line of COPY text format. */
export const copyLine = (values: readonly (string | number | null)[]): string => `${values.map(copyText).join('\t')}\n`;
