import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Environment variable that carries the folder of this test run from jest to its workers. */
export const RUN_FOLDER = 'PLUMBLINE_TEST_RUN';

/** What the prepared server tells the workers. */
export interface PreparedServer {
  /** URL of the maintenance database. */
  readonly adminUrl: string;
  /** Migrated database to clone; nobody is connected to it. */
  readonly template: string;
  /** Starts the names of this run's databases, because a server given by URL is shared. */
  readonly prefix: string;
}

const fileOf = (folder: string): string => join(folder, 'server.json');

/** The server prepared for this run, or null while there is none. */
export function readPrepared(folder: string): PreparedServer | null {
  return existsSync(fileOf(folder)) ? (JSON.parse(readFileSync(fileOf(folder), 'utf8')) as PreparedServer) : null;
}

/** Makes the server known to all workers at once. */
export function writePrepared(folder: string, server: PreparedServer): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${fileOf(folder)}.new`, JSON.stringify(server), { mode: 0o600 });
  renameSync(`${fileOf(folder)}.new`, fileOf(folder));
}

/** The same server with another database in its URL. */
export function urlOf(server: PreparedServer, database: string): string {
  const url = new URL(server.adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
