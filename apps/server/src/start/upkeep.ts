import { forgetDeliveries, forgetHistory, forgetNotifications } from '@plumbline/domain';
import {
  ensureChangePartitions,
  forgetOldAnswers,
  pruneOutbox,
  startConsumers,
  startSequencer,
  tidySearch,
  type Consumer,
  type SequencerDb,
  type Writer,
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

/** What upkeep works with. */
export interface UpkeepParts {
  /** Small pool for short statements. */
  readonly pool: Pool;
  readonly writer: Writer;
  /** Readers of events, of all domains. */
  readonly consumers: readonly Consumer[];
  /** Days for which events are kept. */
  readonly eventDays: number;
  readonly log: Logger;
}

const clean = async ({ pool, writer, eventDays, consumers }: UpkeepParts): Promise<void> => {
  const db = onPool(pool);
  await ensureChangePartitions(db);
  await pruneOutbox(db, eventDays, { consumers: consumers.map(({ name }) => name) });
  await forgetOldAnswers(db as never);
  await tidySignIn(pool);
  await forgetHistory(askPool(pool));
  await forgetDeliveries(askPool(pool));
  await forgetNotifications(writer, askPool(pool));
};

/** Repeats a step after a pause, never two at once; gives what stops it. */
export const repeat = (step: () => Promise<void>, pauseMs: number, log: Logger): (() => Promise<void>) => {
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

const runConsumers = ({ pool, writer, consumers, log }: UpkeepParts) =>
  startConsumers({
    pool,
    writer,
    consumers,
    onError: (error, consumer, parked) => {
      if (parked)
        log.error({ err: error, consumer, event: parked }, 'An event could not be handled and was put aside.');
      else log.warn({ err: error, consumer }, 'Events could not be handled; they are tried again.');
    },
  });

/** Keeps the database in order beside requests: event numbers and their readers, partitions, search index, old events, answers, sessions, the security log and what organizations no longer keep of their history. */
export const startUpkeep = (parts: UpkeepParts): (() => Promise<void>) => {
  const { pool, log } = parts;
  const sequencer = startSequencer({
    pool,
    onNumbered: (events) => (events > MANY_EVENTS ? tidySearch(onPool(pool)) : undefined),
    onError: (error) => log.warn({ err: error }, 'Numbering events failed; it is tried again.'),
  });
  const consumers = runConsumers(parts);
  const stopCleaning = repeat(() => clean(parts), CLEAN_MS, log);
  return async () => {
    await Promise.all([sequencer.stop(), consumers.stop(), stopCleaning()]);
  };
};
