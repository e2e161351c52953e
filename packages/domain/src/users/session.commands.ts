import type { Actor, Work, Writer } from '@plumbline/engine';
import { Forbidden, Unauthenticated } from '@plumbline/kit';

/** A browser session that has not ended. */
export interface StoredSession {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly created: Date;
  readonly lastUsed: Date;
  readonly expires: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Identity provider that signed the user in; null after a password. */
  readonly provider: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is an id. */
export const isId = (text: string): boolean => UUID.test(text);

const LIST = `SELECT s.id, s.user_id AS "userId", u.username, s.created, s.last_used AS "lastUsed", s.expires,
    host(s.address) AS address, s.user_agent AS "userAgent", s.provider
  FROM users_session s JOIN users_user u ON u.id = s.user_id
  JOIN users_membership m ON m.user_id = u.id AND m.organization_id = $2
  WHERE s.user_id = $1 AND s.expires > now() ORDER BY s.last_used DESC, s.id LIMIT 1000`;

const ownerOf = (actor: Actor, user: string | null): string => {
  if (actor.userId === null) throw new Unauthenticated('Only users have sessions.');
  if (user === null || user === actor.userId) return actor.userId;
  if (!actor.superuser) throw new Forbidden('Only administrators may look at sessions of others.');
  return user;
};

/** Sessions of oneself or, for administrators, of any user of the organization; last used first, at most 1,000. */
export const listSessions = async ({ engine }: Writer, actor: Actor, user: string | null): Promise<StoredSession[]> => {
  const owner = ownerOf(actor, user);
  return isId(owner) ? engine.dataSource.query<StoredSession[]>(LIST, [owner, actor.organizationId]) : [];
};

interface Ended {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
}

const note = (work: Work, ended: readonly Ended[]): Promise<void> =>
  work.noteSecurity(
    ...ended.map(({ id, userId, username }) => ({
      kind: 'sessionRevoked' as const,
      subject: username,
      subjectId: userId,
      details: { session: id },
    })),
  );

/** Ends sessions by id, all or none; those the actor may not end are not found. */
export const revokeSessions = async (work: Work, ids: readonly string[]): Promise<number> => {
  const { userId, superuser } = work.actor;
  const known = ids.filter(isId);
  const ended = await work.sql<Ended>`
    DELETE FROM users_session s USING users_user u, users_membership m
    WHERE s.id = ANY (${known}::uuid[]) AND u.id = s.user_id AND m.user_id = u.id AND m.organization_id = ${work.org}
      AND (s.user_id = ${userId}::uuid OR ${superuser}::boolean)
    RETURNING s.id, s.user_id AS "userId", u.username`;
  const done = new Set(ended.map(({ id }) => id));
  for (const [at, id] of ids.entries())
    if (!done.has(id.toLowerCase())) work.refuse(`ids.${at}`, 'NOT_FOUND', 'There is no session with this id.');
  await note(work, ended);
  return ended.length;
};

/** Ends all sessions of oneself, or of a user of the organization, but the one that asks. */
export const revokeAllSessions = async (work: Work, user: string | null, current: string | null): Promise<number> => {
  const owner = ownerOf(work.actor, user);
  if (!isId(owner)) {
    work.refuse('user', 'NOT_FOUND', 'There is no user with this id.');
    return 0;
  }
  const ended = await work.sql<Ended>`
    DELETE FROM users_session s USING users_user u, users_membership m
    WHERE s.user_id = ${owner}::uuid AND u.id = s.user_id AND m.user_id = u.id AND m.organization_id = ${work.org}
      AND s.id IS DISTINCT FROM ${current}::uuid
    RETURNING s.id, s.user_id AS "userId", u.username`;
  await note(work, ended);
  return ended.length;
};
