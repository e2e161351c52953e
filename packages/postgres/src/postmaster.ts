import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from './lock.ts';

const STOP_PATIENCE_MS = 30_000;

/** What a running server says about itself in its `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  readonly ready: boolean;
}

function commandOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
}

/** A process number is reused sooner or later: only a server of this very folder counts. */
const isServerOf = (pid: number, data: string): boolean =>
  isAlive(pid) && (process.platform === 'win32' || commandOf(pid).includes(data));

function pidFileLines(data: string): string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The server that runs on a data folder, or null; a pid file left by a killed server is removed. */
export function runningServer(data: string): Postmaster | null {
  const [pid, , , port, socketFolder = '', , , status = ''] = pidFileLines(data);
  if (!pid) return null;
  if (!isServerOf(Number(pid), data)) {
    rmSync(join(data, 'postmaster.pid'), { force: true });
    return null;
  }
  return { pid: Number(pid), port: Number(port), socketFolder, ready: status.trim() === 'ready' };
}

/** Ends a server without saving anything, for one whose data is to be deleted. */
export async function abandonServer({ pid }: Postmaster, pgCtl: string, data: string): Promise<void> {
  if (process.platform === 'win32') spawnSync(pgCtl, ['stop', '-D', data, '-m', 'immediate', '-w']);
  else process.kill(pid, 'SIGQUIT');
  if (!(await waitUntilGone(pid, data))) throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

/** A server that ended but was not yet collected by its parent still has a number, yet no command line. */
async function waitUntilGone(pid: number, data: string): Promise<boolean> {
  const deadline = Date.now() + STOP_PATIENCE_MS;
  while (isServerOf(pid, data)) {
    if (Date.now() > deadline) return false;
    await wait(10);
  }
  return true;
}

/**
 * Stops a server in order: open connections are ended, data is flushed.
 * @throws Error when it still runs after it was also told to stop at once.
 */
export async function stopServer({ pid }: Postmaster, pgCtl: string, data: string): Promise<void> {
  if (process.platform === 'win32') spawnSync(pgCtl, ['stop', '-D', data, '-m', 'fast', '-w']);
  else process.kill(pid, 'SIGINT');
  if (await waitUntilGone(pid, data)) return;
  process.kill(pid, 'SIGQUIT');
  if (!(await waitUntilGone(pid, data))) throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}
