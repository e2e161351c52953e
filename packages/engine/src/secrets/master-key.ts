import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { newMasterKey } from './sealer.ts';

const create = (file: string): string => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const key = newMasterKey();
  try {
    writeFileSync(file, `${key}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8').trim(); // another process was first
  }
  return key;
};

/**
 * Master keys from the environment (comma-separated, newest first), else from the key file, which is made on first use.
 *
 * Losing the key loses every secret; the file belongs into the backup of secrets, not into that of the database.
 */
export const masterKeys = (fromEnvironment: string | undefined, file: string): string[] => {
  if (fromEnvironment) return fromEnvironment.split(',').map((key) => key.trim());
  if (!existsSync(file)) return [create(file)];
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim().split(/\s+/);
};

/** The same keys where they exist; makes none. */
export const existingMasterKeys = (fromEnvironment: string | undefined, file: string): string[] =>
  fromEnvironment || existsSync(file) ? masterKeys(fromEnvironment, file) : [];
