import { existingMasterKeys, keyIds, masterKeys } from '@plumbline/engine';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { StartError } from './preflight.ts';

type Read = (fromEnvironment: string | undefined, file: string) => string[];

const isKey = (text: string): boolean => {
  try {
    return keyIds([text]).length === 1;
  } catch {
    return false; // the caller words it, without the key
  }
};

/** The keys, each of which is one. @throws StartError in one line that says which is none, and never shows it */
const checked = ({ masterKey, dataDir }: Config, read: Read): string[] => {
  const file = join(dataDir, 'master.key');
  const place = masterKey ? 'PLUMBLINE_MASTER_KEY' : `The file ${file}`;
  try {
    const keys = read(masterKey, file);
    const wrong = keys.findIndex((key) => !isKey(key));
    if (wrong < 0) return keys;
    const which = keys.length > 1 ? `, key ${wrong + 1} of ${keys.length},` : '';
    throw new StartError(
      `${place}${which} holds no master key: 32 bytes as Base64, such as "openssl rand -base64 32" prints.`,
    );
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${place} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
  }
};

/** Master keys of this installation, newest first; the first start makes one. @throws StartError */
export const requireMasterKeys = (config: Config): string[] => checked(config, masterKeys);

/** The same keys where there are some; makes none. @throws StartError */
export const knownMasterKeys = (config: Config): string[] => checked(config, existingMasterKeys);
