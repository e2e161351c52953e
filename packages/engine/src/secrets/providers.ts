import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, normalize, resolve, sep } from 'node:path';
import { SecretUnresolved, type SecretProvider } from './reference.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LARGEST_BYTES = 64 * 1024;

/**
 * Secrets in the environment of the server, `{ env: "NAME" }`: only names that start with the prefix.
 *
 * The prefix keeps everything else of the environment, such as the master key, out of reach.
 */
export const environmentSecrets = (
  environment: Readonly<Record<string, string | undefined>>,
  prefix: string,
): SecretProvider => ({
  name: 'env',
  refuse: (name) =>
    NAME.test(name) && name.startsWith(prefix) ? null : `may refer to variables whose names start with ${prefix} only.`,
  resolve: async (name) => {
    const value = environment[name];
    if (value === undefined || value === '')
      throw new SecretUnresolved(`The variable ${name} is not set where the server runs.`);
    return value;
  },
});

const isBelow = (file: string, folder: string): boolean =>
  file.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error';

const read = async (file: string): Promise<string> => {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const about = await handle.stat();
    if (!about.isFile() || about.size > LARGEST_BYTES) throw new SecretUnresolved('The place is no small file.');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
};

/**
 * Secrets in files of the server, `{ file: "/run/secrets/snmp" }`: only files below the folder.
 *
 * Links are followed first, as mounts of orchestrators need, and what they lead to must lie below the folder as well.
 * One line break at the end is dropped.
 */
export const fileSecrets = (folder: string): SecretProvider => {
  const home = resolve(folder);
  const isPlace = (place: string): boolean =>
    isAbsolute(place) && normalize(place) === place && isBelow(place, home) && !place.includes('\0');
  return {
    name: 'file',
    refuse: (place) => (isPlace(place) ? null : `may refer to files below ${home} only, by their full path.`),
    resolve: async (place) => {
      try {
        const [inside, file] = await Promise.all([realpath(home), realpath(place)]);
        if (!isBelow(file, inside)) throw new SecretUnresolved(`The file ${place} leads out of ${home}.`);
        const text = (await read(file)).replace(/\r?\n$/, '');
        if (text === '') throw new SecretUnresolved(`The file ${place} is empty.`);
        return text;
      } catch (error) {
        if (error instanceof SecretUnresolved) throw error;
        throw new SecretUnresolved(`The file ${place} can't be read (${codeOf(error)}).`);
      }
    },
  };
};
