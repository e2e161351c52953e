import { attemptDelivery, type Attempt, type AttemptParts } from './attempt.queries.ts';
import type { Results } from './results.ts';
import type { Line, Result, Waiting } from './send.queries.ts';
import type { StoredWebhook } from './webhook-request.ts';

/** What a line is sent with. */
export interface LineParts extends AttemptParts {
  readonly results: Results;
  /** Secret of a webhook; null when it has none. */
  readonly secretOf: (hook: StoredWebhook) => Promise<string | null>;
  readonly signal: AbortSignal;
  /** Milliseconds before the next try, by failures in a row; the last one holds for all further. */
  readonly pauses?: readonly number[];
}

const S = 1_000;
const PAUSES = [S, 2 * S, 5 * S, 10 * S, 30 * S, 60 * S, 120 * S, 300 * S, 600 * S, 900 * S] as const;

/** Tries of what the other side has refused. */
const FEW = 3;

const pauseAfter = (failures: number, pauses: readonly number[]): number => {
  const pause = pauses[Math.min(failures, pauses.length - 1)] ?? 0;
  return Math.round(pause * (0.9 + Math.random() * 0.2)); // so that many lines do not come back at once
};

const resultOf = (
  { organizationId }: Line,
  { id, attempts }: Waiting,
  attempt: Attempt,
  state: Result['state'],
  pauseMs: number | null,
): Result => {
  const { status, error, durationMs, request, response } = attempt;
  return { organizationId, id, state, attempts: attempts + 1, status, error, durationMs, request, response, pauseMs };
};

const givenUp = ({ organizationId }: Line, { id, attempts }: Waiting, error: string): Result => ({
  organizationId,
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

/** Sends one; false when the line has to wait. */
const sendOne = async (
  parts: LineParts,
  line: Line,
  hook: StoredWebhook,
  secret: string | null,
  waiting: Waiting,
): Promise<boolean> => {
  const { results, signal, pauses = PAUSES } = parts;
  if (waiting.expired) {
    results.ended(line, givenUp(line, waiting, 'The other side did not take it for 24 hours.'), false);
    return true;
  }
  const { id, eventType, event, attempts } = waiting;
  const delivery = { id, eventType, event, attempt: attempts + 1 };
  const attempt = await attemptDelivery(parts, hook, delivery, secret, signal);
  if (signal.aborted && !attempt.ok) return false;
  if (attempt.ok || isOver(waiting, attempt)) {
    results.ended(line, resultOf(line, waiting, attempt, attempt.ok ? 'delivered' : 'failed', null), attempt.ok);
    return true;
  }
  const pauseMs = pauseAfter(results.hasReached(line.webhookId) ? 0 : line.failures, pauses);
  results.missed(line, resultOf(line, waiting, attempt, 'pending', pauseMs));
  return false;
};

/**
 * Sends what waits in a line, one after the other, until nothing is left or the other side does not take it.
 *
 * A delivery that fails for a while holds up those behind it, so that the other side sees events in their order.
 */
export const sendLine = async (parts: LineParts, line: Line): Promise<void> => {
  const { hook, waiting } = line;
  if (hook === null) {
    for (const one of waiting) parts.results.ended(line, givenUp(line, one, 'The webhook is gone.'), false);
    return;
  }
  const secret = await parts.secretOf(hook);
  for (const one of waiting) {
    if (parts.signal.aborted) return;
    if (!(await sendOne(parts, line, hook, secret, one))) return;
  }
};
