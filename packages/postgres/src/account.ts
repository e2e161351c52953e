import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The system account that PostgreSQL runs under; PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const isRoot = (): boolean => process.getuid?.() === 0;

function idOf(flag: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : null;
}

function ownerOf(folder: string): Account | null {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : null;
}

/**
 * Account to start PostgreSQL with: null means the account of this process.
 *
 * As root it is the owner of an existing data folder, else `postgres`, else `nobody`.
 * @throws Error when root finds no such account.
 */
export function serverAccount(dataFolder: string): Account | null {
  if (!isRoot()) return null;
  const owner = ownerOf(dataFolder);
  if (owner) return owner;
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error('PostgreSQL refuses to run as root and there is neither an account "postgres" nor "nobody".');
}

/** Whether the account can enter a folder; asked of the system, so that every kind of permission counts. */
export function canEnter(folder: string, account: Account | null): boolean {
  if (!account) return true;
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', ...account });
  return status === 0;
}
