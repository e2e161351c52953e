import { uuidv7 } from '@plumbline/engine';
import type { Pool } from 'pg';
import { IDENTITY_COLUMNS, identityOf, type Identity } from './identity.ts';
import { digestOf, randomSecret } from '@plumbline/domain';

const LIFETIME = "interval '14 days'";

const START = `INSERT INTO users_session (id, digest, user_id, expires, address, user_agent)
  VALUES ($1, $2, $3, now() + ${LIFETIME}, $4::inet, $5)`;

const FIND = `SELECT ${IDENTITY_COLUMNS}, s.id AS "sessionId", s.last_used < now() - interval '5 minutes' AS stale
  FROM users_session s
  JOIN users_user u ON u.id = s.user_id AND u.is_active
  JOIN users_membership m ON m.user_id = u.id
  JOIN core_organization o ON o.id = m.organization_id
  WHERE s.digest = $1 AND s.expires > now()
    AND ($2::text IS NULL OR o.slug = $2 OR o.id::text = $2)
  ORDER BY m.is_default DESC, o.number LIMIT 1`;

const AGENT_LENGTH = 300;

/** Where a session was started. */
export interface SessionOrigin {
  readonly address: string;
  readonly userAgent: string | undefined;
}

/** Starts a session and gives the secret for its cookie; the database keeps the digest only. */
export const startSession = async (pool: Pool, userId: string, origin: SessionOrigin): Promise<string> => {
  const secret = randomSecret();
  const agent = origin.userAgent?.slice(0, AGENT_LENGTH) ?? null;
  await pool.query(START, [uuidv7(), digestOf(secret), userId, origin.address, agent]);
  return secret;
};

/** Ends a session. */
export const endSession = async (pool: Pool, secret: string): Promise<void> => {
  await pool.query('DELETE FROM users_session WHERE digest = $1', [digestOf(secret)]);
};

type Found = Identity & { readonly sessionId: string; readonly stale: boolean };

/**
 * Identity behind a session cookie, or null.
 *
 * `organization` (slug or id) chooses among the user's memberships; the default one when null.
 */
export const identifySession = async (
  pool: Pool,
  secret: string,
  organization: string | null,
): Promise<Identity | null> => {
  const { rows } = await pool.query<Found>({
    name: 'identify_session',
    text: FIND,
    values: [digestOf(secret), organization],
  });
  const [found] = rows;
  if (!found) return null;
  if (found.stale)
    await pool.query(`UPDATE users_session SET last_used = now(), expires = now() + ${LIFETIME} WHERE id = $1`, [
      found.sessionId,
    ]);
  return identityOf({ ...found, tokenId: null, mayWrite: true, bulk: false });
};
