import { attemptDelivery, type Attempt, type AttemptParts } from './attempt.queries.ts';
import {
  noteMissed,
  noteReached,
  storeResults,
  waitingIn,
  webhookOf,
  type AskSend,
  type Line,
  type Result,
  type Waiting,
} from './send.queries.ts';
import type { StoredWebhook } from './webhook-request.ts';

/** What a line is sent with. */
export interface LineParts extends AttemptParts {
  readonly ask: AskSend;
  /** Secret of a webhook; null when it has none. */
  readonly secretOf: (hook: StoredWebhook) => Promise<string | null>;
  readonly signal: AbortSignal;
  /** Milliseconds before the next try, by failures in a row; the last one holds for all further. */
  readonly pauses?: readonly number[];
}

const BATCH = 100;

/** Results are kept at least this often, in milliseconds: what is not kept is sent again after a crash. */
const KEEP_EVERY_MS = 200;

const S = 1_000;
const PAUSES = [S, 2 * S, 5 * S, 10 * S, 30 * S, 60 * S, 120 * S, 300 * S, 600 * S, 900 * S] as const;

/** Tries of what the other side has refused. */
const FEW = 3;

const pauseAfter = (failures: number, pauses: readonly number[]): number => {
  const pause = pauses[Math.min(failures, pauses.length - 1)] ?? 0;
  return pause * (0.9 + Math.random() * 0.2); // so that many lines do not come back at once
};

const resultOf = (
  { id, attempts }: Waiting,
  attempt: Attempt,
  state: Result['state'],
  pauseMs: number | null,
): Result => {
  const { status, error, durationMs, request, response } = attempt;
  return { id, state, attempts: attempts + 1, status, error, durationMs, request, response, pauseMs };
};

const givenUp = ({ id, attempts }: Waiting, error: string): Result => ({
  id,
  state: 'failed',
  attempts,
  status: null,
  error,
  durationMs: null,
  request: null,
  response: null,
  pauseMs: null,
});

const isOver = ({ attempts }: Waiting, { retry }: Attempt): boolean =>
  retry === 'never' || (retry === 'few' && attempts + 1 >= FEW);

/** Results that are kept from time to time. */
class Kept {
  #results: Result[] = [];
  #since = Date.now();
  #reached = false;
  readonly #ask: AskSend;
  readonly #line: Line;

  constructor(ask: AskSend, line: Line) {
    this.#ask = ask;
    this.#line = line;
  }

  async add(result: Result, reached: boolean): Promise<void> {
    this.#results.push(result);
    this.#reached ||= reached;
    if (Date.now() - this.#since >= KEEP_EVERY_MS) await this.flush();
  }

  async flush(): Promise<void> {
    const results = this.#results;
    this.#results = [];
    this.#since = Date.now();
    await storeResults(this.#ask, this.#line.organizationId, results);
    if (this.#reached) await noteReached(this.#ask, this.#line);
    this.#reached = false;
  }
}

/** Sends one; false when the line has to wait. */
const sendOne = async (
  parts: LineParts,
  line: Line,
  hook: StoredWebhook,
  secret: string | null,
  waiting: Waiting,
  kept: Kept,
): Promise<boolean> => {
  if (waiting.expired) {
    await kept.add(givenUp(waiting, 'The other side did not take it for 24 hours.'), false);
    return true;
  }
  const { id, eventType, event, attempts } = waiting;
  const delivery = { id, eventType, event, attempt: attempts + 1 };
  const attempt = await attemptDelivery(parts, hook, delivery, secret, parts.signal);
  if (parts.signal.aborted && !attempt.ok) return false;
  if (attempt.ok || isOver(waiting, attempt)) {
    await kept.add(resultOf(waiting, attempt, attempt.ok ? 'delivered' : 'failed', null), attempt.ok);
    return true;
  }
  const pauseMs = Math.round(pauseAfter(line.failures, parts.pauses ?? PAUSES));
  await kept.add(resultOf(waiting, attempt, 'pending', pauseMs), false);
  await kept.flush();
  await noteMissed(parts.ask, line, attempt.error, pauseMs);
  return false;
};

const sendBatch = async (
  parts: LineParts,
  line: Line,
  hook: StoredWebhook,
  batch: readonly Waiting[],
): Promise<boolean> => {
  const kept = new Kept(parts.ask, line);
  try {
    const secret = await parts.secretOf(hook);
    for (const waiting of batch) {
      if (parts.signal.aborted) return false;
      if (!(await sendOne(parts, line, hook, secret, waiting, kept))) return false;
    }
    return true;
  } finally {
    await kept.flush();
  }
};

/**
 * Sends what waits in a line, one after the other, until nothing is left or the other side does not take it.
 *
 * A delivery that fails for a while holds up those behind it, so that the other side sees events in their order.
 */
export const sendLine = async (parts: LineParts, line: Line): Promise<void> => {
  for (;;) {
    const batch = await waitingIn(parts.ask, line, BATCH);
    if (batch.length === 0 || parts.signal.aborted) return;
    const hook = await webhookOf(parts.ask, line.organizationId, line.webhookId);
    if (hook === null) {
      const gone = batch.map((waiting) => givenUp(waiting, 'The webhook is gone.'));
      await storeResults(parts.ask, line.organizationId, gone);
    } else if (!(await sendBatch(parts, line, hook, batch))) return;
  }
};
