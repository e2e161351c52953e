import type { Actor, SourceRow, Work } from '@plumbline/engine';

/** NetBox's type of users. */
export const USER_TYPE = 'users.user';

/** Only administrators bring administrators; for others the mark stays with the raw rest of the row. */
export const withoutMoreRights = (actor: Actor, row: SourceRow): SourceRow =>
  actor.superuser || row.values['isSuperuser'] !== true
    ? row
    : { ...row, values: { ...row.values, isSuperuser: false }, rest: { ...row.rest, is_superuser: 't' } };

/** Makes imported users members of the organization; they have no password here and so can't sign in with one. */
export const addMembers = async (work: Work, users: Iterable<string>): Promise<void> => {
  const ids = [...users];
  if (ids.length === 0) return;
  await work.sql`
    INSERT INTO users_membership (user_id, organization_id)
    SELECT v.id, ${work.org} FROM unnest(${ids}::uuid[]) AS v(id) ON CONFLICT DO NOTHING`;
};
