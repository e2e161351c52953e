import type { EventData } from '../event-data.ts';
import type { StoredWebhook } from './webhook-request.ts';

/** Rows of a statement. */
export type AskSend = <T>(text: string, values: readonly unknown[]) => Promise<readonly T[]>;

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

/** A webhook's line, in which something may be sent now: its deliveries go one after the other. */
export interface Line {
  readonly organizationId: string;
  readonly webhookId: string;
  readonly failures: number;
  /** The webhook as it is called now; null when it is gone. */
  readonly hook: StoredWebhook | null;
  /** The next deliveries, in order. */
  readonly waiting: readonly Waiting[];
}

/** How long a delivery is tried, as an interval of SQL. */
const PATIENCE = "interval '24 hours'";

const HOOK_JSON = `json_build_object('id', w.id, 'organizationId', w.organization_id, 'name', w.name,
    'rowVersion', w.row_version, 'payloadUrl', w.payload_url, 'httpMethod', w.http_method,
    'httpContentType', w.http_content_type, 'additionalHeaders', w.additional_headers, 'bodyTemplate', w.body_template,
    'sslVerification', w.ssl_verification, 'caFilePath', w.ca_file_path, 'timeoutSeconds', w.timeout_seconds)`;

const PENDING = `FROM extras_webhook_delivery d
  WHERE d.organization_id = l.organization_id AND d.webhook_id = l.webhook_id AND d.state = 'pending'`;

/** Lines that have waited longest come first, so that many webhooks take turns. */
const DUE = `WITH due AS MATERIALIZED (
    SELECT l.organization_id, l.webhook_id, l.failures, f.first
    FROM extras_webhook_line l
    CROSS JOIN LATERAL (SELECT d.sequence AS first ${PENDING} ORDER BY d.sequence, d.id LIMIT 1) f
    WHERE (l.next_try IS NULL OR l.next_try <= now()) AND l.webhook_id <> ALL($1::uuid[])
    ORDER BY f.first LIMIT $2
  )
  SELECT l.organization_id AS "organizationId", l.webhook_id AS "webhookId", l.failures,
    CASE WHEN w.id IS NOT NULL THEN ${HOOK_JSON} END AS hook,
    (SELECT json_agg(json_build_object('id', d.id, 'eventType', d.event_type, 'attempts', d.attempts, 'target', d.target,
        'event', d.event, 'expired', d.created < now() - ${PATIENCE} AND d.attempts > 0) ORDER BY d.sequence, d.id)
      FROM (SELECT d.* ${PENDING} ORDER BY d.sequence, d.id LIMIT $3) d) AS waiting
  FROM due l LEFT JOIN extras_webhook w ON w.organization_id = l.organization_id AND w.id = l.webhook_id`;

/** Lines other than those that are being sent, with their next deliveries; one statement. */
export const dueLines = (
  ask: AskSend,
  {
    sending,
    lines,
    deliveries,
  }: { readonly sending: readonly string[]; readonly lines: number; readonly deliveries: number },
): Promise<readonly Line[]> => ask<Line>(DUE, [sending, lines, deliveries]);

const HOOK = `SELECT ${HOOK_JSON} AS hook FROM extras_webhook w WHERE w.organization_id = $1 AND w.id = $2`;

/** A webhook as it is called now; null when it is gone. */
export const webhookOf = async (ask: AskSend, organizationId: string, id: string): Promise<StoredWebhook | null> => {
  const [row] = await ask<{ readonly hook: StoredWebhook }>(HOOK, [organizationId, id]);
  return row?.hook ?? null;
};

/** What became of a delivery. */
export interface Result {
  readonly organizationId: string;
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

/** How the other side of a webhook answered since it was noted last: whether it took something, then whether it failed. */
export interface LineNote {
  readonly organizationId: string;
  readonly webhookId: string;
  readonly reached: boolean;
  readonly missed: boolean;
  readonly error: string | null;
  /** Milliseconds until the line is tried again. */
  readonly pauseMs: number | null;
}

/** Failures in a row after which the circuit is open: only one call at a time probes the other side. */
export const OPEN_AFTER = 5;

const FAILURES = '(CASE WHEN n.reached THEN 0 ELSE l.failures END + n.missed::int)';

/** States are compared so that rows are found by their ids: the index of what waits would be read as a whole. */
const STORE = `WITH stored AS (
    UPDATE extras_webhook_delivery d SET state = r.state, attempts = r.attempts, status = r.status,
      error = r.error, duration_ms = r."durationMs", request = r.request, response = r.response,
      next_try = now() + r."pauseMs" * interval '1 millisecond',
      finished_at = CASE WHEN r.state = 'pending' THEN NULL ELSE now() END,
      row_version = d.row_version + 1, last_updated = now()
    FROM jsonb_to_recordset($1::jsonb) AS r ("organizationId" uuid, id uuid, state text, attempts integer, status integer,
      error text, "durationMs" integer, request jsonb, response jsonb, "pauseMs" integer)
    WHERE d.organization_id = r."organizationId" AND d.id = r.id AND d.state NOT IN ('delivered', 'failed')
  )
  UPDATE extras_webhook_line l SET failures = ${FAILURES},
    next_try = CASE WHEN n.missed THEN now() + n."pauseMs" * interval '1 millisecond' END,
    last_success = CASE WHEN n.reached THEN now() ELSE l.last_success END,
    last_failure = CASE WHEN n.missed THEN now() ELSE l.last_failure END,
    last_error = CASE WHEN n.missed THEN n.error ELSE l.last_error END,
    open_since = CASE WHEN ${FAILURES} >= ${OPEN_AFTER} THEN coalesce(CASE WHEN NOT n.reached THEN l.open_since END, now()) END
  FROM jsonb_to_recordset($2::jsonb) AS n ("organizationId" uuid, "webhookId" uuid, reached boolean, missed boolean,
    error text, "pauseMs" integer)
  WHERE l.organization_id = n."organizationId" AND l.webhook_id = n."webhookId"`;

/** Keeps what became of deliveries, and how the other sides answered; one statement. */
export const storeResults = async (
  ask: AskSend,
  results: readonly Result[],
  notes: readonly LineNote[] = [],
): Promise<void> => {
  if (results.length > 0) await ask(STORE, [JSON.stringify(results), JSON.stringify(notes)]);
};

/** A job that a rule starts. */
export interface WaitingJob extends Waiting {
  readonly organizationId: string;
}

const JOBS = `SELECT d.organization_id AS "organizationId", d.id, d.event_type AS "eventType", d.attempts, d.target, d.event,
    false AS expired
  FROM core_organization o CROSS JOIN LATERAL (
    SELECT * FROM extras_webhook_delivery d
    WHERE d.organization_id = o.id AND d.webhook_id IS NULL AND d.state = 'pending' AND d.next_try <= now()
    ORDER BY d.sequence, d.id LIMIT $1
  ) d ORDER BY d.sequence, d.id LIMIT $1`;

/** Jobs that rules start, in order. */
export const waitingJobs = (ask: AskSend, limit: number) => ask<WaitingJob>(JOBS, [limit]);
