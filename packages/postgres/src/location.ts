import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, canEnter, serverAccount } from './account.ts';

/** Folders and files of one embedded server. */
export interface Location {
  /** Holds the staged binaries, shared by all servers of one product folder. */
  readonly base: string;
  /** Holds everything of this server. */
  readonly folder: string;
  readonly data: string;
  readonly account: Account | null;
}

const SYSTEM_STATE = '/var/lib/plumbline';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Folder a server's socket lies in is named by this: stable per server and short. */
export const serverHash = (location: Location): string => shortHash(location.folder).slice(0, 8);

function at(base: string, name: string): Location {
  const folder = join(base, name);
  const data = join(folder, 'data');
  return { base, folder, data, account: serverAccount(data) };
}

/**
 * Where a server's files lie: inside the product's folder, or, when the database account can't enter that
 * (root with a private home), in a system folder named by the product folder's hash. The latter is noted in
 * the file `location` of the product's folder.
 * @throws Error when a database exists that its account can no longer reach.
 */
export function locate(productFolder: string, name: string): Location {
  mkdirSync(productFolder, { recursive: true });
  const note = join(productFolder, 'location');
  if (existsSync(note)) return at(readFileSync(note, 'utf8').trim(), name);
  const near = at(realpathSync(productFolder), name);
  if (canEnter(productFolder, near.account)) return near;
  if (existsSync(join(near.data, 'PG_VERSION')))
    throw new Error(`The database in ${near.data} can't be reached by its account (uid ${near.account?.uid}).`);
  const base = join(SYSTEM_STATE, shortHash(realpathSync(productFolder)));
  mkdirSync(base, { recursive: true, mode: 0o711 });
  writeFileSync(note, `${base}\n`);
  return at(base, name);
}
