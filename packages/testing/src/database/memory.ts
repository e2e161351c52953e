import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, userInfo } from 'node:os';
import { join } from 'node:path';

const MOUNT = '/dev/shm';
const GIB = 2 ** 30;

/** What a run's databases and its server's memory take at most, with as much again for everything else. */
const ENOUGH = 8 * GIB;

const prefix = `plumbline-test-${userInfo().uid}-`;

/** Whether programs may run from there; containers often forbid it. */
const runsPrograms = (): boolean =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .some(([, path, , options]) => path === MOUNT && !options?.split(',').includes('noexec'));

/** Whether a run's server may live in memory, where a database is made in a tenth of the time it takes on a disk. */
export const hasMemoryFor = (): boolean => {
  if (process.platform !== 'linux' || !existsSync(MOUNT) || !runsPrograms()) return false;
  const { bavail, bsize } = statfsSync(MOUNT);
  return bavail * bsize >= ENOUGH && freemem() >= ENOUGH;
};

/** Folder in memory of the run of a jest process. */
export const memoryFolder = (owner: number): string => join(MOUNT, `${prefix}${owner}`);

/** Jest processes whose runs have a folder in memory. */
export const memoryOwners = (): number[] =>
  existsSync(MOUNT)
    ? readdirSync(MOUNT)
        .filter((name) => name.startsWith(prefix))
        .map((name) => Number(name.slice(prefix.length)))
    : [];
