import { actorByNow, callParts, RULE_REQUEST, startSender, type RuleJob, type Sender } from '@plumbline/domain';
import type { Actor, JobQueue, LiveHub, VaultQuery } from '@plumbline/engine';
import { DomainError } from '@plumbline/kit';
import type { Pool } from 'pg';
import type { Product } from '../compose.ts';
import type { Logger } from '../log.ts';

/** What sending webhooks works with. */
export interface WebhookParts {
  /** Small pool for short statements. */
  readonly pool: Pool;
  readonly product: Product;
  readonly queue: JobQueue;
  readonly hub: LiveHub;
  readonly log: Logger;
}

const queryOf =
  (pool: Pool): VaultQuery =>
  async <T>(text: string, values: readonly unknown[]) =>
    (await pool.query(text, [...values])).rows as T[]; // rows of the statements at hand

const actorOf = (userId: string, { organizationId, event, key }: RuleJob): Actor => ({
  organizationId,
  userId,
  tokenId: null,
  name: event.actor,
  source: 'job',
  superuser: false,
  readOnly: false,
  bulk: false,
  requestId: `${RULE_REQUEST}${key}`,
  grants: [],
});

/** Input of a job: the data of the rule, with what happened in place of the names that stand for it. */
const inputOf = ({ event }: RuleJob): object => {
  const names: Readonly<Record<string, unknown>> = {
    $object: event.objectId,
    $type: event.type,
    $event: event.eventType,
    $changeSet: event.changeSetId,
  };
  const entries = Object.entries(event.actionData ?? {}).map(([key, value]: [string, unknown]) => [
    key,
    typeof value === 'string' && Object.hasOwn(names, value) ? names[value] : value,
  ]);
  return Object.fromEntries(entries) as object;
};

/** Queues the job of a rule with the rights that who caused the event has now. */
const starter =
  ({ pool, queue }: WebhookParts) =>
  async (job: RuleJob): Promise<string | null> => {
    const { name, key, event } = job;
    if (event.actorId === null)
      return 'The product itself caused the event, and a job runs with the rights of a person.';
    const actor = await actorByNow(queryOf(pool), actorOf(event.actorId, job));
    if (actor === null) return `${event.actor} has no account any more.`;
    try {
      await queue.startDue(actor, name, inputOf(job), { scheduleId: key, at: new Date(event.at) });
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error.message;
      throw error;
    }
  };

/** Calls webhooks and starts jobs as event rules ask, in one process of the product at a time. */
export const startWebhooks = (parts: WebhookParts): Sender => {
  const { pool, product, hub, log } = parts;
  return startSender({
    pool,
    hub,
    ...callParts(product.writer, queryOf(pool), (name, source, values) => product.configs.plain(name, source, values)),
    startJob: starter(parts),
    onError: (error) => log.error({ err: error }, 'Sending webhooks failed; it is tried again.'),
  });
};
