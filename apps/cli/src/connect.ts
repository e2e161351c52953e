import { createClient, type Client } from './client.ts';
import { CliFailure } from './failure.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** A client and the way to end what was started for it. */
export interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

const PATIENCE_MS = 3_000;

/** Whether a server answers at the address; whatever keeps it from answering, it is not there. */
const isThere = (url: string): Promise<boolean> =>
  fetch(`${url}healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    (response) => response.ok,
    () => false,
  );

const NO_TOKEN =
  'No API token. Set PLUMBLINE_ADMIN_TOKEN, or run the command where PLUMBLINE_DATA holds the admin.json of the first start.';

/** Starts a server in this process, which ends with the command. */
const startHere = async (settings: Settings, terminal: Terminal): Promise<Connection> => {
  terminal.note(`No server answers at ${settings.url}; starting one for this command.`);
  const { readConfig, startServer } = await import('@plumbline/server');
  const server = await startServer({ ...readConfig(process.env), port: 0, logLevel: 'error' });
  const token = settings.token ?? server.adminToken;
  if (token === '') {
    await server.stop();
    throw new CliFailure(NO_TOKEN);
  }
  return { client: createClient(server.url, token, settings.organization), close: () => server.stop() };
};

/** Connects to the running server, or starts one unless an address was named. */
export const connect = async (settings: Settings, terminal: Terminal): Promise<Connection> => {
  if (await isThere(settings.url)) {
    if (settings.token === null) throw new CliFailure(NO_TOKEN);
    return { client: createClient(settings.url, settings.token, settings.organization), close: async () => undefined };
  }
  if (settings.isExplicit) throw new CliFailure(`No server answers at ${settings.url}.`);
  return startHere(settings, terminal);
};
