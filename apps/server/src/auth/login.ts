import {
  countTry,
  forgiveAddress,
  forgiveName,
  hashPassword,
  isForeignHash,
  passwordFits,
  type AskRows,
} from '@plumbline/domain';
import { recordSignInEvent, type Origin, type SecurityEventKind } from '@plumbline/engine';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { HttpError } from '../errors.ts';

const FIND = `SELECT u.id, u.username, convert_from(u.password_hash, 'UTF8') AS hash FROM users_user u
  WHERE lower(u.username) = lower($1) AND u.is_active AND EXISTS (
    SELECT 1 FROM users_membership m JOIN core_organization o ON o.id = m.organization_id AND o.is_active
    WHERE m.user_id = u.id)`;

/** An account of that name, even where nobody can sign in to it: so that its organizations learn of the tries. */
const ABOUT = 'SELECT id FROM users_user WHERE lower(username) = lower($1)';

const LONGEST_NAME = 150;
const LONGEST_PASSWORD = 1_000;

/** A refusal takes this long at least: checking an imported hash takes longer than one of ours, which would tell names. */
const REFUSAL_MS = 300;

/** A try to sign in with a password. */
export interface PasswordTry {
  readonly username: string;
  readonly password: string;
  readonly origin: Origin;
  readonly requestId: string;
}

/** Statements over a pool. */
export const askPool =
  (pool: Pool): AskRows =>
  async <T>(text: string, values: readonly unknown[]) =>
    (await pool.query(text, [...values])).rows as T[];

const REHASH = `UPDATE users_user SET password_hash = convert_to($2, 'UTF8')
  WHERE id = $1 AND password_hash = convert_to($3, 'UTF8')`;

/** Replaces the hash of another system by one of ours, now that the password is known. */
const renewHash = async (pool: Pool, id: string, stored: string | null, password: string): Promise<void> => {
  if (stored !== null && isForeignHash(stored)) await pool.query(REHASH, [id, await hashPassword(password), stored]);
};

/** Counts the try for address and name; true when failing it locks one of them. @throws HttpError 429 */
const admit = async (pool: Pool, name: string, address: string): Promise<boolean> => {
  const ask = askPool(pool);
  let locks = false;
  for (const [what, value] of [['address', address] as const, ['name', name] as const]) {
    const counted = await countTry(ask, what, value);
    if (counted.kind === 'locked') {
      const { seconds } = counted;
      const message = `Too many failed attempts. Try again in ${seconds} s.`;
      throw new HttpError(429, 'TOO_MANY_ATTEMPTS', message, { 'retry-after': String(seconds) });
    }
    locks ||= counted.locks;
  }
  return locks;
};

const refuse = async (pool: Pool, name: string, locks: boolean, { origin, requestId }: PasswordTry): Promise<never> => {
  const { rows } = await pool.query<{ id: string }>(ABOUT, [name]);
  const kinds: readonly SecurityEventKind[] = locks ? ['loginFailed', 'lockout'] : ['loginFailed'];
  for (const kind of kinds)
    await recordSignInEvent(pool, {
      kind,
      userId: rows[0]?.id ?? null,
      name,
      origin,
      requestId,
      details: { via: 'password' },
    });
  throw new HttpError(401, 'UNAUTHENTICATED', 'Unknown user or wrong password.');
};

const check = async (pool: Pool, tried: PasswordTry): Promise<string> => {
  const { username, password, origin, requestId } = tried;
  const name = username.slice(0, LONGEST_NAME).toLowerCase();
  const locks = await admit(pool, name, origin.address);
  const { rows } = await pool.query<{ id: string; username: string; hash: string | null }>(FIND, [username]);
  const [found] = rows;
  const fits = password.length <= LONGEST_PASSWORD && (await passwordFits(found?.hash ?? null, password));
  if (!found || !fits) return refuse(pool, name, locks, tried);
  await forgiveName(askPool(pool), name);
  await forgiveAddress(askPool(pool), origin.address);
  await renewHash(pool, found.id, found.hash, password);
  await pool.query('UPDATE users_user SET last_login = now() WHERE id = $1', [found.id]);
  const event = { kind: 'login', userId: found.id, name: found.username, origin, requestId } as const;
  await recordSignInEvent(pool, { ...event, details: { via: 'password' } });
  return found.id;
};

/**
 * Id of the user whose name and password these are.
 *
 * Names that nobody has are counted, locked and answered like those of accounts, after the same time.
 * @throws HttpError 401 when they fit nobody, 429 while the name or the address is locked after repeated failures.
 */
export const logIn = async (pool: Pool, tried: PasswordTry): Promise<string> => {
  const least = pause(REFUSAL_MS, undefined, { ref: false });
  try {
    return await check(pool, tried);
  } catch (error) {
    await least;
    throw error;
  }
};
