import type { ClientBase } from 'pg';
import { gather, preparedName } from '../prepared.ts';
import { copyRows, type CopyRows } from './copy.ts';

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
  /** Streams rows into a table. */
  copy(rows: CopyRows): Promise<void>;
}

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
const copyAlone = async (client: ClientBase, rows: CopyRows): Promise<void> => {
  const { pipeline: isPipelined } = client as Pipelined;
  setPipelined(client, false);
  try {
    await copyRows(client, rows);
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
    copy: async (rows) => {
      count++;
      await underWay.settled();
      await copyAlone(client, rows);
    },
  };
};
