import { Logger, run, runMigrations, type Runner } from 'graphile-worker';
import type { Pool } from 'pg';
import { uuidv7 } from '../write/uuid.ts';
import type { Actor } from '../actor.ts';
import type { JobDefinition, JobServices } from './job.ts';
import { recoverJobs, workerName } from './recover.ts';
import { ActiveRuns, type RunParts } from './run-job.ts';
import { JobStore, TASK, type JobKey } from './store.ts';

/** How jobs run in this process. */
export interface RunnerOptions {
  /** Plain pool of its own kind of connections; needs `concurrency` plus two. */
  readonly pool: Pool;
  readonly definitions: readonly JobDefinition[];
  readonly services: JobServices;
  readonly concurrency: number;
  /** Words an error for the job's owner and logs it. */
  readonly describe: (error: unknown) => string;
  /** Who started a job, with the rights of this moment; null when the account or token may nothing any more. */
  readonly actorByNow?: (actor: Actor) => Promise<Actor | null>;
}

/** Runs jobs until stopped. */
export interface JobRunner {
  /** False once the queue's connection is given up. */
  readonly isRunning: () => boolean;
  /** Lets no job begin, asks running ones to stop, and waits for them. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 10_000;

const quiet = new Logger(() => () => undefined);

/** Brings the queue's own tables to this version. */
export const migrateQueue = (pool: Pool): Promise<void> => runMigrations({ pgPool: pool, logger: quiet });

const register = async (pool: Pool, workerId: string): Promise<void> => {
  await pool.query('INSERT INTO core_worker (id, name) VALUES ($1, $2)', [workerId, workerName()]);
};

const BEAT = `INSERT INTO core_worker (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET heartbeat = now()`;

const keepAlive = ({ pool, describe }: RunnerOptions, workerId: string): NodeJS.Timeout => {
  const beat = async (): Promise<void> => {
    await pool.query(BEAT, [workerId, workerName()]);
    await recoverJobs(pool);
  };
  return setInterval(() => void beat().catch(describe), HEARTBEAT_MS);
};

const startQueue = (options: RunnerOptions, parts: RunParts, runs: ActiveRuns): Promise<Runner> => {
  const definitions = new Map(options.definitions.map((definition) => [definition.name, definition]));
  return run({
    pgPool: options.pool,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: quiet,
    taskList: {
      [TASK]: async (payload) => {
        const job = await parts.store.claim(payload as JobKey, parts.workerId);
        if (job) await runs.perform(parts, definitions.get(job.name), job);
      },
    },
  });
};

/** Starts to run jobs here; first ends those that a dead process left behind. */
export const startJobRunner = async (options: RunnerOptions): Promise<JobRunner> => {
  const { pool, services, describe, actorByNow = async (actor) => actor } = options;
  const workerId = uuidv7();
  await register(pool, workerId);
  await recoverJobs(pool);
  const runs = new ActiveRuns();
  const parts = { store: new JobStore(pool), services, workerId, describe, actorByNow };
  const queue = await startQueue(options, parts, runs);
  const timer = keepAlive(options, workerId);
  let running = true;
  queue.promise.then(
    () => (running = false),
    () => (running = false),
  );
  return {
    isRunning: () => running,
    stop: async () => {
      clearInterval(timer);
      const stopped = queue.stop();
      runs.stop();
      await stopped;
      await pool.query('DELETE FROM core_worker WHERE id = $1', [workerId]);
    },
  };
};
