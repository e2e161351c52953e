import { Unauthenticated } from '@plumbline/kit';
import type { Pool } from 'pg';
import { IDENTITY_COLUMNS, identityOf, type Identity } from './identity.ts';
import { digestOf, isSameDigest, tokenKey } from '@plumbline/domain';

const FIND = `SELECT ${IDENTITY_COLUMNS}, t.id AS "tokenId", t.digest, t.write_enabled AS "mayWrite", t.bulk,
    t.enabled AND u.is_active AND (t.expires IS NULL OR t.expires > now()) AS valid,
    t.allowed_ips IS NULL OR cardinality(t.allowed_ips) = 0 OR $2::inet <<= ANY (t.allowed_ips::inet[]) AS "fromHere",
    t.last_used IS NULL OR t.last_used < now() - interval '1 minute' AS stale
  FROM users_api_token t
  JOIN users_user u ON u.id = t.user_id
  JOIN core_organization o ON o.id = t.organization_id
  JOIN users_membership m ON m.user_id = u.id AND m.organization_id = o.id
  WHERE t.key_id = $1`;

type Found = Identity & {
  readonly digest: Buffer;
  readonly valid: boolean;
  readonly fromHere: boolean;
  readonly stale: boolean;
};

const refusal = () => new Unauthenticated('The API token is unknown, expired or switched off.');

/**
 * Identity behind an API token; notes its use at most once a minute.
 *
 * @throws Unauthenticated for tokens that are unknown, expired, switched off or used from elsewhere.
 */
export const identifyToken = async (pool: Pool, token: string, address: string): Promise<Identity> => {
  const { rows } = await pool.query<Found>({ name: 'identify_token', text: FIND, values: [tokenKey(token), address] });
  const [found] = rows;
  if (!found || !isSameDigest(found.digest, digestOf(token)) || !found.valid) throw refusal();
  if (!found.fromHere) throw new Unauthenticated('The API token may not be used from this address.');
  if (found.stale) await pool.query('UPDATE users_api_token SET last_used = now() WHERE id = $1', [found.tokenId]);
  return identityOf(found);
};
