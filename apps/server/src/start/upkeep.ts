import { forgetHistory } from '@plumbline/domain';
import {
  ensureChangePartitions,
  forgetOldAnswers,
  pruneOutbox,
  startSequencer,
  tidySearch,
  type SequencerDb,
} from '@plumbline/engine';
import type { Pool } from 'pg';
import { askPool } from '../auth/login.ts';
import { tidySignIn } from '../auth/tidy.ts';
import type { Logger } from '../log.ts';

const CLEAN_MS = 3_600_000;

/** So many events at once come from a large write, which leaves the search index something to sort in. */
const MANY_EVENTS = 1_000;

const onPool = (pool: Pool): SequencerDb => ({
  query: async <T>(text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows as T[],
});

const clean = async (pool: Pool, eventDays: number): Promise<void> => {
  const db = onPool(pool);
  await ensureChangePartitions(db);
  await pruneOutbox(db, eventDays);
  await forgetOldAnswers(db as never);
  await tidySignIn(pool);
  await forgetHistory(askPool(pool));
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

/** Keeps the database in order beside requests: event numbers, partitions, search index, old events, answers, sessions, the security log and what organizations no longer keep of their history. */
export const startUpkeep = (pool: Pool, eventDays: number, log: Logger): (() => Promise<void>) => {
  const sequencer = startSequencer({
    pool,
    onNumbered: (count) => (count > MANY_EVENTS ? tidySearch(onPool(pool)) : undefined),
    onError: (error) => log.warn({ err: error }, 'Numbering events failed; it is tried again.'),
  });
  const stopCleaning = repeat(() => clean(pool, eventDays), CLEAN_MS, log);
  return async () => {
    await Promise.all([sequencer.stop(), stopCleaning()]);
  };
};
