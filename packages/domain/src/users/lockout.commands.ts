import type { Work, Writer, Actor } from '@plumbline/engine';
import { NotFound } from '@plumbline/kit';
import { requireAdministrator } from './membership.commands.ts';
import { isId } from './session.commands.ts';

/** Failed sign-ins that are counted for the name of a user. */
export interface Lockout {
  readonly failures: number;
  /** Until when the name is locked; null when it is not. */
  readonly lockedUntil: Date | null;
}

const STATE = `SELECT coalesce(a.failures, 0) AS failures,
    CASE WHEN a.locked_until > now() THEN a.locked_until END AS "lockedUntil"
  FROM users_user u
  JOIN users_membership m ON m.user_id = u.id AND m.organization_id = $1
  LEFT JOIN users_login_attempt a ON a.username = 'name ' || lower(u.username)
  WHERE u.id = $2`;

const nobody = () => new NotFound('There is no user with this id.', 'user');

/** Whether a user of the organization is locked out. @throws Forbidden for all but administrators; NotFound */
export const lockoutOf = async ({ engine }: Writer, actor: Actor, user: string): Promise<Lockout> => {
  requireAdministrator(actor, 'look at lock-outs');
  const [found] = isId(user) ? await engine.dataSource.query<Lockout[]>(STATE, [actor.organizationId, user]) : [];
  if (!found) throw nobody();
  return found;
};

interface Lifted {
  readonly username: string;
  readonly failures: number;
}

/** Forgets failed sign-ins for the name of a user of the organization, so that the next one is looked at; says whether there were any. */
export const liftLockout = async (work: Work, user: string): Promise<boolean> => {
  const [member] = isId(user)
    ? await work.sql<{ username: string }>`
        SELECT u.username FROM users_user u
        JOIN users_membership m ON m.user_id = u.id AND m.organization_id = ${work.org} WHERE u.id = ${user}::uuid`
    : [];
  if (!member) {
    work.refuse('user', 'NOT_FOUND', 'There is no user with this id.');
    return false;
  }
  const [lifted] = await work.sql<Lifted>`
    DELETE FROM users_login_attempt a WHERE a.username = 'name ' || lower(${member.username}::text)
      AND ${work.org}::uuid IS NOT NULL RETURNING a.username, a.failures`;
  if (!lifted) return false;
  const details = { failures: lifted.failures };
  await work.noteSecurity({ kind: 'lockoutLifted', subject: member.username, subjectId: user.toLowerCase(), details });
  return true;
};
