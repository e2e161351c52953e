import type { Work } from '@plumbline/engine';
import { eventData } from './event-data.ts';
import type { Firing } from './event-rules.ts';

/** Topic that is told when something waits to be sent. */
export const DELIVERIES_TOPIC = 'webhooks';

/** Where a firing goes: a webhook, or a job by its name. */
export interface Target {
  readonly webhookId: string | null;
  readonly name: string;
  /** Why it can't be done; null when it can. */
  readonly refusal: string | null;
}

/** A firing with its target. */
export interface Addressed {
  readonly firing: Firing;
  readonly target: Target;
}

/** A delivery without its event, which is the same for all rules but for what `own` adds. */
const rowOf = ({ firing, target }: Addressed): object => {
  const { id, rule, event, eventType } = firing;
  return {
    id,
    rule_id: rule.id,
    rule_name: rule.name,
    webhook_id: target.webhookId,
    target: target.name,
    event_type: eventType,
    sequence: event.sequence,
    object_type: event.type,
    object_id: event.objectId,
    display: event.display,
    error: target.refusal,
    own: { rule: rule.name, actionData: rule.actionData },
  };
};

const eventsOf = (addressed: readonly Addressed[]): object[] => {
  const events = new Map(addressed.map(({ firing }) => [firing.event.sequence, firing]));
  return [...events.values()].map(({ event, eventType }) => eventData(event, eventType));
};

/**
 * Keeps what is to be sent, one row per event and rule, and wakes who sends it once the transaction commits.
 *
 * Three statements, however many there are. What can't be done is kept as failed, with the reason.
 */
export const storeDeliveries = async (work: Work, addressed: readonly Addressed[]): Promise<void> => {
  if (addressed.length === 0) return;
  await work.sql`INSERT INTO extras_webhook_delivery (organization_id, id, event_rule_id, event_rule_name, webhook_id, target,
      event_type, sequence, object_type, object_id, object_display, state, next_try, finished_at, error, event)
    SELECT ${work.org}::uuid, d.id, d.rule_id, d.rule_name, d.webhook_id, d.target, d.event_type, d.sequence, d.object_type,
      d.object_id, d.display, CASE WHEN d.error IS NULL THEN 'pending' ELSE 'failed' END,
      CASE WHEN d.error IS NULL THEN now() END, CASE WHEN d.error IS NULL THEN NULL ELSE now() END, d.error, e.event || d.own
    FROM jsonb_to_recordset(${JSON.stringify(addressed.map(rowOf))}::jsonb) AS d (id uuid, rule_id uuid, rule_name text,
      webhook_id uuid, target text, event_type text, sequence bigint, object_type text, object_id uuid, display text,
      error text, own jsonb)
    JOIN jsonb_array_elements(${JSON.stringify(eventsOf(addressed))}::jsonb) AS e (event)
      ON (e.event -> 'sequence')::bigint = d.sequence
    ON CONFLICT (organization_id, id) DO NOTHING`;
  const webhooks = [...new Set(addressed.flatMap(({ target }) => target.webhookId ?? []))];
  await work.sql`INSERT INTO extras_webhook_line (organization_id, webhook_id)
    SELECT ${work.org}::uuid, w FROM unnest(${webhooks}::uuid[]) w ON CONFLICT DO NOTHING`;
  await work.sql`SELECT pg_notify('plumbline_live', json_build_object('topic', ${DELIVERIES_TOPIC}::text, 'payload',
    ${work.org}::uuid)::text)`;
};
