import type { Pool, PoolClient } from 'pg';
import { Alarm } from './alarm.ts';
import { Listener } from './listener.ts';
import { FIRST_TRANSACTION, OUTBOX_CHANNEL, outboxWaits, sequenceOutbox, type SequencerDb } from './sequencer.ts';

/** How events are numbered in this process. */
export interface SequencerOptions {
  /** One of its connections listens for as long as the sequencer runs. */
  readonly pool: Pool;
  /** Milliseconds between two looks while nothing is announced; announcements may get lost with a connection. */
  readonly pollMs?: number;
  /** Milliseconds after which rows behind an open transaction are tried again. */
  readonly retryMs?: number;
  /** Told how many events were numbered. */
  readonly onNumbered?: (events: number) => void | Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Numbers events until stopped. */
export interface Sequencer {
  stop(): Promise<void>;
}

const BATCH = 10_000;

/** Steps begin this far apart, in milliseconds. */
const REST_MS = 50;

const dbOf = (client: PoolClient): SequencerDb => ({
  query: async <T>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as T[],
});

const inTransaction = async <T>(pool: Pool, step: (db: SequencerDb) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await step(dbOf(client));
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
};

/** How a pass over what waits went. */
interface Pass {
  /** Whether rows are left behind an open transaction. */
  readonly waits: boolean;
  /** Where the next pass may begin. */
  readonly since: string;
}

/** Numbers all that can be numbered now; after a pass that finds nothing the next one begins at the start again. */
const numberAll = async ({ pool, onNumbered }: SequencerOptions, start: string): Promise<Pass> => {
  for (let since = start, total = 0; ; ) {
    const { count, events, horizon } = await inTransaction(pool, (db) => sequenceOutbox(db, BATCH, since));
    if (events > 0) await onNumbered?.(events);
    total += count;
    if (count === BATCH) continue;
    since = horizon;
    const waits = await inTransaction(pool, (db) => outboxWaits(db, since));
    return { waits, since: total === 0 ? FIRST_TRANSACTION : since };
  }
};

/**
 * Numbers events as they are committed, told by NOTIFY and by looking from time to time.
 *
 * Every process may run one: the lock of `sequenceOutbox` lets one work at a time, and another takes over when it dies.
 */
export const startSequencer = (options: SequencerOptions): Sequencer => {
  const { pool, pollMs = 5_000, retryMs = 250, onError } = options;
  const alarm = new Alarm(REST_MS);
  const listener = new Listener({ pool, channels: [OUTBOX_CHANNEL], onNotice: alarm.wake, onLost: alarm.wake });
  let stopped = false;
  let since = FIRST_TRANSACTION;
  const step = async (): Promise<number> => {
    try {
      await listener.ensure();
      const pass = await numberAll(options, since);
      since = pass.since;
      return pass.waits ? retryMs : pollMs;
    } catch (error) {
      if (!stopped) onError(error);
      return Math.min(pollMs, 1_000);
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const pause = await step();
      if (!stopped) await alarm.pause(pause);
    }
    listener.close();
  };
  const running = loop();
  return {
    stop: async () => {
      stopped = true;
      alarm.wake();
      await running;
    },
  };
};
