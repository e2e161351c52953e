import { Alarm, startDuty, type Duty, type LiveHub } from '@plumbline/engine';
import type { Pool } from 'pg';
import { DELIVERIES_TOPIC } from '../deliveries.commands.ts';
import type { EventData } from '../event-data.ts';
import { sendLine, type LineParts } from './line.ts';
import { dueLines, storeResults, waitingJobs, type AskSend, type Line, type WaitingJob } from './send.queries.ts';

/** A job that a rule starts; `key` is the same however often it is asked for. */
export interface RuleJob {
  readonly key: string;
  readonly organizationId: string;
  readonly name: string;
  readonly event: EventData;
}

/** What sending works with. */
export interface SenderParts extends Omit<LineParts, 'ask' | 'signal'> {
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

/** Lines that are sent at the same time. */
const MOST_LINES = 16;

const JOBS = 50;

const doneJob = ({ id, attempts }: WaitingJob, error: string | null) => ({
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
    await storeResults(ask, organizationId, [doneJob(job, await startJob({ key, organizationId, name, event }))]);
  }
};

/** All lines in which something is due, each sent by itself. */
class Lines {
  readonly #active = new Map<string, Promise<void>>();
  readonly #parts: LineParts;
  readonly #onError: (error: unknown) => void;
  readonly #onEnd: () => void;

  constructor(parts: LineParts, onError: (error: unknown) => void, onEnd: () => void) {
    this.#parts = parts;
    this.#onError = onError;
    this.#onEnd = onEnd;
  }

  take(lines: readonly Line[]): void {
    for (const line of lines) {
      const key = `${line.organizationId}/${line.webhookId}`;
      if (this.#active.has(key) || this.#active.size >= MOST_LINES) continue;
      const sending = sendLine(this.#parts, line)
        .catch(this.#onError)
        .finally(() => {
          this.#active.delete(key);
          this.#onEnd();
        });
      this.#active.set(key, sending);
    }
  }

  async settle(): Promise<void> {
    await Promise.all(this.#active.values());
  }
}

const sendUntilStopped = async (parts: SenderParts, signal: AbortSignal): Promise<void> => {
  const { pool, hub, pollMs = 1_000 } = parts;
  const ask: AskSend = async <T>(text: string, values: readonly unknown[]) =>
    (await pool.query(text, [...values])).rows as readonly T[]; // rows of the statements at hand
  const alarm = new Alarm();
  const unsubscribe = hub.subscribe(DELIVERIES_TOPIC, alarm.wake);
  signal.addEventListener('abort', alarm.wake);
  const lines = new Lines({ ...parts, ask, signal }, parts.onError, alarm.wake);
  try {
    while (!signal.aborted) {
      lines.take(await dueLines(ask));
      await startJobs(parts, ask);
      if (!signal.aborted) await alarm.pause(pollMs);
    }
  } finally {
    unsubscribe();
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
