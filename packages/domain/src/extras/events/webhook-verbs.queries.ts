import { actionPredicate, seenFields, type Actor, type ApiContext, type Params, type Writer } from '@plumbline/engine';
import { Forbidden, NotFound } from '@plumbline/kit';
import type { Pool } from 'pg';
import { DELIVERIES_TOPIC } from './deliveries.commands.ts';
import type { EventData } from './event-data.ts';
import { attemptDelivery, wholeRequest, type Attempt, type KeptRequest } from './send/attempt.queries.ts';
import { callParts } from './send/call-parts.ts';
import { OPEN_AFTER, webhookOf, type AskSend } from './send/send.queries.ts';
import type { RenderPlain } from './send/webhook-request.ts';

/** What verbs of webhooks find in the context of a request. */
export interface WebhookContext extends ApiContext {
  readonly writer: Writer;
  readonly reads: Pool;
  readonly configs: { readonly plain: RenderPlain };
  readonly query: (document: string, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

const WEBHOOK = 'extras.Webhook';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const askOf =
  (pool: Pool): AskSend =>
  async <T>(text: string, values: readonly unknown[]) =>
    (await pool.query(text, [...values])).rows as readonly T[]; // rows of the statements at hand

const paramsFrom = (values: unknown[]): Params => ({
  values,
  add: (value, sqlType) => `$${values.push(value)}::${sqlType}`,
});

/** The condition that a webhook, as `w`, may be changed by the caller: what calls something outside takes that. */
const mayChange = ({ writer, actor }: WebhookContext, values: unknown[]): string => {
  const { registry } = writer.engine;
  return actionPredicate(registry, registry.model(WEBHOOK), actor, 'change').sql('w', paramsFrom(values));
};

const assertWrites = ({ readOnly }: Actor): void => {
  if (readOnly) throw new Forbidden('This token may only read.');
};

/** Those of the ids whose deliveries the caller sees. */
const seenDeliveries = async ({ query }: WebhookContext, ids: readonly string[]): Promise<string[]> => {
  const known = ids.filter((id) => UUID.test(id));
  const data = (await query(
    'query ($filter: WebhookDeliveryFilter, $first: Int) { webhookDeliveries(filter: $filter, first: $first) { nodes { id } } }',
    { filter: { id: { in: known } }, first: Math.max(1, known.length) },
  )) as { readonly webhookDeliveries: { readonly nodes: readonly { readonly id: string }[] } }; // as the document asks
  return data.webhookDeliveries.nodes.map(({ id }) => id);
};

/**
 * Has ended deliveries sent once more, under their ids; gives those that are.
 *
 * @throws Forbidden for tokens that may only read
 */
export const replayDeliveries = async (context: WebhookContext, ids: readonly string[]): Promise<string[]> => {
  assertWrites(context.actor);
  const seen = await seenDeliveries(context, ids);
  if (seen.length === 0) return [];
  const values: unknown[] = [context.actor.organizationId, seen];
  const rights = mayChange(context, values);
  const { rows } = await context.reads.query<{ id: string }>(
    `WITH again AS (
       UPDATE extras_webhook_delivery d SET state = 'pending', attempts = 0, next_try = now(), finished_at = NULL,
         error = NULL, row_version = row_version + 1, last_updated = now()
       WHERE d.organization_id = $1 AND d.id = ANY($2::uuid[]) AND d.state <> 'pending'
         AND EXISTS (SELECT 1 FROM extras_webhook w WHERE w.id = d.webhook_id AND ${rights})
       RETURNING d.id, d.webhook_id
     ), woken AS (
       UPDATE extras_webhook_line l SET next_try = NULL
       WHERE l.organization_id = $1 AND l.webhook_id IN (SELECT webhook_id FROM again)
     ), told AS (
       SELECT pg_notify('plumbline_live', json_build_object('topic', '${DELIVERIES_TOPIC}', 'payload', NULL)::text)
     )
     SELECT again.id FROM again, told`,
    values,
  );
  return rows.map(({ id }) => id);
};

/** Calls a webhook once with a made-up event, and keeps nothing of it. @throws NotFound, Forbidden */
export const testWebhook = async (context: WebhookContext, id: string): Promise<Attempt> => {
  assertWrites(context.actor);
  const { actor, reads, writer } = context;
  const values: unknown[] = [UUID.test(id) ? id : null];
  const rights = mayChange(context, values);
  const { rowCount } = await reads.query(`SELECT 1 FROM extras_webhook w WHERE w.id = $1::uuid AND ${rights}`, values);
  const hook = rowCount === 1 ? await webhookOf(askOf(reads), actor.organizationId, id) : null;
  if (!hook) throw new NotFound('There is no such webhook that you may change.', 'id');
  const query = async <T>(text: string, own: readonly unknown[]) => (await reads.query(text, [...own])).rows as T[]; // rows of the statements at hand
  const parts = callParts(writer, query, (name, source, data) => context.configs.plain(name, source, data));
  const event = {
    eventType: 'test',
    sequence: 0,
    type: WEBHOOK,
    objectId: id,
    number: null,
    display: hook.name,
    at: new Date().toISOString(),
    actor: actor.name,
    actorId: actor.userId,
    source: actor.source,
    reason: null,
    requestId: actor.requestId,
    changeSetId: null,
    before: null,
    after: { name: hook.name },
    changes: [],
    payload: null,
    rule: 'Test',
    actionData: null,
  };
  const delivery = { id, eventType: 'test', event, attempt: 1 };
  const attempt = await attemptDelivery(parts, hook, delivery, await parts.secretOf(hook));
  return { ...attempt, request: wholeRequest(attempt.request, event) };
};

/** What was sent and answered at last. */
export interface DeliveryContent {
  readonly event: unknown;
  readonly request: unknown;
  readonly response: unknown;
  /** Why nothing is shown; null when it is. */
  readonly withheld: string | null;
}

interface StoredContent {
  readonly type: string;
  readonly event: EventData;
  readonly request: KeptRequest | null;
  readonly response: unknown;
}

const CONTENT = `SELECT object_type AS type, event, request, response FROM extras_webhook_delivery
  WHERE organization_id = $1 AND id = $2`;

/** What a delivery holds, for who sees all fields of the object it is about. @throws NotFound */
export const deliveryContent = async (context: WebhookContext, id: string): Promise<DeliveryContent> => {
  const [seen] = await seenDeliveries(context, [id]);
  const { actor, reads, writer } = context;
  const [row] = seen === undefined ? [] : await askOf(reads)<StoredContent>(CONTENT, [actor.organizationId, seen]);
  if (!row) throw new NotFound('There is no such delivery.', 'id');
  const { type, event, request, response } = row;
  const model = writer.engine.registry.find(type);
  if (model && seenFields(actor, model) === null)
    return { event, request: wholeRequest(request, event), response, withheld: null };
  return {
    event: null,
    request: null,
    response: null,
    withheld: 'It holds fields of the object that you may not see.',
  };
};

/** How things stand between the product and the other side of a webhook. */
export interface WebhookState {
  readonly webhookId: string;
  /** closed: calls go out; open: the other side failed several times and is asked again later. */
  readonly circuit: 'closed' | 'open';
  readonly failures: number;
  readonly openSince: Date | null;
  readonly nextTry: Date | null;
  readonly lastSuccess: Date | null;
  readonly lastFailure: Date | null;
  readonly lastError: string | null;
  readonly pending: number;
}

const STATES = `SELECT w.id AS "webhookId", CASE WHEN l.failures >= ${OPEN_AFTER} THEN 'open' ELSE 'closed' END AS circuit,
    coalesce(l.failures, 0) AS failures, l.open_since AS "openSince", l.next_try AS "nextTry",
    l.last_success AS "lastSuccess", l.last_failure AS "lastFailure",
    CASE WHEN l.failures > 0 THEN l.last_error END AS "lastError",
    (SELECT count(*)::int FROM extras_webhook_delivery d WHERE d.organization_id = w.organization_id
      AND d.webhook_id = w.id AND d.state = 'pending') AS pending
  FROM extras_webhook w LEFT JOIN extras_webhook_line l ON l.organization_id = w.organization_id AND l.webhook_id = w.id
  WHERE w.organization_id = $1 AND w.id = ANY($2::uuid[])`;

/** States of those of the webhooks that the caller sees. */
export const webhookStates = async (
  context: WebhookContext,
  ids: readonly string[],
): Promise<readonly WebhookState[]> => {
  const known = ids.filter((id) => UUID.test(id));
  if (known.length === 0) return [];
  const data = (await context.query(
    'query ($filter: WebhookFilter, $first: Int) { webhooks(filter: $filter, first: $first) { nodes { id } } }',
    { filter: { id: { in: known } }, first: known.length },
  )) as { readonly webhooks: { readonly nodes: readonly { readonly id: string }[] } }; // as the document asks
  const seen = data.webhooks.nodes.map(({ id }) => id);
  return askOf(context.reads)<WebhookState>(STATES, [context.actor.organizationId, seen]);
};
