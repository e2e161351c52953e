import type { Pool, PoolClient } from 'pg';
import type { Writer } from '../write/writer.ts';
import { Alarm } from './alarm.ts';
import { consumeStep, type ConsumeParts } from './consume.ts';
import type { Consumer, EventHead } from './consumer.ts';
import { Listener } from './listener.ts';
import type { EventDb } from './consumer.ts';
import { beginConsumers } from './place.ts';
import { EVENTS_CHANNEL } from './sequencer.ts';

/** How readers of events run in this process. */
export interface ConsumersOptions {
  readonly consumers: readonly Consumer[];
  readonly writer: Writer;
  /** One of its connections listens and holds the turns of this process. */
  readonly pool: Pool;
  /** Milliseconds between two looks while nothing is announced. */
  readonly pollMs?: number;
  readonly pauses?: readonly number[];
  /** `parked` is the event that was put aside after its last attempt. */
  readonly onError: (error: unknown, consumer: string | null, parked: EventHead | null) => void;
}

/** Has readers do their events until stopped. */
export interface Consumers {
  /** Lets running steps end. */
  stop(): Promise<void>;
}

/** Turns begin this far apart, in milliseconds: under many small changes each then does more events. */
const REST_MS = 100;

const TURN_LOCK = 0x706c_636e;

/** A pool as readers of places and events take it. */
export const eventDb = (pool: Pool): EventDb => ({
  query: async <T>(text: string, values: readonly unknown[] = []) =>
    (await pool.query(text, [...values])).rows as readonly T[], // rows of the statements at hand
});

/** Which readers it is this process's turn to run: session locks on the connection that listens. */
class Turns {
  #client: PoolClient | null = null;
  readonly #held = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  /** One question at a time on the one connection. */
  take(client: PoolClient, name: string): Promise<boolean> {
    const turn = this.#last.then(() => this.#take(client, name));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #take(client: PoolClient, name: string): Promise<boolean> {
    if (client !== this.#client) this.#held.clear();
    this.#client = client;
    if (this.#held.has(name)) return true;
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS got', [
      TURN_LOCK,
      name,
    ]);
    if (rows[0]?.got !== true) return false;
    this.#held.add(name);
    return true;
  }
}

/** One process's readers at work. */
class RunningConsumers implements Consumers {
  readonly #options: ConsumersOptions;
  readonly #alarms: ReadonlyMap<Consumer, Alarm>;
  readonly #listener: Listener;
  readonly #parts: ConsumeParts;
  readonly #turns = new Turns();
  readonly #running: Promise<unknown>;
  #connecting: Promise<PoolClient> | null = null;
  #stopped = false;

  constructor(options: ConsumersOptions) {
    const { consumers, writer, pool, pauses, onError } = options;
    this.#options = options;
    this.#alarms = new Map(consumers.map((consumer) => [consumer, new Alarm(REST_MS)]));
    const onNotice = () => this.#wake();
    this.#listener = new Listener({ pool, channels: [EVENTS_CHANNEL], onNotice, onLost: onNotice });
    this.#parts = { writer, db: eventDb(pool), onError, ...(pauses && { pauses }) };
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
    this.#listener.close();
  }

  get #pollMs(): number {
    return this.#options.pollMs ?? 5_000;
  }

  #wake(): void {
    for (const alarm of this.#alarms.values()) alarm.wake();
  }

  #connect(): Promise<PoolClient> {
    this.#connecting ??= this.#listener.ensure().finally(() => (this.#connecting = null));
    return this.#connecting;
  }

  async #run(): Promise<void> {
    await this.#begin();
    await Promise.all([...this.#alarms].map(([consumer, alarm]) => this.#loop(consumer, alarm)));
  }

  async #begin(): Promise<void> {
    const names = this.#options.consumers.map(({ name }) => name);
    while (!this.#stopped) {
      try {
        return await beginConsumers(this.#parts.db, names);
      } catch (error) {
        this.#options.onError(error, null, null);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  async #loop(consumer: Consumer, alarm: Alarm): Promise<void> {
    while (!this.#stopped) {
      const pause = await this.#turn(consumer);
      if (!this.#stopped) await alarm.pause(pause);
    }
  }

  /** What waits for a reader, if it is this process's turn; says how long to pause afterwards. */
  async #turn(consumer: Consumer): Promise<number> {
    try {
      if (!(await this.#turns.take(await this.#connect(), consumer.name))) return this.#pollMs;
      for (;;) {
        const { more, waitMs } = await consumeStep(this.#parts, consumer);
        if (this.#stopped || !more) return Math.min(this.#pollMs, waitMs ?? this.#pollMs);
      }
    } catch (error) {
      if (!this.#stopped) this.#options.onError(error, consumer.name, null);
      return Math.min(this.#pollMs, 1_000);
    }
  }
}

/**
 * Runs readers of events as these are numbered.
 *
 * Every process may do so: a lock per reader lets one work at a time, and another takes over when it dies.
 *
 * @throws Error when two readers have one name
 */
export const startConsumers = (options: ConsumersOptions): Consumers => {
  const names = options.consumers.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two readers of events are called "${twice}".`);
  return new RunningConsumers(options);
};
