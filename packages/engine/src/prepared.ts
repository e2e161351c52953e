import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';

/** Prepared plans kept on one connection; a plan of many joins can hold a megabyte. */
const MOST_PREPARED = 200;
/** Bytes of statement text kept prepared on one connection. */
const MOST_BYTES = 400_000;
/** Statement texts remembered to tell repeated ones from rare ones, and their characters. */
const MOST_SEEN = 5_000;
const MOST_SEEN_LENGTH = 8_000_000;

const seen = new Set<string>();
let seenLength = 0;

const forgetSeen = (): void => {
  const [text = ''] = seen;
  seen.delete(text);
  seenLength -= text.length;
};

/** Whether the same text came before: rare shapes are not worth a prepared plan. */
const isRepeated = (text: string): boolean => {
  if (seen.has(text)) return true;
  seen.add(text);
  seenLength += text.length;
  while (seen.size > MOST_SEEN || (seenLength > MOST_SEEN_LENGTH && seen.size > 1)) forgetSeen();
  return false;
};

interface PreparedHolder {
  readonly pipeline?: boolean;
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
  #serial = 0;

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
    if (!isRepeated(text)) return undefined;
    this.#serial += 1;
    const name = `kept_${this.#serial}`; // never used again, since dropping one may fail
    this.#names.set(text, name);
    this.#bytes += text.length;
    // without a pipeline statements may not queue up, so that one at a time has to do
    const { pipeline } = this.#client as unknown as PreparedHolder;
    for (let left = pipeline ? MOST_PREPARED : 1; left > 0 && this.#isFull; left--) this.#drop();
    return name;
  }

  get #isFull(): boolean {
    return this.#names.size > MOST_PREPARED || (this.#bytes > MOST_BYTES && this.#names.size > 1);
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

/** Name under which a connection keeps the plan of a statement; undefined for a text that came for the first time. */
export const preparedName = (client: ClientBase, text: string): string | undefined => preparedOf(client).nameOf(text);

/** Sends what is asked in one turn of the event loop with one call of the system. */
export const gather = (client: ClientBase): void => {
  const stream = (client as unknown as PreparedHolder).connection?.stream;
  if (!stream || corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  setImmediate(() => {
    corked.delete(stream);
    stream.uncork();
  });
};
