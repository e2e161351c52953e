import { settingValueSql } from '@plumbline/engine';
import { USER_SETTINGS } from './users.settings.ts';

/** Runs a statement and gives its rows. */
export type AskRows = <T>(text: string, values: readonly unknown[]) => Promise<T[]>;

/** Value of a setting of the deployment, as SQL. */
export const settingSql = ({ key, default: initial }: { readonly key: string; readonly default: number }): string =>
  `coalesce((${settingValueSql(`'${key}'`, null)})::int, ${initial})`;

/** The free tries of a name and of an address; none, so to speak endless, when addresses are not locked. */
const LIMITS = {
  name: settingSql(USER_SETTINGS.tries),
  address: `coalesce(nullif(${settingSql(USER_SETTINGS.triesPerAddress)}, 0), 2000000000)`,
} as const;

/** An IPv6 subscriber holds a whole network of 64 bits. Source: RFC 6177 section 2. */
const KEYS = {
  name: "'name ' || lower($1::text)",
  address: "'from ' || network(set_masklen($1::inet, CASE family($1::inet) WHEN 6 THEN 64 ELSE 32 END))::text",
} as const;

/** What is counted: tries for one account, or from one address. */
export type Counted = keyof typeof KEYS;

const QUIET = "a.last_failure < now() - interval '1 hour'";

/**
 * Counts a try as failed before the password is looked at, in one statement: of a hundred that come at once no more get
 * through than of a hundred in a row. Each failure after the free ones doubles the wait, from 15 seconds to 15 minutes.
 */
const reserve = (
  what: Counted,
): string => `INSERT INTO users_login_attempt AS a (username, failures) VALUES (${KEYS[what]}, 1)
  ON CONFLICT (username) DO UPDATE SET
    failures = CASE WHEN ${QUIET} THEN 1 ELSE a.failures + 1 END,
    last_failure = now(),
    locked_until = CASE WHEN NOT ${QUIET} AND a.failures + 1 >= ${LIMITS[what]}
      THEN now() + least(900, 15 * power(2, least(a.failures + 1 - ${LIMITS[what]}, 10))) * interval '1 second' END
  WHERE a.locked_until IS NULL OR a.locked_until <= now()
  RETURNING locked_until IS NOT NULL AS locks`;

const remaining = (what: Counted): string => `SELECT ceil(extract(epoch FROM locked_until - now()))::int AS seconds
  FROM users_login_attempt WHERE username = ${KEYS[what]} AND locked_until > now()`;

/** What counting a try came to. */
export type Try =
  /** It may go on; \`locks\` says that failing it locks the name or address. */
  | { readonly kind: 'open'; readonly locks: boolean }
  /** It may not, for so many seconds. */
  | { readonly kind: 'locked'; readonly seconds: number };

/** Counts a try for a name or from an address, which stays counted unless it is forgiven. */
export const countTry = async (ask: AskRows, what: Counted, value: string): Promise<Try> => {
  const [counted] = await ask<{ locks: boolean }>(reserve(what), [value]);
  if (counted) return { kind: 'open', locks: counted.locks };
  const [locked] = await ask<{ seconds: number }>(remaining(what), [value]);
  return { kind: 'locked', seconds: Math.max(1, locked?.seconds ?? 1) };
};

/** Forgets what was counted for a name, once its password was right. */
export const forgiveName = async (ask: AskRows, name: string): Promise<void> => {
  await ask(`DELETE FROM users_login_attempt WHERE username = ${KEYS.name}`, [name]);
};

/**
 * Takes one try from an address back.
 *
 * What else failed from there stays: who has one account may not clear the count for guessing at others.
 */
export const forgiveAddress = async (ask: AskRows, address: string): Promise<void> => {
  await ask(
    `UPDATE users_login_attempt SET failures = greatest(0, failures - 1), locked_until = NULL WHERE username = ${KEYS.address}`,
    [address],
  );
};

/** Forgets what is too old to lock anybody. */
export const forgetOldTries = async (ask: AskRows): Promise<void> => {
  await ask("DELETE FROM users_login_attempt WHERE last_failure < now() - interval '1 day'", []);
};
