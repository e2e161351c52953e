import { Conflict, type Problem } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Db } from '../write/db.ts';

const KEPT_HOURS = 24;

/** A request that must not take effect twice. */
export interface IdempotentRequest {
  readonly key: string;
  /** Root field of the mutation. */
  readonly field: string;
  /** Everything that decides the effect; compared by fingerprint. */
  readonly input: unknown;
}

/** What the first request answered. */
export interface StoredAnswer {
  readonly result: unknown;
  readonly changeSetId: string | null;
  readonly errors: readonly Problem[];
}

const actorKey = (actor: Actor): string => actor.userId ?? actor.tokenId ?? actor.name;

const keyValues = (actor: Actor, request: IdempotentRequest): unknown[] => [
  actor.organizationId,
  actorKey(actor),
  request.field,
  request.key,
];

/**
 * Claims a key for this transaction; a rival with the same key waits here until we end.
 *
 * Gives null when the request is the first, else the stored answer. Secrets may be among the inputs, so that what is
 * kept of them is a fingerprint under the master key, which nobody can try guesses against without it.
 *
 * @throws Conflict `IDEMPOTENCY_KEY_REUSED` when the key was used with another input.
 */
export const claimKey = async (
  db: Db,
  actor: Actor,
  request: IdempotentRequest,
  vault: Pick<Vault, 'fingerprints'>,
): Promise<StoredAnswer | null> => {
  const prints = vault.fingerprints(JSON.stringify(request.input) ?? '');
  const values = keyValues(actor, request);
  const where = 'organization_id = $1 AND actor_key = $2 AND field = $3 AND key = $4';
  await db.query(
    `DELETE FROM core_idempotency WHERE ${where} AND created < now() - interval '${KEPT_HOURS} hours'`,
    values,
  );
  const claimed = await db.query(
    `INSERT INTO core_idempotency (organization_id, actor_key, field, key, input_hash) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [...values, prints[0]],
  );
  if (claimed.length > 0) return null;
  const [stored] = await db.query<{ hash: string; response: StoredAnswer | null }>(
    `SELECT input_hash AS hash, response FROM core_idempotency WHERE ${where}`,
    values,
  );
  if (!stored || !prints.includes(stored.hash))
    throw new Conflict(
      'IDEMPOTENCY_KEY_REUSED',
      'This idempotency key was used with another input.',
      'options.idempotencyKey',
    );
  return stored.response ?? { result: null, changeSetId: null, errors: [] };
};

/** Keeps the answer under the claimed key. */
export const keepAnswer = async (
  db: Db,
  actor: Actor,
  request: IdempotentRequest,
  answer: StoredAnswer,
): Promise<void> => {
  await db.query(
    'UPDATE core_idempotency SET response = $5::jsonb WHERE organization_id = $1 AND actor_key = $2 AND field = $3 AND key = $4',
    [...keyValues(actor, request), JSON.stringify(answer)],
  );
};

/** Removes answers older than a day; for the maintenance job. */
export const forgetOldAnswers = async (db: Pick<Db, 'query'>): Promise<void> => {
  await db.query(`DELETE FROM core_idempotency WHERE created < now() - interval '${KEPT_HOURS} hours'`);
};
