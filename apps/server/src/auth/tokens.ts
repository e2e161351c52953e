import { digestOf, isSameDigest, TOKEN_GRANTS_COLUMN, tokenKey } from '@plumbline/domain';
import { recordSecurityEvent, type Origin } from '@plumbline/engine';
import { Unauthenticated } from '@plumbline/kit';
import type { Pool } from 'pg';
import { actorOf, IDENTITY_COLUMNS, identityOf, type Identity, type StoredIdentity } from './identity.ts';

/** The neighbourhood of an address: moving about in it is no news. */
const NETWORK = 'network(set_masklen($2::inet, CASE family($2::inet) WHEN 6 THEN 64 ELSE 24 END))::inet';

const FIND = `SELECT ${IDENTITY_COLUMNS}, ${TOKEN_GRANTS_COLUMN}, t.id AS "tokenId", t.digest, t.write_enabled AS "mayWrite", t.bulk,
    t.key_id AS "keyId", t.enabled AND u.is_active AND o.is_active AND (t.expires IS NULL OR t.expires > now()) AS valid,
    t.allowed_ips IS NULL OR cardinality(t.allowed_ips) = 0 OR $2::inet <<= ANY (t.allowed_ips::inet[]) AS "fromHere",
    NOT EXISTS (SELECT 1 FROM users_token_network n WHERE n.token_id = t.id AND n.network = ${NETWORK}) AS "isNewNetwork",
    t.last_used IS NULL OR t.last_used < now() - interval '1 minute' AS stale
  FROM users_api_token t
  JOIN users_user u ON u.id = t.user_id
  JOIN core_organization o ON o.id = t.organization_id
  JOIN users_membership m ON m.user_id = u.id AND m.organization_id = o.id
  WHERE t.key_id = $1`;

type Found = StoredIdentity & {
  readonly digest: Buffer;
  readonly valid: boolean;
  readonly fromHere: boolean;
  readonly stale: boolean;
  readonly keyId: string;
  readonly isNewNetwork: boolean;
};

const USED = 'UPDATE users_api_token SET last_used = now(), last_address = host($2::inet) WHERE id = $1';

const FROM_THERE = `INSERT INTO users_token_network (token_id, network) VALUES ($1, ${NETWORK})
  ON CONFLICT DO NOTHING RETURNING host(network) || '/' || masklen(network) AS network`;

/** Notes the use, and a network the token was never used from in the security log; of two at once one does. */
const noteUse = async (pool: Pool, found: Found, { id, origin }: TokenUse): Promise<void> => {
  const values = [found.tokenId, origin.address];
  if (found.stale || found.isNewNetwork) await pool.query(USED, values);
  if (!found.isNewNetwork) return;
  const { rows } = await pool.query<{ network: string }>(FROM_THERE, values);
  const [fresh] = rows;
  if (!fresh) return;
  const event = { subject: found.keyId, subjectId: found.tokenId, details: fresh };
  await recordSecurityEvent(pool, actorOf(identityOf(found), id, origin), { kind: 'tokenNewNetwork', ...event });
};

/** The request a token comes with. */
export interface TokenUse {
  readonly id: string;
  readonly origin: Origin;
}

const refusal = () => new Unauthenticated('The API token is unknown, expired or switched off.');

/**
 * Identity behind an API token; notes its use at most once a minute, and at once from a new network.
 *
 * @throws Unauthenticated for tokens that are unknown, expired, switched off or used from elsewhere.
 */
export const identifyToken = async (pool: Pool, token: string, use: TokenUse): Promise<Identity> => {
  const values = [tokenKey(token), use.origin.address];
  const { rows } = await pool.query<Found>({ name: 'identify_token', text: FIND, values });
  const [found] = rows;
  if (!found || !isSameDigest(found.digest, digestOf(token)) || !found.valid) throw refusal();
  if (!found.fromHere) throw new Unauthenticated('The API token may not be used from this address.');
  await noteUse(pool, found, use);
  return identityOf({ ...found, mustChangePassword: false });
};
