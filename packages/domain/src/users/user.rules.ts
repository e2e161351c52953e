import { command, type DomainRule, type InputRow, type Next, type SavedIds, type Work } from '@plumbline/engine';
import { hashPassword } from './secrets.ts';

/** Fewest characters of a password. Source: NIST SP 800-63B section 5.1.1. */
export const PASSWORD_LENGTH = 8;

const LONGEST = 1_000;

/** Refuses passwords that are too short or too long; true when it did. */
export const refusesPassword = (work: Work, path: string, password: unknown): boolean => {
  const fits = typeof password === 'string' && password.length >= PASSWORD_LENGTH && password.length <= LONGEST;
  if (!fits) work.refuse(path, 'PASSWORD_LENGTH', `A password has ${PASSWORD_LENGTH} to ${LONGEST} characters.`);
  return !fits;
};

/** Stores passwords of users of the organization and ends their sessions. */
export const storePasswords = async (
  work: Work,
  ids: readonly string[],
  passwords: readonly string[],
): Promise<void> => {
  const hashes: string[] = [];
  for (const password of passwords) hashes.push(await hashPassword(password));
  await work.sql`
    UPDATE users_user u SET password_hash = convert_to(v.hash, 'UTF8') FROM unnest(${ids}::uuid[], ${hashes}::text[]) AS v(id, hash)
    WHERE u.id = v.id AND EXISTS (SELECT 1 FROM users_membership m WHERE m.user_id = u.id AND m.organization_id = ${work.org})`;
  await work.sql`
    DELETE FROM users_session s USING users_membership m
    WHERE s.user_id = ANY (${ids}::uuid[]) AND m.user_id = s.user_id AND m.organization_id = ${work.org}`;
};

/** Writes users, then the passwords that came along; a dry run checks them only. */
const withPasswords = async (work: Work, inputs: readonly InputRow[], next: Next): Promise<SavedIds> => {
  const given = inputs.flatMap(({ password }, index) =>
    password === undefined || password === null ? [] : [{ password, index }],
  );
  const bad = given.filter(({ password, index }) => refusesPassword(work, `input.${index}.password`, password));
  const ids = await next(inputs);
  if (bad.length > 0 || work.dryRun) return ids;
  const stored = given.flatMap(({ password, index }) => {
    const id = ids[index];
    return id ? [{ id, password: String(password) }] : [];
  });
  if (stored.length > 0)
    await storePasswords(
      work,
      stored.map(({ id }) => id),
      stored.map(({ password }) => password),
    );
  return ids;
};

const password = { password: { kind: 'text', max: LONGEST, help: 'Kept as a hash only' } } as const;

/** Users: passwords come in with the user. */
export const userRules: readonly DomainRule[] = [
  command('users.User', 'create', withPasswords, password),
  command('users.User', 'update', withPasswords, password),
];
