import { InvalidInput, TooExpensive } from '@plumbline/kit';
import { connect } from 'node:net';
import type { ClientBase, Pool } from 'pg';
import type { Fields } from './codec.ts';
import type { ReadLimits } from './limits.ts';
import { gather } from '../prepared.ts';
import { rowDecoder, type RowDecoder } from './row-decoder.ts';
import { runStatement, type ColumnSink, type ResultColumn, type RowSink, type Statement } from './statement.ts';

/** What a read runs its statements on: one connection, one snapshot. */
export interface Channel {
  /** Statements may be sent without waiting for the answers of earlier ones. */
  readonly isPipelined: boolean;
  /** Bytes of rows that came so far. */
  readonly received: number;
  run(statement: Statement, sink: RowSink): Promise<void>;
  /**
   * Runs SQL that was written elsewhere; rows are objects by column name, decoded as the driver does.
   *
   * Such statements are long and follow indexes from given ids: planning them takes longer than running them, and a plan
   * made without the ids serves. They are prepared, and planned once per connection. Works inside a transaction only.
   */
  objects(text: string, values: readonly unknown[]): Promise<readonly object[]>;
}

/** Conditions of one read. */
export interface SnapshotOptions {
  readonly limits: ReadLimits;
  readonly signal?: AbortSignal | undefined;
  /** Called with each statement's text before it is sent. */
  readonly onStatement?: ((statement: Statement) => void) | undefined;
  /** Only one statement will run, which is its own snapshot. */
  readonly isSingle?: boolean;
}

const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

interface DatabaseError extends Error {
  readonly code?: string;
}

/** A value the database refuses is the caller's to mend; anything else stays a defect. */
const worded = (error: unknown): unknown => {
  const code = (error as DatabaseError).code ?? '';
  if (code.startsWith('22') || code === '2201B')
    return new InvalidInput([
      { path: '', code: 'BAD_USER_INPUT', message: 'A value in the query does not fit the field it is compared with.' },
    ]);
  return error;
};

class ClientChannel implements Channel {
  readonly isPipelined: boolean;
  readonly #client: ClientBase;
  readonly #options: SnapshotOptions;
  readonly #stop: (error: Error) => void;
  #bytes = 0;
  #failure: Error | null = null;

  constructor(client: ClientBase, options: SnapshotOptions, isPipelined: boolean, stop: (error: Error) => void) {
    this.#client = client;
    this.#options = options;
    this.isPipelined = isPipelined;
    this.#stop = stop;
  }

  fail(error: Error): void {
    this.#failure ??= error;
  }

  get received(): number {
    return this.#bytes;
  }

