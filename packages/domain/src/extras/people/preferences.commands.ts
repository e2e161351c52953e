import type { Actor, Writer } from '@plumbline/engine';
import { InvalidInput, type Problem } from '@plumbline/kit';
import { keeperOf } from '../../users/keeper.ts';
import { personOf } from './person.ts';

/** What a person chose, by name; values are JSON. */
export type Preferences = Readonly<Record<string, unknown>>;

/** Setting that holds what people start with who have chosen nothing. */
const USUAL = 'core.userPreferences';

/** Setting, and preference over it, of how many rows lists load at once. */
const PAGE_SIZE = { setting: 'core.pageSize', name: 'pageSize', least: 1, most: 1_000 } as const;

/** A setting of the organization, else of the deployment. */
const settingSql = (key: string): string => `(SELECT s.value FROM core_setting s
  WHERE s.key = ${key} AND (s.organization_id = $1 OR s.organization_id IS NULL) AND s.value IS NOT NULL
  ORDER BY s.organization_id NULLS LAST LIMIT 1)`;

/** Characters of JSON that a person's choices take at most. */
const LONGEST = 100_000;
const NAME = /^[a-z][A-Za-z0-9.]{0,99}$/;

/** When people get mail about their notifications. */
export const MAIL_TIMES = ['none', 'immediate', 'daily'] as const;

/** Name of the preference that says so. */
export const MAIL_PREFERENCE = 'mail';

const object = (value: unknown): Preferences =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Preferences) : {};

/** What holds for the person: their own choices over what the administrators start people with. */
export const preferencesOf = async ({ engine }: Writer, actor: Actor): Promise<Preferences> => {
  const [row] = await engine.dataSource.query<{ data: unknown; usual: unknown; page: unknown }[]>(
    `SELECT (SELECT p.data FROM users_user_preferences p WHERE p.organization_id = $1 AND p.user_id = $2) AS data,
       ${settingSql('$3')} AS usual, ${settingSql('$4')} AS page`,
    [actor.organizationId, personOf(actor), USUAL, PAGE_SIZE.setting],
  );
  const page = typeof row?.page === 'number' ? { [PAGE_SIZE.name]: row.page } : {};
  return { ...page, ...object(row?.usual), ...object(row?.data) };
};

const problemsOf = (patch: Preferences): Problem[] => {
  const problem = (path: string, message: string): Problem => ({ path, code: 'BAD_USER_INPUT', message });
  const mail = patch[MAIL_PREFERENCE] ?? null;
  const { name, least, most } = PAGE_SIZE;
  const page = patch[name] ?? null;
  const isPage = page === null || (Number.isInteger(page) && Number(page) >= least && Number(page) <= most);
  return [
    ...Object.keys(patch).flatMap((name) =>
      NAME.test(name) ? [] : [problem('patch', `"${name}" can't name a preference; use letters, digits and dots.`)],
    ),
    ...(isPage ? [] : [problem(`patch.${name}`, `Lists load ${least} to ${most} rows at once.`)]),
    ...(mail === null || (MAIL_TIMES as readonly unknown[]).includes(mail)
      ? []
      : [problem(`patch.${MAIL_PREFERENCE}`, `Mail comes ${MAIL_TIMES.join(', ')}.`)]),
  ];
};

/** The choices with a patch put on: null takes a choice back. */
const patched = (data: Preferences, patch: Preferences): Preferences =>
  Object.fromEntries(
    Object.entries({ ...data, ...patch }).filter(([, value]) => value !== null && value !== undefined),
  );

/**
 * Changes what a person chose, name by name; null takes a choice back. Other names stay.
 *
 * @throws InvalidInput for names and values that do not fit, and for more than 100,000 characters
 */
export const setPreferences = async (writer: Writer, actor: Actor, patch: Preferences): Promise<readonly Problem[]> => {
  const userId = personOf(actor);
  const problems = problemsOf(patch);
  if (problems.length > 0) throw new InvalidInput(problems);
  const { errors } = await writer.run(keeperOf(actor), { duringMaintenance: true }, async (work) => {
    await work.lock([`users.UserPreferences ${userId}`]);
    const [row] = await work.sql<{ data: unknown }>`
      SELECT p.data FROM users_user_preferences p WHERE p.organization_id = ${work.org} AND p.user_id = ${userId}::uuid`;
    const data = patched(object(row?.data), patch);
    if (JSON.stringify(data).length > LONGEST)
      work.refuse('patch', 'BAD_USER_INPUT', `Preferences take at most ${LONGEST} characters of JSON.`);
    else await work.upsert('users.UserPreferences', [{ user: { id: userId }, data }], { path: () => 'patch' });
  });
  return errors;
};
