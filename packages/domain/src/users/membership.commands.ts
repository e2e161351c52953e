import type { InputRow, Actor, Work, Writer } from '@plumbline/engine';
import { Forbidden, Unauthenticated } from '@plumbline/kit';
import { isId } from './session.commands.ts';
import { ADMINISTRATORS, areLastAdministrators, LAST_ADMINISTRATOR } from './user.rules.ts';

/** An organization that a user belongs to. */
export interface StoredMembership {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly isDefault: boolean;
}

const OWN = `SELECT o.id, o.name, o.slug, m.is_default AS "isDefault" FROM users_membership m
  JOIN core_organization o ON o.id = m.organization_id AND o.is_active
  WHERE m.user_id = $1 ORDER BY o.name, o.id`;

/** Active organizations that the actor may work in, by name. @throws Unauthenticated for actors that are no users */
export const ownMemberships = async ({ engine }: Writer, actor: Actor): Promise<StoredMembership[]> => {
  if (actor.userId === null) throw new Unauthenticated('Only users belong to organizations.');
  return engine.dataSource.query<StoredMembership[]>(OWN, [actor.userId]);
};

/** @throws Forbidden for all but administrators */
export const requireAdministrator = ({ superuser }: Actor, what: string): void => {
  if (!superuser) throw new Forbidden(`Only administrators may ${what}.`);
};

/** A text as the database takes it; a name with a NUL is nobody's. */
export const storable = (text: string): string => text.replaceAll('\0', '\u{fffd}');

/** Makes a user of the deployment a member, and says so in the security log. */
export const admit = async (work: Work, { id, username }: { readonly id: string; readonly username: string }) => {
  await work.sql`
    INSERT INTO users_membership (user_id, organization_id, is_default) VALUES (${id}::uuid, ${work.org}, false)
    ON CONFLICT DO NOTHING`;
  await work.noteSecurity({ kind: 'membershipAdded', subject: username, subjectId: id });
};

/** Lets a user of another organization into this one, named as the user signs in. */
export const addMember = async (work: Work, username: string): Promise<string | null> => {
  const [user] = await work.sql<{ id: string; username: string; isMember: boolean }>`
    SELECT u.id, u.username, EXISTS (SELECT 1 FROM users_membership m
      WHERE m.user_id = u.id AND m.organization_id = ${work.org}) AS "isMember"
    FROM users_user u WHERE lower(u.username) = lower(${storable(username)}::text)`;
  if (!user) {
    work.refuse('username', 'NOT_FOUND', 'Nobody signs in with this name; userCreate makes a new user.');
    return null;
  }
  if (user.isMember) {
    work.refuse('username', 'DUPLICATE', 'This user belongs to the organization already.');
    return null;
  }
  await admit(work, user);
  return user.id;
};

interface Member {
  readonly username: string;
  readonly others: number;
}

/** Changes all rows that a filter selects, none as well; each has its record. */
const changeAll = async (work: Work, model: string, filter: object, set: InputRow): Promise<void> => {
  const rows = await work.read.rows(model, { filter, fields: ['id'] });
  await work.update(
    model,
    rows.map(({ id }) => ({ id, ...set })),
    { path: () => 'user' },
  );
};

/** Takes what a user may do in the organization, so that nothing of it comes back with a later membership. */
const takeRights = async (work: Work, user: string): Promise<void> => {
  for (const model of ['users.Group', 'users.ObjectPermission'])
    await changeAll(work, model, { users: { some: { id: { eq: user } } } }, { users: { remove: [{ id: user }] } });
  await changeAll(work, 'users.ApiToken', { user: { id: { eq: user } }, enabled: { eq: true } }, { enabled: false });
  await work.sql`
    DELETE FROM users_external_identity x WHERE x.organization_id = ${work.org} AND x.user_id = ${user}::uuid`;
  await work.sql`DELETE FROM users_membership m WHERE m.organization_id = ${work.org} AND m.user_id = ${user}::uuid`;
};

const problemOf = async (work: Work, user: string, member: Member | undefined) => {
  if (!member) return { code: 'NOT_FOUND', message: 'There is no user with this id.' };
  if (member.others === 0)
    return { code: 'LAST_MEMBERSHIP', message: 'The user belongs to no other organization; delete the user instead.' };
  return (await areLastAdministrators(work, [user]))
    ? { code: 'LAST_ADMINISTRATOR', message: LAST_ADMINISTRATOR }
    : null;
};

/**
 * Takes a user out of the organization: groups and permissions end, API tokens are switched off.
 *
 * Refuses for the last administrator, and for users of no other organization, who would belong nowhere.
 */
export const removeMember = async (work: Work, user: string): Promise<void> => {
  await work.lock([ADMINISTRATORS]);
  const [member] = isId(user)
    ? await work.sql<Member>`
        SELECT u.username, (SELECT count(*)::int FROM users_membership o
          WHERE o.user_id = u.id AND o.organization_id <> m.organization_id) AS others
        FROM users_user u JOIN users_membership m ON m.user_id = u.id AND m.organization_id = ${work.org}
        WHERE u.id = ${user}::uuid FOR UPDATE OF m`
    : [];
  const problem = await problemOf(work, user, member);
  if (problem) return work.refuse('user', problem.code, problem.message);
  await takeRights(work, user);
  await work.noteSecurity({ kind: 'membershipRemoved', subject: member?.username ?? null, subjectId: user });
};

/** Switches another organization of the actor on or off; while it is off, nobody enters it and its tokens fail. */
export const setOrganizationActive = async (work: Work, slug: string, active: boolean): Promise<void> => {
  const [found] = await work.sql<{ id: string; isHere: boolean }>`
    SELECT o.id, o.id = ${work.org}::uuid AS "isHere" FROM core_organization o
    JOIN users_membership m ON m.organization_id = o.id AND m.user_id = ${work.actor.userId}::uuid
    WHERE o.slug = ${storable(slug)}`;
  if (!found) return work.refuse('slug', 'NOT_FOUND', 'You belong to no organization of this slug.');
  if (found.isHere)
    return work.refuse('slug', 'CONFLICT', 'This is the organization you work in; enter another one first.');
  await work.sql`
    UPDATE core_organization o SET is_active = ${active}::boolean
    WHERE o.id = ${found.id}::uuid AND ${work.org}::uuid IS NOT NULL`;
  await work.noteSecurity({ kind: 'organizationChanged', subject: slug, subjectId: found.id, details: { active } });
};
