import type { EventData } from '../event-data.ts';
import type { StoredWebhook } from './webhook-request.ts';

/** Rows of a statement. */
export type AskSend = <T>(text: string, values: readonly unknown[]) => Promise<readonly T[]>;

/** A webhook's line: its deliveries go one after the other. */
export interface Line {
  readonly organizationId: string;
  readonly webhookId: string;
  readonly failures: number;
}

/** A delivery that waits. */
export interface Waiting {
  readonly id: string;
  readonly eventType: string;
  readonly attempts: number;
  readonly target: string;
  readonly event: EventData;
  /** It has waited for longer than anything is tried. */
  readonly expired: boolean;
}

/** How long a delivery is tried, as an interval of SQL. */
const PATIENCE = "interval '24 hours'";

const DUE = `SELECT l.organization_id AS "organizationId", l.webhook_id AS "webhookId", l.failures
  FROM extras_webhook_line l
  WHERE (l.next_try IS NULL OR l.next_try <= now()) AND EXISTS (
    SELECT 1 FROM extras_webhook_delivery d
    WHERE d.organization_id = l.organization_id AND d.webhook_id = l.webhook_id AND d.state = 'pending')`;

/** Lines in which something may be sent now. */
export const dueLines = (ask: AskSend): Promise<readonly Line[]> => ask<Line>(DUE, []);

const WAITING = `SELECT id, event_type AS "eventType", attempts, target, event,
    created < now() - ${PATIENCE} AND attempts > 0 AS expired
  FROM extras_webhook_delivery
  WHERE organization_id = $1 AND webhook_id = $2 AND state = 'pending' ORDER BY sequence, id LIMIT $3`;

/** The next deliveries of a line, in order. */
export const waitingIn = (ask: AskSend, { organizationId, webhookId }: Line, limit: number) =>
  ask<Waiting>(WAITING, [organizationId, webhookId, limit]);

const HOOK = `SELECT id, organization_id AS "organizationId", name, payload_url AS "payloadUrl",
    http_method AS "httpMethod", http_content_type AS "httpContentType", additional_headers AS "additionalHeaders",
    body_template AS "bodyTemplate", ssl_verification AS "sslVerification", ca_file_path AS "caFilePath",
    timeout_seconds AS "timeoutSeconds"
  FROM extras_webhook WHERE organization_id = $1 AND id = $2`;

/** A webhook as it is called now; null when it is gone. */
export const webhookOf = async (ask: AskSend, organizationId: string, id: string): Promise<StoredWebhook | null> => {
  const [hook = null] = await ask<StoredWebhook>(HOOK, [organizationId, id]);
  return hook;
};

/** What became of a delivery. */
export interface Result {
  readonly id: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number | null;
  readonly request: object | null;
  readonly response: object | null;
  /** Milliseconds until the next try. */
  readonly pauseMs: number | null;
}

const STORE = `UPDATE extras_webhook_delivery d SET state = r.state, attempts = r.attempts, status = r.status,
    error = r.error, duration_ms = r."durationMs", request = r.request, response = r.response,
    next_try = now() + r."pauseMs" * interval '1 millisecond',
    finished_at = CASE WHEN r.state = 'pending' THEN NULL ELSE now() END,
    row_version = d.row_version + 1, last_updated = now()
  FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, state text, attempts integer, status integer, error text,
    "durationMs" integer, request jsonb, response jsonb, "pauseMs" integer)
  WHERE d.organization_id = $1 AND d.id = r.id AND d.state = 'pending'`;

/** Keeps what became of deliveries of one organization. */
export const storeResults = async (ask: AskSend, organizationId: string, results: readonly Result[]): Promise<void> => {
  if (results.length > 0) await ask(STORE, [organizationId, JSON.stringify(results)]);
};

const REACHED = `UPDATE extras_webhook_line SET failures = 0, open_since = NULL, next_try = NULL, last_success = now()
  WHERE organization_id = $1 AND webhook_id = $2`;

/** Notes that the other side answers. */
export const noteReached = async (ask: AskSend, { organizationId, webhookId }: Line): Promise<void> => {
  await ask(REACHED, [organizationId, webhookId]);
};

/** Failures in a row after which the circuit is open: only one call at a time probes the other side. */
export const OPEN_AFTER = 5;

const MISSED = `UPDATE extras_webhook_line SET failures = failures + 1, last_failure = now(), last_error = $3,
    next_try = now() + $4 * interval '1 millisecond',
    open_since = CASE WHEN failures + 1 >= ${OPEN_AFTER} THEN coalesce(open_since, now()) END
  WHERE organization_id = $1 AND webhook_id = $2`;

/** Notes that the other side does not answer, and when it is tried next. */
export const noteMissed = async (
  ask: AskSend,
  { organizationId, webhookId }: Line,
  error: string | null,
  pauseMs: number,
): Promise<void> => {
  await ask(MISSED, [organizationId, webhookId, error, Math.round(pauseMs)]);
};

/** A job that a rule starts. */
export interface WaitingJob extends Waiting {
  readonly organizationId: string;
}

const JOBS = `SELECT organization_id AS "organizationId", id, event_type AS "eventType", attempts, target, event,
    false AS expired
  FROM extras_webhook_delivery WHERE webhook_id IS NULL AND state = 'pending' AND next_try <= now()
  ORDER BY sequence, id LIMIT $1`;

/** Jobs that rules start, in order. */
export const waitingJobs = (ask: AskSend, limit: number) => ask<WaitingJob>(JOBS, [limit]);
