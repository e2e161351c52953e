import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { gather, preparedName } from '../prepared.ts';

/** Leaves values as the text PostgreSQL sent; kinds read them. */
const RAW = { getTypeParser: () => (value: string) => value };

/**
 * Whether a connection keeps the plan of a statement: for those that find few rows by their ids, or write them.
 *
 * Statements without it are planned each time, for the values at hand.
 */
export type Planning = 'kept' | 'each time';

/** One connection inside a transaction, with a count of the statements it ran. */
export interface Db {
  readonly client: ClientBase;
  readonly statements: () => number;
  /** Rows as objects, parsed by the driver. */
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[], planning?: Planning): Promise<T[]>;
  /** Rows as lists of texts, nothing parsed. */
  raw(text: string, values?: readonly unknown[], planning?: Planning): Promise<(string | null)[][]>;
  /**
   * Sends a statement whose answer nobody needs, and does not wait for it: what follows comes after it all the same.
   *
   * When it fails, so does whatever follows, and `settled` says why.
   */
  send(text: string, values?: readonly unknown[], planning?: Planning): void;
  /** Waits for what was sent. @throws the first failure */
  settled(): Promise<void>;
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

/** How the driver says whether statements are sent before earlier ones are answered. */
type Pipelined = ClientBase & { pipeline: boolean };

/** What is under way on a connection, which answers in order; keeps the first failure of what nobody waits for. */
class UnderWay {
  #last: Promise<unknown> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  /** Something somebody waits for. */
  asked<T>(answer: Promise<T>): Promise<T> {
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  sent(answer: Promise<unknown>): void {
    this.#last = answer.catch((error: unknown) => void (this.#failure ??= { error }));
  }

  /** @throws the first failure */
  async settled(): Promise<void> {
    await this.#last;
    if (this.#failure) throw this.#failure.error;
  }
}

/** Lets statements of a connection go out before earlier ones are answered; changed only while nothing is under way. */
export const setPipelined = (client: ClientBase, isPipelined: boolean): void => {
  (client as Pipelined).pipeline = isPipelined;
};

/** Streams into a table; a pipelined connection takes no stream. */
const copyAlone = async (client: ClientBase, target: string, lines: Iterable<string>): Promise<void> => {
  const { pipeline: isPipelined } = client as Pipelined;
  setPipelined(client, false);
  try {
    await copyInto(client, target, chunked(lines));
  } finally {
    setPipelined(client, isPipelined);
  }
};

/** Wraps a client for the write pipeline. */
export const createDb = (client: ClientBase): Db => {
  let count = 0;
  const underWay = new UnderWay();
  const ask = (text: string, values: readonly unknown[], planning: Planning | undefined, form: object = {}) => {
    count++;
    gather(client);
    const name = planning === 'kept' ? preparedName(client, text) : undefined;
    return client.query<never>({ text, values: [...values], ...(name !== undefined && { name }), ...form });
  };
  return {
    client,
    statements: () => count,
    query: async <T>(text: string, values: readonly unknown[] = [], planning?: Planning) =>
      (await underWay.asked(ask(text, values, planning))).rows as T[],
    raw: async (text, values = [], planning) =>
      (await underWay.asked(ask(text, values, planning, { rowMode: 'array', types: RAW }))).rows,
    send: (text, values = [], planning) => underWay.sent(ask(text, values, planning)),
    settled: () => underWay.settled(),
    copy: async (target, lines) => {
      count++;
      await underWay.settled();
      await copyAlone(client, target, lines);
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
