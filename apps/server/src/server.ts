import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compose, type Product } from './compose.ts';
import type { Config } from './config.ts';
import { migrate, openDatabase, type Database } from './database.ts';
import { createApollo } from './graphql/apollo.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import type { Logger } from './log.ts';
import { firstStart, type FirstStart } from './start/first-start.ts';

/** A server that answers. */
export interface RunningServer {
  /** Address with the base path, ending in a slash. */
  readonly url: string;
  readonly first: FirstStart;
  readonly product: Product;
  readonly database: Database;
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;

const listen = async (server: Server, config: Config): Promise<string> => {
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${config.basePath}`;
};

const closeHttp = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
};

/** Starts everything: database, migrations, first administrator, jobs and the HTTP server. */
export const runServer = async (config: Config, log: Logger): Promise<RunningServer> => {
  const database = await openDatabase(config, log);
  try {
    await migrate(database.dataSource);
    const first = await firstStart(database.system, config);
    const product = compose(config, database, log);
    const apollo = createApollo({ schema: product.schema, reader: product.reader, pool: database.reads, log });
    await apollo.start();
    const metrics = createMetrics(database.reads, database.system);
    const http = createHttpServer({ config, database, apollo, metrics, log, jobsRun: () => true });
    const url = await listen(http, config);
    return {
      url,
      first,
      product,
      database,
      stop: async () => {
        await closeHttp(http);
        await apollo.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};
