import { accessSync, constants, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** What keeps the program from starting, in one line for the person who starts it. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

const OLDEST = 15;
const CONNECT_MS = 10_000;

const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return String((error as { code?: unknown }).code ?? '');
};

/** Makes sure that the data folder can be written. @throws StartError */
export const checkDataFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    rmdirSync(mkdtempSync(join(folder, '.try-')));
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} can't be written (${codeOf(error)}); set PLUMBLINE_DATA to a folder of your own.`,
    );
  }
};

interface Place {
  readonly address: string;
  readonly user: string;
  readonly database: string;
}

const placeOf = ({ host, port, user, database }: Client): Place => ({
  address: host.startsWith('/') ? host : `${host}:${port}`,
  user: user ?? '',
  database: database ?? '',
});

/** Worded by SQLSTATE; everything else means that nothing answers there. */
const wordsOf = (error: unknown, { address, user, database }: Place): string => {
  const code = codeOf(error);
  if (code === '3D000')
    return `PostgreSQL at ${address} has no database "${database}"; create it or correct DATABASE_URL.`;
  if (code.startsWith('28') || /password/i.test((error as Error).message))
    return `PostgreSQL at ${address} does not let the user "${user}" in; check user name and password in DATABASE_URL.`;
  if (code === '53300') return `PostgreSQL at ${address} has no connection left; raise max_connections.`;
  if (code === '57P03') return `PostgreSQL at ${address} is starting or stopping; try again in a moment.`;
  return `No PostgreSQL answers at ${address} (${code || (error as Error).message}); check DATABASE_URL.`;
};

/** Refuses servers older than the product knows. @throws StartError */
export const assertVersion = (address: string, version: string): void => {
  if (Number.parseInt(version, 10) < OLDEST)
    throw new StartError(
      `PostgreSQL at ${address} is version ${version}; Plumbline needs ${OLDEST} or newer. Upgrade it, or leave DATABASE_URL out to use the embedded one.`,
    );
};

/** Makes sure that a database answers, lets us in and is new enough. @throws StartError without the password */
export const checkDatabase = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined); // a connection lost here shows in the query
  const place = placeOf(client);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    assertVersion(place.address, rows[0]?.server_version ?? '');
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(wordsOf(error, place));
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** The line for an address that can't be listened on; other errors pass. */
export const listenFailure = (error: unknown, host: string, port: number): unknown => {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is taken; set PLUMBLINE_PORT to another.`);
  if (code === 'EACCES')
    return new StartError(`Port ${port} is not for this user; set PLUMBLINE_PORT to one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${host}; correct PLUMBLINE_HOST.`);
  return error;
};
