import type { Work } from '@plumbline/engine';

/** Whom an identity provider or a proxy vouches for. */
export interface ExternalUser {
  /** Provider, by which the subject is unique. */
  readonly provider: string;
  /** What never changes for a person, not even with another name. */
  readonly subject: string;
  readonly username: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Groups at the provider; null when it does not tell of any. */
  readonly groups: readonly string[] | null;
}

/** What the product does with them. */
export interface ExternalRules {
  /** Makes an account for who has none. */
  readonly createUsers: boolean;
  /** Takes an account of the organization that is there, at the first sign-in. */
  readonly linkBy: 'none' | 'email' | 'username';
  /** Our group for a group of theirs; null takes groups of the same name. */
  readonly groups: Readonly<Record<string, string>> | null;
}

interface Known {
  readonly id: string;
  readonly username: string;
  readonly isActive: boolean;
  readonly isMember: boolean;
  readonly groupIds: readonly string[];
}

const REFUSED = 'SIGN_IN_REFUSED';

const known = async (work: Work, { provider, subject }: ExternalUser): Promise<Known | undefined> => {
  const [found] = await work.sql<Known>`
    SELECT u.id, u.username, u.is_active AS "isActive", x.group_ids AS "groupIds",
      EXISTS (SELECT 1 FROM users_membership m WHERE m.user_id = u.id AND m.organization_id = ${work.org}) AS "isMember"
    FROM users_external_identity x JOIN users_user u ON u.id = x.user_id
    WHERE x.provider = ${provider} AND x.subject = ${subject} AND x.organization_id = ${work.org}`;
  return found;
};

/** Accounts of the organization that may be this person. */
const candidates = async (work: Work, user: ExternalUser, { linkBy }: ExternalRules): Promise<string[]> => {
  if (linkBy === 'none' || (linkBy === 'email' && (!user.isEmailVerified || user.email === null))) return [];
  const [byName, byEmail] = linkBy === 'username' ? [user.username, null] : [null, user.email];
  const rows = await work.sql<{ id: string }>`
    SELECT u.id FROM users_user u JOIN users_membership m ON m.user_id = u.id AND m.organization_id = ${work.org}
    WHERE lower(u.username) = lower(${byName}::text) OR lower(u.email) = lower(${byEmail}::text) LIMIT 2`;
  return rows.map(({ id }) => id);
};

const make = async (work: Work, user: ExternalUser, { createUsers }: ExternalRules): Promise<string | null> => {
  if (!createUsers) {
    work.refuse('', REFUSED, 'There is no account for you here. Ask an administrator for one.');
    return null;
  }
  const { username, email, firstName, lastName } = user;
  const [taken] = await work.sql`
    SELECT 1 FROM users_user u WHERE lower(u.username) = lower(${username}::text) AND ${work.org}::uuid IS NOT NULL`;
  if (!taken) return (await work.create('users.User', [{ username, email, firstName, lastName }]))[0] ?? null;
  work.refuse('', REFUSED, `The user name "${username}" is taken by another account. Ask an administrator.`);
  return null;
};

const link = async (work: Work, user: ExternalUser, rules: ExternalRules): Promise<void> => {
  const [found, second] = await candidates(work, user, rules);
  if (second !== undefined) return work.refuse('', REFUSED, 'Several accounts have your e-mail address.');
  const id = found ?? (await make(work, user, rules));
  if (id === null) return;
  await work.sql`
    INSERT INTO users_external_identity (provider, subject, user_id, organization_id)
    VALUES (${user.provider}, ${user.subject}, ${id}::uuid, ${work.org})`;
  if (found !== undefined)
    await work.noteSecurity({
      kind: 'userChanged',
      subject: user.username,
      subjectId: id,
      details: { linkedTo: user.provider, by: rules.linkBy },
    });
};

const wantedNames = ({ groups }: ExternalUser, { groups: map }: ExternalRules): string[] =>
  (groups ?? []).flatMap((name) => {
    if (map === null) return name;
    const mapped = Object.hasOwn(map, name) ? map[name] : undefined;
    return mapped === undefined ? [] : mapped;
  });

/**
 * Puts the user into the groups the provider names, and out of those that it named earlier and names no more.
 *
 * Groups that somebody here gave are left alone. A name that no group has is passed over.
 */
const syncGroups = async (work: Work, { id, username, groupIds }: Known, user: ExternalUser, rules: ExternalRules) => {
  const rows = await work.sql<{ id: string; name: string; isIn: boolean }>`
    SELECT g.id, g.name, EXISTS (SELECT 1 FROM users_group_users x WHERE x.organization_id = g.organization_id
      AND x.source_id = g.id AND x.target_id = ${id}::uuid) AS "isIn"
    FROM users_group g WHERE g.organization_id = ${work.org}
      AND (g.name = ANY (${wantedNames(user, rules)}::text[]) OR g.id = ANY (${groupIds}::uuid[]))`;
  const names = new Set(wantedNames(user, rules));
  const held = new Set(groupIds);
  const added = rows.filter(({ name, isIn }) => names.has(name) && !isIn);
  const removed = rows.filter((group) => !names.has(group.name) && held.has(group.id));
  const kept = rows.filter((group) => names.has(group.name) && (held.has(group.id) || !group.isIn));
  await work.update('users.Group', [
    ...added.map((group) => ({ id: group.id, users: { add: [{ id }] } })),
    ...removed.map((group) => ({ id: group.id, users: { remove: [{ id }] } })),
  ]);
  await work.sql`
    UPDATE users_external_identity x SET group_ids = ${kept.map((group) => group.id)}::uuid[]
    WHERE x.organization_id = ${work.org} AND x.provider = ${user.provider} AND x.subject = ${user.subject}`;
  // Besides what the log says of any change of a group: that the provider asked for it.
  const event = (group: { readonly id: string; readonly name: string }, action: string) =>
    ({
      kind: 'groupChanged',
      subject: group.name,
      subjectId: group.id,
      details: { [action]: username, by: user.provider },
    }) as const;
  await work.noteSecurity(
    ...added.map((group) => event(group, 'added')),
    ...removed.map((group) => event(group, 'removed')),
  );
};

/**
 * Id of the account behind somebody an identity provider vouches for; null, with a refusal, when there is none to take.
 *
 * Groups follow the provider with every call: what is lost there is lost here.
 */
export const admitExternalUser = async (
  work: Work,
  user: ExternalUser,
  rules: ExternalRules,
): Promise<string | null> => {
  await work.lock([`users.external ${user.provider} ${user.subject}`]);
  if (!(await known(work, user))) await link(work, user, rules);
  const account = await known(work, user);
  if (!account) return null;
  if (!account.isActive || !account.isMember) {
    work.refuse('', REFUSED, 'Your account is switched off here. Ask an administrator.');
    return null;
  }
  if (user.groups !== null) await syncGroups(work, account, user, rules);
  await work.sql`
    UPDATE users_external_identity x SET last_login = now()
    WHERE x.organization_id = ${work.org} AND x.provider = ${user.provider} AND x.subject = ${user.subject}`;
  await work.sql`
    UPDATE users_user u SET last_login = now() WHERE u.id = ${account.id}::uuid AND ${work.org}::uuid IS NOT NULL`;
  return account.id;
};
