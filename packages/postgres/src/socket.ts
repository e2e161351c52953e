import { chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Location, serverHash } from './location.ts';

function isPrivate(folder: string, uid: number): boolean {
  const stat = lstatSync(folder);
  return stat.isDirectory() && stat.uid === uid && (stat.mode & 0o077) === 0;
}

/**
 * A private folder for the server's socket, short because a socket's path holds about 100 bytes.
 *
 * A folder of that name which belongs to somebody else is left alone and another is made.
 */
export function socketFolder(location: Location): string {
  const { account } = location;
  const owner = account ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  let folder = join(tmpdir(), `plumbline-${serverHash(location)}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isPrivate(folder, owner.uid)) return folder;
    folder = mkdtempSync(`${folder}-`);
  }
  if (account) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** Removes the socket's folder of a stopped server. */
export const dropSocketFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
