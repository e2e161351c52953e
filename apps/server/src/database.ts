import { createDataSource, SESSION_OPTIONS } from '@plumbline/domain';
import { ensureChangePartitions, migratePlugins, type Plugin } from '@plumbline/engine';
import { startEmbeddedPostgres } from '@plumbline/postgres';
import { Pool, type PoolConfig } from 'pg';
import type { DataSource } from 'typeorm';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import { loadModel, type ProductModel } from './plugins/load.ts';
import { Boot } from './start/boot.ts';
import { knownMasterKeys } from './start/master-key.ts';
import { checkDatabase, checkDataFolder } from './start/preflight.ts';

/** The database and the ways to it: one pipelined pool for reads, one plain for writes, one small for upkeep. */
export interface Database {
  readonly url: string;
  /** Reads of the API; pipelined. */
  readonly reads: Pool;
  /** Writes, through TypeORM. */
  readonly dataSource: DataSource;
  /** Sessions, tokens, jobs and files; short statements that must not wait for the others. */
  readonly system: Pool;
  /** The core's model with that of the plugins. */
  readonly model: ProductModel;
  close(): Promise<void>;
}

/** Three of them listen, one holds the duty to send. */
const SYSTEM_POOL = 10;

/** Advisory lock of whoever changes the schema. */
export const MIGRATION_LOCK = 0x706c_6d67;

/** Brings a database to this version; of several processes one works and the others wait. */
export const migrate = async (dataSource: DataSource, plugins: readonly Plugin[]): Promise<number> => {
  const runner = dataSource.createQueryRunner();
  await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
  try {
    const done = await dataSource.runMigrations();
    const own = await dataSource.transaction((manager) => migratePlugins(manager, plugins));
    await ensureChangePartitions(dataSource as never);
    return done.length + own;
  } finally {
    await runner.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`);
    await runner.release();
  }
};

/** A pool whose lost connections are logged and end nothing else. */
export const poolOf = (url: string, max: number, log: Logger, more: PoolConfig = {}): Pool => {
  const pool = new Pool({
    connectionString: url,
    max,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 10_000,
    ...more,
  });
  const note = (error: Error) => {
    if (!pool.ending) log.warn({ err: error }, 'A database connection was lost.');
  };
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  return pool;
};

/** The configured server, or the embedded one: taken as it runs, else started until `stop`. */
export const databaseServer = async (config: Config, log: Logger) => {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: async () => undefined };
  return startEmbeddedPostgres({ dataDir: config.dataDir, onProgress: (step) => log.info(step) });
};

/** Connects, starting the embedded server when none is configured. @throws StartError with what to correct */
export const openDatabase = async (config: Config, log: Logger, boot = new Boot()): Promise<Database> => {
  checkDataFolder(config.dataDir);
  knownMasterKeys(config);
  const model = await loadModel(config.plugins);
  const server = await databaseServer(config, log);
  boot.onAbandon(server.stop);
  if (config.databaseUrl !== null) await checkDatabase(config.databaseUrl);
  const dataSource = createDataSource(server.url, { poolSize: config.writePool, model: model.registry });
  await dataSource.initialize();
  const reads = poolOf(server.url, config.readPool, log, { pipeline: true } as PoolConfig);
  const system = poolOf(server.url, SYSTEM_POOL, log);
  return {
    url: server.url,
    reads,
    system,
    model,
    dataSource,
    close: async () => {
      await Promise.all([reads.end(), system.end(), dataSource.destroy()]);
      await server.stop();
    },
  };
};
