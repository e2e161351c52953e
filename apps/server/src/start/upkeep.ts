import { ensureChangePartitions, forgetOldAnswers, sequenceOutbox, type SequencerDb } from '@plumbline/engine';
import type { Pool } from 'pg';
import type { Logger } from '../log.ts';

const SEQUENCE_MS = 1_000;
const CLEAN_MS = 3_600_000;

const onPool = (pool: Pool): SequencerDb => ({
  query: async <T>(text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows as T[],
});

/** Numbers new outbox rows; the lock it takes lasts as long as its transaction. */
const sequence = async (pool: Pool): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await sequenceOutbox({
      query: async <T>(text: string, values: readonly unknown[] = []) =>
        (await client.query(text, [...values])).rows as T[],
    });
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
};

const clean = async (pool: Pool): Promise<void> => {
  await ensureChangePartitions(onPool(pool));
  await forgetOldAnswers(onPool(pool) as never);
  await pool.query('DELETE FROM users_session WHERE expires < now()');
};

/** Repeats a step after a pause, never two at once; gives what stops it. */
const repeat = (step: () => Promise<void>, pauseMs: number, log: Logger): (() => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    running = step().catch((error: unknown) => log.warn({ err: error }, 'Upkeep failed; it is tried again.'));
    void running.then(() => {
      if (!stopped) timer = setTimeout(next, pauseMs);
    });
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
};

/** Keeps the database in order beside requests: event numbers, partitions, old answers and sessions. */
export const startUpkeep = (pool: Pool, log: Logger): (() => Promise<void>) => {
  const stops = [repeat(() => sequence(pool), SEQUENCE_MS, log), repeat(() => clean(pool), CLEAN_MS, log)];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
};
