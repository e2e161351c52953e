import type { Pool } from 'pg';
import { HttpError } from '../errors.ts';
import { hashPassword, isForeignHash, passwordFits } from '@plumbline/domain';

const FREE_TRIES = 5;

const LOCKED = `SELECT ceil(extract(epoch FROM locked_until - now()))::int AS seconds
  FROM users_login_attempt WHERE username = $1 AND locked_until > now()`;

/** After five failures each further one doubles the wait, from 15 seconds up to 15 minutes; a quiet hour forgives. */
const FAILED = `INSERT INTO users_login_attempt AS a (username, failures) VALUES ($1, 1)
  ON CONFLICT (username) DO UPDATE SET
    failures = CASE WHEN a.last_failure < now() - interval '1 hour' THEN 1 ELSE a.failures + 1 END,
    last_failure = now(),
    locked_until = CASE WHEN a.failures + 1 >= ${FREE_TRIES} AND a.last_failure >= now() - interval '1 hour'
      THEN now() + least(900, 15 * power(2, least(a.failures + 1 - ${FREE_TRIES}, 10))) * interval '1 second' END`;

const FIND = `SELECT u.id, convert_from(u.password_hash, 'UTF8') AS hash FROM users_user u
  WHERE lower(u.username) = lower($1) AND u.is_active
    AND EXISTS (SELECT 1 FROM users_membership m WHERE m.user_id = u.id)`;

const LONGEST_NAME = 150;
const LONGEST_PASSWORD = 1_000;

const assertOpen = async (pool: Pool, name: string): Promise<void> => {
  const { rows } = await pool.query<{ seconds: number }>(LOCKED, [name]);
  const seconds = rows[0]?.seconds;
  if (seconds === undefined) return;
  const message = `Too many failed attempts. Try again in ${seconds} s.`;
  throw new HttpError(429, 'TOO_MANY_ATTEMPTS', message, { 'retry-after': String(seconds) });
};

const REHASH = `UPDATE users_user SET password_hash = convert_to($2, 'UTF8')
  WHERE id = $1 AND password_hash = convert_to($3, 'UTF8')`;

/** Replaces the hash of another system by one of ours, now that the password is known. */
const renewHash = async (pool: Pool, id: string, stored: string | null, password: string): Promise<void> => {
  if (stored !== null && isForeignHash(stored)) await pool.query(REHASH, [id, await hashPassword(password), stored]);
};

/**
 * Id of the user whose name and password these are.
 *
 * @throws HttpError 401 when they fit nobody, 429 while the name is locked after repeated failures.
 */
export const logIn = async (pool: Pool, username: string, password: string): Promise<string> => {
  const name = username.slice(0, LONGEST_NAME).toLowerCase();
  await assertOpen(pool, name);
  const { rows } = await pool.query<{ id: string; hash: string | null }>(FIND, [username]);
  const [found] = rows;
  const fits = password.length <= LONGEST_PASSWORD && (await passwordFits(found?.hash ?? null, password));
  if (!found || !fits) {
    await pool.query(FAILED, [name]);
    throw new HttpError(401, 'UNAUTHENTICATED', 'Unknown user or wrong password.');
  }
  await pool.query('DELETE FROM users_login_attempt WHERE username = $1', [name]);
  await renewHash(pool, found.id, found.hash, password);
  await pool.query('UPDATE users_user SET last_login = now() WHERE id = $1', [found.id]);
  return found.id;
};
