import type { ApolloServer } from '@apollo/server';
import {
  ChangeFeed,
  eventDb,
  fileGuard,
  FileStore,
  grantPredicates,
  startLiveHub,
  type LiveHub,
} from '@plumbline/engine';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { compose, type Product } from './compose.ts';
import type { Config } from './config.ts';
import { migrate, openDatabase, type Database } from './database.ts';
import { createApollo } from './graphql/apollo.ts';
import type { ServerContext } from './graphql/context.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { openJobs, type Jobs } from './jobs/jobs.ts';
import { startWebhooks } from './live/webhooks.ts';
import type { Logger } from './log.ts';
import { startMail } from './mail/run-mail.ts';
import type { Boot } from './start/boot.ts';
import { firstStart, type FirstStart } from './start/first-start.ts';
import { listenFailure } from './start/preflight.ts';
import { startUpkeep } from './start/upkeep.ts';

/** The product at work in this process, without HTTP. */
export interface RunningProduct {
  readonly first: FirstStart;
  readonly product: Product;
  readonly database: Database;
  readonly files: FileStore;
  readonly jobs: Jobs;
  /** What happens right now, in all processes. */
  readonly live: LiveHub;
  stop(): Promise<void>;
}

/** A server that answers. */
export interface RunningServer extends RunningProduct {
  /** Address with the base path, ending in a slash. */
  readonly url: string;
}

const GRACE_MS = 10_000;

const listen = async (server: Server, config: Config): Promise<string> => {
  server.listen(config.port, config.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, config.host, config.port);
  }
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

const runOn = async (database: Database, config: Config, log: Logger): Promise<RunningProduct> => {
  await migrate(database.dataSource, database.model.plugins);
  const first = await firstStart(database.system, config);
  const product = compose(config, database, log);
  const { registry } = database.model;
  const guard = fileGuard(database.system, registry, grantPredicates(registry));
  const files = new FileStore(join(config.dataDir, 'files'), database.system, guard);
  const jobs = await openJobs({ config, database, product, files, log });
  const live = startLiveHub({
    pool: database.system,
    onError: (error) => log.warn({ err: error }, 'Listening to what happens failed; it is tried again.'),
  });
  const webhooks = startWebhooks({ pool: database.system, product, queue: jobs.queue, hub: live, log });
  const stopUpkeep = startUpkeep({
    pool: database.system,
    writer: product.writer,
    consumers: database.model.domains.flatMap((domain) => domain.consumers),
    eventDays: config.eventDays,
    log,
  });
  const { publicUrl } = config;
  const stopMail = startMail({ pool: database.system, writer: product.writer, publicUrl, log });
  return {
    first,
    product,
    database,
    files,
    jobs,
    live,
    stop: async () => {
      await Promise.all([stopUpkeep(), webhooks.stop(), stopMail()]);
      await live.stop();
      await jobs.stop();
      await product.configs.stop();
      await database.close();
    },
  };
};

/** Starts database, migrations, first administrator and jobs; for workers, and as the base of the server. */
export const runProduct = async (config: Config, log: Logger, boot?: Boot): Promise<RunningProduct> => {
  const database = await openDatabase(config, log, boot);
  try {
    return await runOn(database, config, log);
  } catch (error) {
    await database.close();
    throw error;
  }
};

const startApollo = async (
  { product, database }: RunningProduct,
  log: Logger,
): Promise<ApolloServer<ServerContext>> => {
  const apollo = createApollo({ schema: product.schema, reader: product.reader, pool: database.reads, log });
  await apollo.start();
  return apollo;
};

/** What subscriptions are told of changes, read once for all of them. */
const feedOf = ({ product, database, live }: RunningProduct, log: Logger): ChangeFeed => {
  const { registry, predicates } = product.writer.engine;
  return new ChangeFeed({
    registry,
    predicates,
    ask: product.ask,
    db: eventDb(database.system),
    hub: live,
    onError: (error) => log.warn({ err: error }, 'Reading events failed; it is tried again.'),
  });
};

/** Starts everything: database, migrations, first administrator, jobs and the HTTP server. */
export const runServer = async (config: Config, log: Logger, boot?: Boot): Promise<RunningServer> => {
  const running = await runProduct(config, log, boot);
  try {
    const { database, files, jobs } = running;
    const apollo = await startApollo(running, log);
    const metrics = createMetrics(database.reads, database.system);
    const { http, sockets } = createHttpServer({
      config,
      database,
      apollo,
      metrics,
      log,
      jobs,
      files,
      reader: running.product.reader,
      writer: running.product.writer,
      configs: running.product.configs,
      ask: running.product.ask,
      schema: running.product.schema,
      live: running.live,
      feed: feedOf(running, log),
    });
    const url = await listen(http, config);
    return {
      ...running,
      url,
      stop: async () => {
        sockets.stop();
        await closeHttp(http);
        await apollo.stop();
        await running.stop();
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
};
