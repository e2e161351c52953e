import { digestOf, randomSecret, settingSql, USER_SETTINGS } from '@plumbline/domain';
import { uuidv7, type Origin } from '@plumbline/engine';
import type { Pool } from 'pg';
import { IDENTITY_COLUMNS, identityOf, type Identity, type StoredIdentity } from './identity.ts';

const IDLE = `${settingSql(USER_SETTINGS.sessionIdle)} * interval '1 minute'`;
const LIFE = `${settingSql(USER_SETTINGS.sessionDays)} * interval '1 day'`;

const START = `INSERT INTO users_session (id, digest, user_id, expires, address, user_agent, provider)
  VALUES ($1, $2, $3, now() + least(${IDLE}, ${LIFE}), $4::inet, $5, $6)
  RETURNING extract(epoch FROM ${LIFE})::int AS "lifeS"`;

const TOUCH = `UPDATE users_session SET last_used = now(), address = $2::inet, expires = least(now() + ${IDLE}, created + ${LIFE})
  WHERE id = $1`;

/** Sessions follow what administrators decide, also those that were started before. */
const SHORTEN = `UPDATE users_session SET expires = least(expires, last_used + ${IDLE}, created + ${LIFE})
  WHERE expires > least(last_used + ${IDLE}, created + ${LIFE})`;

const FIND = `SELECT ${IDENTITY_COLUMNS}, s.id AS "sessionId", s.provider, s.last_used < now() - interval '5 minutes' AS stale
  FROM users_session s
  JOIN users_user u ON u.id = s.user_id AND u.is_active
  JOIN users_membership m ON m.user_id = u.id
  JOIN core_organization o ON o.id = m.organization_id AND o.is_active
  WHERE s.digest = $1 AND s.expires > now()
    AND ($2::text IS NULL OR o.slug = $2 OR o.id::text = $2)
  ORDER BY m.is_default DESC, o.number LIMIT 1`;

const AGENT_LENGTH = 300;

/** How a session was started. */
export interface SessionStart extends Origin {
  /** Identity provider; null after a password. */
  readonly provider: string | null;
}

/** A session as its browser is told of it. */
export interface StartedSession {
  /** Value of the cookie; the database keeps the digest only. */
  readonly secret: string;
  /** Seconds after which it ends even in use. */
  readonly lifeS: number;
}

/** Starts a session. */
export const startSession = async (pool: Pool, userId: string, start: SessionStart): Promise<StartedSession> => {
  const secret = randomSecret();
  const agent = start.userAgent?.slice(0, AGENT_LENGTH) ?? null;
  const values = [uuidv7(), digestOf(secret), userId, start.address, agent, start.provider];
  const { rows } = await pool.query<{ lifeS: number }>(START, values);
  return { secret, lifeS: rows[0]?.lifeS ?? 0 };
};

/** Ends a session; gives the provider that started it. */
export const endSession = async (pool: Pool, secret: string): Promise<string | null> => {
  const { rows } = await pool.query<{ provider: string | null }>(
    'DELETE FROM users_session WHERE digest = $1 RETURNING provider',
    [digestOf(secret)],
  );
  return rows[0]?.provider ?? null;
};

/** Ends sessions whose time is over, and shortens others to what is allowed by now. */
export const tidySessions = async (pool: Pool): Promise<void> => {
  await pool.query(SHORTEN);
  await pool.query('DELETE FROM users_session WHERE expires < now()');
};

type Found = StoredIdentity & { readonly provider: string | null; readonly stale: boolean };

/**
 * Identity behind a session cookie, or null.
 *
 * `organization` (slug or id) chooses among the user's memberships; the default one when null.
 */
export const identifySession = async (
  pool: Pool,
  secret: string,
  organization: string | null,
  address: string,
): Promise<Identity | null> => {
  const { rows } = await pool.query<Found>({
    name: 'identify_session',
    text: FIND,
    values: [digestOf(secret), organization],
  });
  const [found] = rows;
  if (!found) return null;
  if (found.stale) await pool.query(TOUCH, [found.sessionId, address]);
  const mustChangePassword = found.mustChangePassword && found.provider === null;
  return identityOf({ ...found, mustChangePassword, tokenId: null, mayWrite: true, bulk: false });
};