  async objects(text: string, values: readonly unknown[]): Promise<readonly object[]> {
    const rows: object[] = [];
    let decode: RowDecoder = () => ({});
    const onColumns = (columns: readonly ResultColumn[]) => void (decode = rowDecoder(columns));
    const sink = (fields: Fields) => void rows.push(decode(fields));
    // sent in one turn, so that nothing else comes between; a failure shows in the statement itself
    const settle = (mode: string) =>
      void this.#client.query(`SET LOCAL plan_cache_mode = ${mode}`).catch(() => undefined);
    gather(this.#client);
    settle('force_generic_plan');
    const done = this.run({ text, values, isStable: true }, sink, onColumns);
    settle('auto');
    await done;
    return rows;
  }

  async run(statement: Statement, sink: RowSink, onColumns?: ColumnSink): Promise<void> {
    if (this.#failure) throw this.#failure;
    const { sqlBytes } = this.#options.limits;
    if (statement.text.length > sqlBytes)
      throw new TooExpensive(
        `The query needs a statement of ${statement.text.length} bytes; at most ${sqlBytes} are allowed. Select or filter less.`,
        { requested: statement.text.length, limit: sqlBytes },
      );
    this.#options.onStatement?.(statement);
    try {
      await runStatement(this.#client, statement, (fields, bytes) => this.#take(sink, fields, bytes), onColumns);
    } catch (error) {
      throw worded(error);
    }
    if (this.#failure) throw this.#failure as Error;
  }

  #take(sink: RowSink, fields: Parameters<RowSink>[0], bytes: number): void {
    if (this.#failure) return;
    this.#bytes += bytes;
    if (this.#bytes <= this.#options.limits.resultBytes) return sink(fields, bytes);
    const limit = this.#options.limits.resultBytes;
    this.#stop(new TooExpensive(`The rows of the query exceed ${limit} bytes. Ask for smaller pages.`, { limit }));
  }
}

/** Whether a connection takes statements before it has answered earlier ones. */
const isPipelined = (client: ClientBase): boolean => (client as unknown as { pipeline?: boolean }).pipeline === true;

/** A channel on a connection that runs a transaction already. */
export const transactionChannel = (client: ClientBase, options: SnapshotOptions): Channel => {
  const channel: ClientChannel = new ClientChannel(client, options, isPipelined(client), (error) =>
    channel.fail(error),
  );
  return channel;
};

interface Backend {
  readonly processID: number;
  readonly secretKey: number;
  readonly host: string;
  readonly port: number;
}

/** Asks the server to stop what a connection runs (PostgreSQL protocol, CancelRequest). */
const cancelBackend = (client: ClientBase): void => {
  const { processID, secretKey, host, port } = client as unknown as Backend;
  const message = Buffer.alloc(16);
  [16, 80_877_102, processID, secretKey].forEach((word, i) => message.writeInt32BE(word | 0, i * 4));
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => socket.destroy());
  socket.on('connect', () => socket.end(message));
};

const aborted = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('The request was given up.');

/** Fails a read from outside: deadline, abort, budget. */
class Stopper {
  #stopped: Error | null = null;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #clear: (() => void)[] = [];

  constructor({ limits, signal }: SnapshotOptions, onStop: (error: Error) => void) {
    this.#left = limits.deadlineMs;
    this.#deadlineMs = limits.deadlineMs;
    this.resume();
    this.#clear.push(() => this.pause());
    this.#onStop = onStop;
    if (!signal) return;
    const abort = () => this.stop(aborted(signal));
    signal.addEventListener('abort', abort, { once: true });
    this.#clear.push(() => signal.removeEventListener('abort', abort));
  }

  readonly #onStop: (error: Error) => void;
  readonly #deadlineMs: number;
  #left: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Halts the clock while the caller takes what was read. */
  pause(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#left -= performance.now() - this.#since;
  }

  resume(): void {
    if (this.#timer || this.#stopped) return;
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#late(), Math.max(1, this.#left));
    this.#timer.unref();
  }

  #late(): void {
    const limit = this.#deadlineMs;
    const message = `The query ran longer than ${limit / 1_000} s and was stopped. Ask for less.`;
    this.stop(new TooExpensive(message, { limit }));
  }

  stop(error: Error): void {
    if (this.#stopped) return;
    this.#stopped = error;
    this.#onStop(error);
    for (const reject of this.#waiting) reject(error);
  }

  /**
   * The outcome of some work, or the error of a stop before it.
   *
   * A race against one promise that lasts would keep every outcome as long as that promise.
   */
  guard<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) reject(this.#stopped);
      this.#waiting.add(reject);
      const over = () => this.#waiting.delete(reject);
      work.finally(over).then(resolve, reject);
    });
  }

  clear(): void {
    for (const clear of this.#clear) clear();
  }
}

/** A snapshot that stays open until it is closed. */
export interface OpenSnapshot {
  readonly channel: Channel;
  /** The outcome of some work, or what stopped the read before it: the deadline, the byte budget or the signal. */
  guard<T>(work: Promise<T>): Promise<T>;
  /** Halts the deadline while the caller takes what was read. */
  pause(): void;
  resume(): void;
  /** Ends the transaction, or destroys the connection after an error. */
  close(error?: Error): Promise<void>;
}

/**
 * Takes a connection and opens a REPEATABLE READ READ ONLY snapshot on it.
 *
 * @throws the signal's reason when it is aborted already.
 */
export const openSnapshot = async (pool: Pool, options: SnapshotOptions): Promise<OpenSnapshot> => {
  if (options.signal?.aborted) throw aborted(options.signal);
  const client = await pool.connect();
  if (options.signal?.aborted) {
    client.release();
    throw aborted(options.signal);
  }
  const stopper: Stopper = new Stopper(options, (error) => {
    channel.fail(error);
    cancelBackend(client);
  });
  const channel: ClientChannel = new ClientChannel(client, options, isPipelined(client), (error) =>
    stopper.stop(error),
  );
  // A broken connection fails the statement that runs; the event alone must not end the process.
  const onError = (error: Error) => stopper.stop(error);
  client.on('error', onError);
  const say = async (text: string) => {
    gather(client);
    const said = client.query(text);
    said.catch(() => undefined);
    if (!isPipelined(client)) await said;
  };
  if (options.isSingle !== true) await say(BEGIN);
  return {
    channel,
    guard: (work) => stopper.guard(work),
    pause: () => stopper.pause(),
    resume: () => stopper.resume(),
    close: async (error) => {
      stopper.clear();
      if (error) channel.fail(error);
      else if (options.isSingle !== true) await say('COMMIT');
      client.off('error', onError);
      client.release(error !== undefined);
    },
  };
};

/**
 * Runs a read in one snapshot on a connection of the pipelined pool.
 *
 * On any failure, and when the signal aborts or the deadline passes, the statement is cancelled and the connection
 * destroyed.
 *
 * @throws TooExpensive over the time or byte budget; the signal's reason on abort.
 */
export const withSnapshot = async <T>(
  pool: Pool,
  options: SnapshotOptions,
  use: (channel: Channel) => Promise<T>,
): Promise<T> => {
  const snapshot = await openSnapshot(pool, options);
  try {
    const result = await snapshot.guard(use(snapshot.channel));
    await snapshot.close();
    return result;
  } catch (error) {
    await snapshot.close(error as Error);
    throw error;
  }
};
