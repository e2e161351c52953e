import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Environment variable that carries the folder of this test run from jest to its workers. */
export const RUN_FOLDER = 'PLUMBLINE_TEST_RUN';

/** What the started server tells the workers. */
export interface TestServer {
  /** URL of the maintenance database. */
  readonly adminUrl: string;
  /** Starts the names of this run's databases, because a server given by URL is shared. */
  readonly prefix: string;
}

/** Database that holds the migrated schema; nobody is connected to it, so that it can be cloned. */
export const templateOf = (server: TestServer): string => `${server.prefix}template`;

const fileOf = (folder: string): string => join(folder, 'server.json');

/** The server of this run, or null while there is none. */
export function readServer(folder: string): TestServer | null {
  return existsSync(fileOf(folder)) ? (JSON.parse(readFileSync(fileOf(folder), 'utf8')) as TestServer) : null;
}

/** Makes the server known to all workers at once. */
export function writeServer(folder: string, server: TestServer): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${fileOf(folder)}.new`, JSON.stringify(server), { mode: 0o600 });
  renameSync(`${fileOf(folder)}.new`, fileOf(folder));
}

/** The same server with another database in its URL. */
export function urlOf(server: TestServer, database: string): string {
  const url = new URL(server.adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
