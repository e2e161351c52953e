import { command, rule, type DomainRule, type InputRow, type Next, type SavedIds, type Work } from '@plumbline/engine';
import { LONGEST_PASSWORD, passwordProblem, type PasswordPolicy } from './password-policy.ts';
import { hashPassword } from './secrets.ts';
import { USER_SETTINGS } from './users.settings.ts';

/** What a new password has to be, as administrators decided. */
export const passwordPolicy = async (work: Work): Promise<PasswordPolicy> => {
  const { passwordLength, passwordCommon } = USER_SETTINGS;
  return {
    length: Number((await work.settings(passwordLength.key)) ?? passwordLength.default),
    refusesCommon: ((await work.settings(passwordCommon.key)) ?? passwordCommon.default) === true,
  };
};

/** Stores passwords of users of the organization and ends their sessions but the one named. */
export const storePasswords = async (
  work: Work,
  ids: readonly string[],
  passwords: readonly string[],
  keptSession: string | null = null,
): Promise<void> => {
  const hashes: string[] = [];
  for (const password of passwords) hashes.push(await hashPassword(password));
  await work.sql`
    UPDATE users_user u SET password_hash = convert_to(v.hash, 'UTF8') FROM unnest(${ids}::uuid[], ${hashes}::text[]) AS v(id, hash)
    WHERE u.id = v.id AND EXISTS (SELECT 1 FROM users_membership m WHERE m.user_id = u.id AND m.organization_id = ${work.org})`;
  await work.sql`
    DELETE FROM users_session s USING users_membership m
    WHERE s.user_id = ANY (${ids}::uuid[]) AND m.user_id = s.user_id AND m.organization_id = ${work.org}
      AND s.id IS DISTINCT FROM ${keptSession}::uuid`;
};

interface Given {
  readonly index: number;
  readonly password: unknown;
  readonly id: string | null;
}

interface Named {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
}

const named = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, Named>> => {
  const rows = await work.sql<Named>`
    SELECT u.id, u.username, u.email FROM users_user u JOIN users_membership m ON m.user_id = u.id
    WHERE u.id = ANY (${ids}::uuid[]) AND m.organization_id = ${work.org}`;
  return new Map(rows.map((row) => [row.id, row]));
};

/** Refuses what the policy does not take; tells the rest. */
const accepted = async (work: Work, given: readonly Given[], inputs: readonly InputRow[]): Promise<Given[]> => {
  const policy = await passwordPolicy(work);
  const names = await named(
    work,
    given.flatMap(({ id }) => id ?? []),
  );
  return given.filter(({ password, index, id }) => {
    const { username = inputs[index]?.['username'], email = null } = names.get(id ?? '') ?? {};
    const problem = passwordProblem(password, [typeof username === 'string' ? username : null, email], policy);
    if (problem) work.refuse(`input.${index}.password`, problem.code, problem.message);
    return problem === null;
  });
};

const givenIn = (inputs: readonly InputRow[], ids: SavedIds): Given[] =>
  inputs.flatMap(({ password }, index): Given[] =>
    password === undefined || password === null ? [] : [{ password, index, id: ids[index] ?? null }],
  );

/** Writes users, then the passwords that came along; a dry run checks them only. */
const withPasswords = async (work: Work, inputs: readonly InputRow[], next: Next): Promise<SavedIds> => {
  const ids = await next(inputs);
  const given = givenIn(inputs, ids);
  if (given.length === 0) return ids;
  const fine = await accepted(work, given, inputs);
  if (fine.length < given.length || work.dryRun) return ids;
  const stored = fine.flatMap(({ id, password }) => (id === null ? [] : [{ id, password: String(password) }]));
  if (stored.length === 0) return ids;
  await storePasswords(
    work,
    stored.map(({ id }) => id),
    stored.map(({ password }) => password),
  );
  return ids;
};

/** The security log learns of passwords that others than the user set. */
const withNewPasswords = async (work: Work, inputs: readonly InputRow[], next: Next): Promise<SavedIds> => {
  const ids = await withPasswords(work, inputs, next);
  const set = givenIn(inputs, ids).flatMap(({ id }) => id ?? []);
  if (set.length === 0 || work.dryRun) return ids;
  const users = [...(await named(work, set)).values()];
  await work.noteSecurity(
    ...users.map(({ id, username }) => ({ kind: 'passwordChanged' as const, subject: username, subjectId: id })),
  );
  return ids;
};

const isAdministrator = ({ isActive, isSuperuser }: Readonly<Record<string, unknown>>): boolean =>
  isActive === true && isSuperuser === true;

/** Lock of whoever takes administrators away, so that two can't each leave the other as the last. */
export const ADMINISTRATORS = 'users.administrators';

/** Whether an organization of these users would have no administrator without them. */
export const areLastAdministrators = async (work: Work, ids: readonly string[]): Promise<boolean> => {
  const rows = await work.sql`
    SELECT 1 FROM users_membership m JOIN users_user u ON u.id = m.user_id AND u.is_superuser AND u.is_active
    WHERE u.id = ANY (${ids}::uuid[]) AND ${work.org}::uuid IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM users_membership o JOIN users_user x ON x.id = o.user_id AND x.is_superuser AND x.is_active
      WHERE o.organization_id = m.organization_id AND x.id <> ALL (${ids}::uuid[])) LIMIT 1`;
  return rows.length > 0;
};

/** What is said of them. */
export const LAST_ADMINISTRATOR = 'An organization keeps one active administrator at least; make another one first.';

const keepsAnAdministrator = rule('users.User', {
  name: 'users.user.1.administrator',
  on: ['update', 'delete'],
  when: ['isActive', 'isSuperuser'],
  locks: () => [ADMINISTRATORS],
  check: async (drafts, work) => {
    const lost = drafts.filter(
      ({ action, before, after }) =>
        before && isAdministrator(before) && (action === 'delete' || !isAdministrator(after)),
    );
    const ids = lost.map(({ id }) => id);
    if (ids.length === 0 || !(await areLastAdministrators(work, ids))) return;
    for (const draft of lost) draft.refuse('', 'LAST_ADMINISTRATOR', LAST_ADMINISTRATOR);
  },
});

const password = { password: { kind: 'text', max: LONGEST_PASSWORD, help: 'Kept as a hash only' } } as const;

/** Users: passwords come in with the user, and an administrator stays. */
export const userRules: readonly DomainRule[] = [
  command('users.User', 'create', withPasswords, password),
  command('users.User', 'update', withNewPasswords, password),
  keepsAnAdministrator,
];
