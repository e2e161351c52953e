import { Alarm, startDuty, type Duty, type LiveHub } from '@plumbline/engine';
import type { Pool } from 'pg';
import { DELIVERIES_TOPIC } from '../deliveries.commands.ts';
import type { EventData } from '../event-data.ts';
import { sendLine, type LineParts } from './line.ts';
import { Results } from './results.ts';
import { dueLines, storeResults, waitingJobs, type AskSend, type Line, type WaitingJob } from './send.queries.ts';

/** A job that a rule starts; `key` is the same however often it is asked for. */
export interface RuleJob {
  readonly key: string;
  readonly organizationId: string;
  readonly name: string;
  readonly event: EventData;
}

/** What sending works with. */
export interface SenderParts extends Omit<LineParts, 'results' | 'signal'> {
  readonly pool: Pool;
  readonly hub: LiveHub;
  /** Queues a job once per key; gives why it can't be, null when it is queued. @throws Error to be tried again */
  readonly startJob: (job: RuleJob) => Promise<string | null>;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two looks at lines that wait. */
  readonly pollMs?: number;
}

/** Sends deliveries until stopped. */
export interface Sender {
  stop(): Promise<void>;
}

/** Lines that are sent at the same time, and deliveries of each that are read at once. */
const MOST_LINES = 16;
const BATCH = 100;

const JOBS = 50;

/** Results are kept at least this often, in milliseconds. */
const KEEP_EVERY_MS = 200;

/** Lines are looked at this far apart, in milliseconds. */
const REST_MS = 50;

const doneJob = ({ organizationId, id, attempts }: WaitingJob, error: string | null) => ({
  organizationId,
  id,
  state: error === null ? ('delivered' as const) : ('failed' as const),
  attempts: attempts + 1,
  status: null,
  error,
  durationMs: null,
  request: null,
  response: null,
  pauseMs: null,
});

const startJobs = async ({ startJob }: SenderParts, ask: AskSend): Promise<void> => {
  for (const job of await waitingJobs(ask, JOBS)) {
    const { id: key, organizationId, target: name, event } = job;
    await storeResults(ask, [doneJob(job, await startJob({ key, organizationId, name, event }))]);
  }
};

/** Lines in which something is due, each sent by itself; read together, and their results kept together. */
class Lines {
  readonly #sending = new Map<string, Promise<void>>();
  readonly #ask: AskSend;
  readonly #parts: LineParts;
  readonly #onError: (error: unknown) => void;
  readonly #onEnd: () => void;

  constructor(ask: AskSend, parts: LineParts, onError: (error: unknown) => void, onEnd: () => void) {
    this.#ask = ask;
    this.#parts = parts;
    this.#onError = onError;
    this.#onEnd = onEnd;
  }

  get areSending(): boolean {
    return this.#sending.size > 0;
  }

  /** Two statements: results first, so that what is read afterwards of lines that ended was not sent yet. */
  async step(): Promise<void> {
    const sending = [...this.#sending.keys()];
    await this.#parts.results.flush();
    const lines = MOST_LINES - sending.length;
    if (lines > 0)
      for (const line of await dueLines(this.#ask, { sending, lines, deliveries: BATCH })) this.#send(line);
  }

  async settle(): Promise<void> {
    await Promise.all(this.#sending.values());
    await this.#parts.results.flush();
  }

  #send(line: Line): void {
    const sending = sendLine(this.#parts, line)
      .catch(this.#onError)
      .finally(() => {
        this.#sending.delete(line.webhookId);
        this.#onEnd();
      });
    this.#sending.set(line.webhookId, sending);
  }
}

const sendUntilStopped = async (parts: SenderParts, duty: AbortSignal): Promise<void> => {
  const { pool, hub, pollMs = 1_000 } = parts;
  const ask: AskSend = async <T>(text: string, values: readonly unknown[]) =>
    (await pool.query(text, [...values])).rows as readonly T[]; // rows of the statements at hand
  const ended = new AbortController();
  const signal = AbortSignal.any([duty, ended.signal]);
  const alarm = new Alarm(REST_MS);
  const unsubscribe = hub.subscribe(DELIVERIES_TOPIC, alarm.wake);
  signal.addEventListener('abort', alarm.wake);
  const lines = new Lines(ask, { ...parts, results: new Results(ask), signal }, parts.onError, alarm.wake);
  try {
    while (!signal.aborted) {
      await lines.step();
      await startJobs(parts, ask);
      if (!signal.aborted) await alarm.pause(lines.areSending ? KEEP_EVERY_MS : pollMs);
    }
  } finally {
    unsubscribe();
    ended.abort();
    await lines.settle();
  }
};

/**
 * Sends what event rules keep to be sent, in one process at a time.
 *
 * Deliveries are rows: what was not sent when a process died is sent by the next one, under the same id.
 */
export const startSender = (parts: SenderParts): Sender => {
  const duty: Duty = startDuty({
    pool: parts.pool,
    name: 'extras.webhooks',
    work: (signal) => sendUntilStopped(parts, signal),
    onError: parts.onError,
  });
  return { stop: () => duty.stop() };
};
