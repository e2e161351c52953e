import { readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { runServer } from './server.ts';
import { knownAdmin } from './start/first-start.ts';

export { readConfig } from './config.ts';

/** What a test or a program that embeds the server may say; the rest takes the usual defaults. */
export type StartOptions = Partial<Config> & Pick<Config, 'dataDir'>;

/** A server started by another program. */
export interface StartedServer {
  /** Address with the base path, ending in a slash. */
  readonly url: string;
  readonly adminUsername: string;
  readonly adminPassword: string;
  readonly adminToken: string;
  readonly organizationId: string;
  stop(): Promise<void>;
}

/** Programs that embed the server drive it as hard as they like, unless they say otherwise. */
const NO_LIMITS = { requestsPerMinute: 0, costPerMinute: 0, loginsPerMinute: 0, sharesPerMinute: 0 };

/** Starts a server inside this process, on a free port unless one is given. */
export const startServer = async (options: StartOptions): Promise<StartedServer> => {
  const config: Config = { ...readConfig({}), port: 0, logLevel: 'warn', ...NO_LIMITS, ...options };
  const server = await runServer(config, createLog(config.logLevel));
  const admin = server.first.created ?? knownAdmin(config.dataDir);
  return {
    url: server.url,
    organizationId: server.first.organizationId,
    adminUsername: admin?.username ?? config.adminUsername,
    adminPassword: admin?.password ?? config.adminPassword ?? '',
    adminToken: admin?.token ?? config.adminToken ?? '',
    stop: () => server.stop(),
  };
};
