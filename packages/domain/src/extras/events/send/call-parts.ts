import { createFetchGuarded, secretForUse, type VaultQuery, type Writer } from '@plumbline/engine';
import type { AttemptParts } from './attempt.queries.ts';
import type { RenderPlain, StoredWebhook } from './webhook-request.ts';

/** Answers are kept as far as this, and no further read. */
const ANSWER_BYTES = 65_536;
const REDIRECTS = 3;

/** What calls of webhooks are made with. */
export interface CallParts extends AttemptParts {
  /** Secret of a webhook; null when it has none. */
  readonly secretOf: (hook: StoredWebhook) => Promise<string | null>;
}

/** Calls to addresses that may be asked, with templates of plain data and the webhook's own secret. */
export const callParts = ({ engine }: Pick<Writer, 'engine'>, query: VaultQuery, render: RenderPlain): CallParts => ({
  fetch: createFetchGuarded({
    policy: engine.outgoing,
    maxBytes: ANSWER_BYTES,
    maxRedirects: REDIRECTS,
    cuts: true,
    keepsBody: true,
    keepAlive: true,
  }),
  render,
  secretOf: ({ id, organizationId }) =>
    secretForUse(engine, query, { organizationId, type: 'extras.Webhook', id, field: 'secret' }),
});
