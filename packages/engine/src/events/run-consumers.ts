import type { Pool, PoolClient } from 'pg';
import type { Writer } from '../write/writer.ts';
import { Alarm } from './alarm.ts';
import { consumeStep, type ConsumeParts, type Step } from './consume.ts';
import type { Consumer, EventHead } from './consumer.ts';
import { Listener } from './listener.ts';
import type { EventDb } from './load-events.ts';
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

/** The steps of one reader, until nothing is left for now; says how long to wait. */
const runUntilIdle = async (
  parts: ConsumeParts,
  consumer: Consumer,
  pollMs: number,
  isStopped: () => boolean,
): Promise<number> => {
  for (;;) {
    const { more, waitMs }: Step = await consumeStep(parts, consumer);
    if (isStopped() || !more) return Math.min(pollMs, waitMs ?? pollMs);
  }
};

/**
 * Runs readers of events as these are numbered.
 *
 * Every process may do so: a lock per reader lets one work at a time, and another takes over when it dies.
 *
 * @throws Error when two readers have one name
 */
export const startConsumers = (options: ConsumersOptions): Consumers => {
  const { consumers, writer, pool, pollMs = 5_000, pauses, onError } = options;
  const names = consumers.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two readers of events are called "${twice}".`);
  const alarms = new Map(consumers.map((consumer) => [consumer, new Alarm()]));
  const wake = () => alarms.forEach((alarm) => alarm.wake());
  const listener = new Listener({ pool, channels: [EVENTS_CHANNEL], onNotice: wake, onLost: wake });
  const parts: ConsumeParts = { writer, db: eventDb(pool), onError, ...(pauses && { pauses }) };
  const turns = new Turns();
  let stopped = false;
  let connecting: Promise<PoolClient> | null = null;
  const connect = async (): Promise<PoolClient> => {
    connecting ??= listener.ensure().finally(() => (connecting = null));
    return connecting;
  };
  const step = async (consumer: Consumer): Promise<number> => {
    try {
      if (!(await turns.take(await connect(), consumer.name))) return pollMs;
      return await runUntilIdle(parts, consumer, pollMs, () => stopped);
    } catch (error) {
      if (!stopped) onError(error, consumer.name, null);
      return Math.min(pollMs, 1_000);
    }
  };
  const loop = async (consumer: Consumer, alarm: Alarm): Promise<void> => {
    while (!stopped) {
      const pause = await step(consumer);
      if (!stopped) await alarm.pause(pause);
    }
  };
  const begin = async (): Promise<void> => {
    for (;;) {
      try {
        return await beginConsumers(parts.db, names);
      } catch (error) {
        if (stopped) return;
        onError(error, null, null);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  };
  const running = begin().then(() => Promise.all([...alarms].map(([consumer, alarm]) => loop(consumer, alarm))));
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
      listener.close();
    },
  };
};
