import type { ClientBase } from 'pg';
import { BackupError } from './problem.ts';

/** Values as text that any server reads back the same, and no limit on how long a statement may take. */
const SETTINGS = [
  "SET LOCAL client_encoding = 'UTF8'",
  "SET LOCAL datestyle = 'ISO, YMD'",
  "SET LOCAL intervalstyle = 'postgres'",
  "SET LOCAL timezone = 'UTC'",
  "SET LOCAL bytea_output = 'hex'",
  'SET LOCAL extra_float_digits = 3',
  'SET LOCAL statement_timeout = 0',
  'SET LOCAL lock_timeout = 0',
  'SET LOCAL idle_in_transaction_session_timeout = 0',
].join('; ');

/** How a transaction is run: its mode, and the advisory lock that migrations take. */
export interface Turn {
  readonly mode: string;
  readonly lock: number;
  /** Readers of the schema share the lock; they keep migrations out, and each other not. */
  readonly shared: boolean;
}

/** Runs `work` in one transaction while no migration runs. @throws BackupError when another process holds the lock */
export const inTransaction = async <T>(
  client: ClientBase,
  { mode, lock, shared }: Turn,
  work: () => Promise<T>,
): Promise<T> => {
  const suffix = shared ? '_shared' : '';
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock${suffix}($1) AS got`, [lock]);
  if (!rows[0]?.got)
    throw new BackupError('Another process migrates, saves or restores this database; try again later.');
  try {
    await client.query(`BEGIN ${mode}`);
    await client.query(SETTINGS);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    throw error;
  } finally {
    await client.query(`SELECT pg_advisory_unlock${suffix}($1)`, [lock]).catch(() => undefined);
  }
};
