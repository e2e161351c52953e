import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Location } from './location.ts';
import { SERVER_MAJOR } from './stage.ts';

/** Database that a fresh server holds. */
export const DATABASE = 'plumbline';

const LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'];

/** Spawn options common to every server program: its account, a folder it can enter, a plain environment. */
export const serverProcess = ({ folder, account }: Location) => ({
  cwd: folder,
  env: process.platform === 'win32' ? process.env : { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
  ...account,
});

function run(location: Location, program: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(program, args, { ...serverProcess(location), stdio: 'pipe' });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const said = Buffer.concat(output).toString('utf8').trim();
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code}: ${said.slice(-2000)}`));
    });
  });
}

function give(path: string, account: Account | null): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** Password of the server, made at first use and readable by this account only. */
export function password({ folder }: Location): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function requireSameMajor(data: string): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found !== SERVER_MAJOR)
    throw new Error(`${data} was written by PostgreSQL ${found}; this is ${SERVER_MAJOR}. Dump and restore it.`);
}

/**
 * Creates the data folder unless it exists. It appears under its name only when complete, so a process killed
 * half-way leaves nothing that looks like a database.
 */
export async function ensureCluster(
  location: Location,
  program: (name: 'initdb' | 'postgres') => string,
  durable: boolean,
): Promise<void> {
  const { folder, data, account } = location;
  if (existsSync(join(data, 'PG_VERSION'))) return requireSameMajor(data);
  const fresh = join(folder, 'data.new');
  const secret = join(folder, 'password.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  give(fresh, account);
  rmSync(secret, { force: true });
  writeFileSync(secret, password(location), { mode: 0o600 });
  give(secret, account);
  const sync = durable ? [] : ['--no-sync'];
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`];
  await run(location, program('initdb'), ['-D', fresh, '-E', 'UTF8', ...access, ...sync, ...LOCALE]);
  rmSync(secret, { force: true });
  await run(location, program('postgres'), ['--single', '-D', fresh, 'postgres'], `CREATE DATABASE ${DATABASE}\n`);
  renameSync(fresh, data);
}
