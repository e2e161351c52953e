import { createCallGuarded, secretForUse, type VaultQuery, type Writer } from '@plumbline/engine';
import type { AttemptParts } from './attempt.queries.ts';
import type { RenderPlain, StoredWebhook } from './webhook-request.ts';

/** Answers are kept as far as this, and no further read. */
const ANSWER_BYTES = 65_536;
const REDIRECTS = 3;

/** Milliseconds for which a secret is used again while its webhook stays as it was. */
const SECRET_MS = 5_000;

/** What calls of webhooks are made with. */
export interface CallParts extends AttemptParts {
  /** Secret of a webhook; null when it has none. */
  readonly secretOf: (hook: StoredWebhook) => Promise<string | null>;
}

type SecretOf = CallParts['secretOf'];

/** Secrets that were asked for a moment ago; a change of the webhook has them asked for again. */
const remembering = (ask: SecretOf): SecretOf => {
  const known = new Map<
    string,
    { readonly rowVersion: number; readonly until: number; readonly secret: string | null }
  >();
  return async (hook) => {
    const now = Date.now();
    const found = known.get(hook.id);
    if (found?.rowVersion === hook.rowVersion && now < found.until) return found.secret;
    for (const [id, { until }] of known) if (until <= now) known.delete(id);
    const secret = await ask(hook);
    known.set(hook.id, { rowVersion: hook.rowVersion, until: now + SECRET_MS, secret });
    return secret;
  };
};

/** Calls to addresses that may be asked, with templates of plain data and the webhook's own secret. */
export const callParts = ({ engine }: Pick<Writer, 'engine'>, query: VaultQuery, render: RenderPlain): CallParts => ({
  call: createCallGuarded({
    policy: engine.outgoing,
    maxBytes: ANSWER_BYTES,
    maxRedirects: REDIRECTS,
    cuts: true,
    keepsBody: true,
    keepAlive: true,
  }),
  render,
  secretOf: remembering(({ id, organizationId }) =>
    secretForUse(engine, query, { organizationId, type: 'extras.Webhook', id, field: 'secret' }),
  ),
});
