import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 120_000;

/** Whether a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function tryTake(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function holderOf(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Runs `action` while no other process does the same for this folder. A lock of a dead process is taken over.
 * @throws Error after two minutes of waiting.
 */
export async function exclusively<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const file = join(folder, 'lock');
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryTake(file)) {
    const holder = holderOf(file);
    if (holder !== null && !isAlive(holder)) rmSync(file, { force: true });
    if (Date.now() > deadline) throw new Error(`Process ${holder} has been holding ${file} for two minutes.`);
    await wait(25);
  }
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}
