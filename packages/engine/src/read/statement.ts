import type { Writable } from 'node:stream';
import { Query, type ClientBase } from 'pg';
import type { Fields } from './codec.ts';

/** A statement ready to run. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Worth a prepared plan: small result, and no condition whose best plan depends on the value. */
  readonly isStable: boolean;
}

/** Takes one row as column texts. */
export type RowSink = (fields: Fields, bytes: number) => void;

/** Takes the columns of a result, before its rows. */
export type ColumnSink = (columns: readonly ResultColumn[]) => void;

/** Column of a result as the protocol describes it. */
export interface ResultColumn {
  readonly name: string;
  readonly dataTypeID: number;
}

interface DataRow {
  readonly fields: Fields;
  readonly length: number;
}

/**
 * A query that hands over rows as they come, undecoded.
 *
 * It extends pg's own class, since a pipelined client refuses any other submittable.
 */
export class RowQuery extends Query {
  readonly #sink: RowSink;
  readonly #onColumns: ColumnSink | undefined;

  constructor(
    statement: Statement,
    name: string | undefined,
    sink: RowSink,
    done: (error: Error | null) => void,
    onColumns?: ColumnSink,
  ) {
    super({ text: statement.text, values: [...statement.values], ...(name !== undefined && { name }) });
    this.#sink = sink;
    this.#onColumns = onColumns;
    (this as unknown as { callback: (error: Error | null) => void }).callback = done;
  }

  /** Plans know the order of their columns; only statements of other origin want to be told. */
  handleRowDescription({ fields }: { readonly fields: readonly ResultColumn[] }): void {
    this.#onColumns?.(fields);
  }

  handleDataRow(message: DataRow): void {
    this.#sink(message.fields, message.length);
  }

  handleCommandComplete(): void {
    // Row counts are not needed.
  }
}

/** Prepared plans kept on one connection; a plan of many joins can hold a megabyte. */
const MOST_PREPARED = 200;
/** Bytes of statement text kept prepared on one connection. */
const MOST_BYTES = 400_000;
/** Statement texts remembered to tell repeated ones from rare ones, and their characters. */
const MOST_SEEN = 5_000;
const MOST_SEEN_LENGTH = 8_000_000;

const seen = new Map<string, string>();
let seenLength = 0;
let serial = 0;

const forgetSeen = (): void => {
  const [text = ''] = seen.keys();
  seen.delete(text);
  seenLength -= text.length;
};

/** A name once the same text came twice: rare shapes are not worth a prepared plan. */
const repeatedName = (text: string): string | undefined => {
  const name = seen.get(text);
  if (name !== undefined) return name === '' ? giveName(text) : name;
  seen.set(text, '');
  seenLength += text.length;
  while (seen.size > MOST_SEEN || (seenLength > MOST_SEEN_LENGTH && seen.size > 1)) forgetSeen();
  return undefined;
};

const giveName = (text: string): string => {
  serial += 1;
  const name = `read_${serial}`;
  seen.set(text, name);
  return name;
};

interface PreparedHolder {
  readonly connection?: {
    readonly stream?: Writable;
    readonly parsedStatements: Record<string, string | undefined>;
    readonly submittedNamedStatements: Record<string, string | undefined>;
  };
}

/** Prepared statements of one connection, least recently used first. */
class PreparedStatements {
  readonly #names = new Map<string, string>();
  readonly #client: ClientBase;
  #bytes = 0;

  constructor(client: ClientBase) {
    this.#client = client;
  }

  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) {
      this.#names.delete(text);
      this.#names.set(text, known);
      return known;
    }
    const name = repeatedName(text);
    if (name === undefined) return undefined;
    this.#names.set(text, name);
    this.#bytes += text.length;
    while (this.#names.size > MOST_PREPARED || (this.#bytes > MOST_BYTES && this.#names.size > 1)) this.#drop();
    return name;
  }

  #drop(): void {
    const [text, name] = this.#names.entries().next().value ?? ['', ''];
    this.#names.delete(text);
    this.#bytes -= text.length;
    const { connection } = this.#client as unknown as PreparedHolder;
    // One that is still on its way stays prepared: the driver would note it again when it has arrived.
    if (connection?.parsedStatements[name] === undefined) return;
    delete connection.parsedStatements[name];
    delete connection.submittedNamedStatements[name];
    // A failure shows in the transaction's other statements; nothing waits for this one.
    this.#client.query(`DEALLOCATE ${name}`).catch(() => undefined);
  }
}

const prepared = new WeakMap<ClientBase, PreparedStatements>();

const preparedOf = (client: ClientBase): PreparedStatements => {
  const known = prepared.get(client);
  if (known) return known;
  const made = new PreparedStatements(client);
  prepared.set(client, made);
  return made;
};

const corked = new WeakSet<Writable>();

/** Sends what is asked in one turn of the event loop with one call of the system. */
const gather = (client: ClientBase): void => {
  const stream = (client as unknown as PreparedHolder).connection?.stream;
  if (!stream || corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  setImmediate(() => {
    corked.delete(stream);
    stream.uncork();
  });
};

/** Runs a statement and resolves after its last row went to the sink. */
export const runStatement = (
  client: ClientBase,
  statement: Statement,
  sink: RowSink,
  onColumns?: ColumnSink,
): Promise<void> => {
  gather(client);
  const name = statement.isStable ? preparedOf(client).nameOf(statement.text) : undefined;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    client.query(new RowQuery(statement, name, sink, done, onColumns));
  });
};
