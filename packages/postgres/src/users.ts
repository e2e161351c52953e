import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.ts';

const usersOf = (folder: string): string => join(folder, 'users');

/** Notes that a process needs the server. */
export function enlist(folder: string, pid: number): void {
  mkdirSync(usersOf(folder), { recursive: true });
  writeFileSync(join(usersOf(folder), String(pid)), '');
}

/** Takes a process off the list and says whether nobody alive is left on it. */
export function dismiss(folder: string, pid: number): boolean {
  mkdirSync(usersOf(folder), { recursive: true });
  rmSync(join(usersOf(folder), String(pid)), { force: true });
  const left = readdirSync(usersOf(folder)).filter((name) => {
    if (isAlive(Number(name))) return true;
    rmSync(join(usersOf(folder), name), { force: true });
    return false;
  });
  return left.length === 0;
}
