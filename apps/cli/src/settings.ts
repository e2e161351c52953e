import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CliFailure } from './failure.ts';

/** Options every command takes. */
export interface GlobalOptions {
  readonly url?: string;
  readonly organization?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server is and how to sign in there. */
export interface Settings {
  /** Address with the base path, ending in a slash. */
  readonly url: string;
  /** Somebody named the address, so that no other server will do. */
  readonly isExplicit: boolean;
  readonly token: string | null;
  readonly organization: string | null;
  readonly dataDir: string;
}

const DEFAULT_PORT = '8080';

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

const addressOf = (environment: Environment): string => {
  const base = (environment['PLUMBLINE_BASE_PATH'] ?? '').split('/').filter(Boolean).join('/');
  return `http://127.0.0.1:${environment['PLUMBLINE_PORT'] || DEFAULT_PORT}/${base}`;
};

const storedToken = (dataDir: string): string | null => {
  const file = join(dataDir, 'admin.json');
  if (!existsSync(file)) return null;
  try {
    const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token?: unknown };
    return typeof token === 'string' ? token : null;
  } catch (error) {
    throw new CliFailure(`${file} can't be read: ${(error as Error).message}`);
  }
};

/** Reads options and environment: `PLUMBLINE_TOKEN` or `PLUMBLINE_ADMIN_TOKEN`, else the token the first start wrote down. */
export const readSettings = (options: GlobalOptions, environment: Environment): Settings => {
  const given = options.url ?? (environment['PLUMBLINE_URL'] || undefined);
  if (given !== undefined && !/^https?:\/\//.test(given)) throw new CliFailure(`"${given}" is no http(s) address.`);
  const dataDir = resolve(environment['PLUMBLINE_DATA'] || '.plumbline');
  return {
    url: withSlash(given ?? addressOf(environment)),
    isExplicit: given !== undefined,
    token: environment['PLUMBLINE_TOKEN'] || environment['PLUMBLINE_ADMIN_TOKEN'] || storedToken(dataDir),
    organization: options.organization ?? null,
    dataDir,
  };
};
