import { actorByNow, startDueJobs } from '@plumbline/domain';
import {
  grantPredicates,
  JobQueue,
  JobStore,
  startJobRunner,
  type Actor,
  type FileStore,
  type JobRunner,
} from '@plumbline/engine';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Product } from '../compose.ts';
import type { Config } from '../config.ts';
import { poolOf, type Database } from '../database.ts';
import { publicError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { repeat } from '../start/upkeep.ts';

/** Jobs of this process: the queue that requests use, and the runner when this process runs any. */
export interface Jobs {
  readonly queue: JobQueue;
  /** False when this process should run jobs and does not. */
  readonly isRunning: () => boolean;
  stop(): Promise<void>;
}

const SPARE_CONNECTIONS = 4;

/** Milliseconds between two looks for schedules that are due. */
const SCHEDULES_MS = 5_000;

/** What jobs are made of. */
export interface JobParts {
  readonly config: Config;
  readonly database: Database;
  readonly product: Product;
  readonly files: FileStore;
  readonly log: Logger;
}

/** Rights of who started a job, as they are when it runs. */
const rightsNow =
  (pool: Pool) =>
  (actor: Actor): Promise<Actor | null> =>
    actorByNow(
      async <T>(text: string, values: readonly unknown[]) => (await pool.query(text, [...values])).rows as T[],
      actor,
    );

const startRunner = async ({ config, database, product, files, log }: JobParts, pool: Pool): Promise<JobRunner> => {
  const temporaryFolder = join(config.dataDir, 'tmp');
  mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 });
  const { reader, writer, jobs } = product;
  return startJobRunner({
    pool,
    definitions: jobs,
    concurrency: config.jobs,
    services: { registry: database.model.registry, reader, writer, reads: database.reads, files, temporaryFolder },
    describe: (error) => publicError(error, log).error.message,
    actorByNow: rightsNow(pool),
  });
};

/** Prepares the queue, and runs jobs here unless the configuration leaves them to workers. */
export const openJobs = async (parts: JobParts): Promise<Jobs> => {
  const { config, database, product, log } = parts;
  const { registry } = database.model;
  const queue = new JobQueue({
    store: new JobStore(database.system),
    pool: database.system,
    definitions: product.jobs,
    registry,
    rights: grantPredicates(registry),
  });
  if (config.jobs === 0) return { queue, isRunning: () => true, stop: async () => undefined };
  const pool = poolOf(database.url, config.jobs + SPARE_CONNECTIONS, log);
  const runner = await startRunner(parts, pool);
  const due = { pool, queue, actorByNow: rightsNow(pool) };
  const stopSchedules = repeat(async () => void (await startDueJobs(due)), SCHEDULES_MS, log);
  return {
    queue,
    isRunning: runner.isRunning,
    stop: async () => {
      await stopSchedules();
      await runner.stop();
      await pool.end();
    },
  };
};
