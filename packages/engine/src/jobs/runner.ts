import type { Pool } from 'pg';
import type { Actor } from '../actor.ts';
import { Alarm } from '../events/alarm.ts';
import { Listener } from '../events/listener.ts';
import { uuidv7 } from '../write/uuid.ts';
import { claimJob } from './claim.ts';
import type { JobDefinition, JobServices } from './job.ts';
import { recoverJobs, workerName, workerPlace } from './recover.ts';
import { ActiveRuns } from './run-job.ts';
import type { RunParts } from './run.ts';
import { JOBS_CHANNEL } from './statements.ts';
import { JobStore } from './store.ts';

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
  /** Milliseconds after which a run that was asked to stop is given up. */
  readonly graceMs?: number;
  /** Milliseconds between two looks for work while nothing is told. */
  readonly pollMs?: number;
}

/** Runs jobs until stopped. */
export interface JobRunner {
  /** False once looking for work has failed for a while. */
  readonly isRunning: () => boolean;
  /** Lets no job begin, asks running ones to stop, and waits for them. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 10_000;
const GRACE_MS = 30_000;
const POLL_MS = 2_000;
/** Looks for work that may fail one after the other. */
const MOST_FAILURES = 10;

const BEAT = `INSERT INTO core_worker (id, name, place, slots) VALUES ($1, $2, $3, $4)
  ON CONFLICT (id) DO UPDATE SET heartbeat = now()`;

/** Looks for work, and gives it to free slots. */
class Slots {
  readonly #options: RunnerOptions;
  readonly #parts: RunParts;
  readonly #definitions: ReadonlyMap<string, JobDefinition>;
  readonly #runs = new ActiveRuns();
  readonly #alarm = new Alarm();
  readonly #listener: Listener;
  #failures = 0;
  #stopped = false;
  #looping: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions, parts: RunParts) {
    this.#options = options;
    this.#parts = parts;
    this.#definitions = new Map(options.definitions.map((definition) => [definition.name, definition]));
    this.#listener = new Listener({
      pool: options.pool,
      channels: [JOBS_CHANNEL],
      onNotice: this.#alarm.wake,
      onLost: this.#alarm.wake,
    });
  }

  start(): void {
    this.#looping = this.#loop();
  }

  get isLooking(): boolean {
    return !this.#stopped && this.#failures < MOST_FAILURES;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#alarm.wake();
    await this.#looping;
    this.#listener.close();
    await this.#runs.stop();
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#listener.ensure();
        await this.#fill();
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        this.#options.describe(error);
      }
      if (!this.#stopped) await this.#alarm.pause(this.#options.pollMs ?? POLL_MS);
    }
  }

  async #fill(): Promise<void> {
    const { pool, definitions, concurrency } = this.#options;
    const taker = { workerId: this.#parts.workerId, workerName: workerName() };
    while (!this.#stopped && this.#runs.size < concurrency) {
      const job = await claimJob(pool, taker, definitions);
      if (!job) return;
      void this.#runs
        .perform(this.#parts, this.#definitions.get(job.name), job)
        .catch(this.#options.describe) // its row tells others by the heartbeat that stops
        .finally(this.#alarm.wake);
    }
  }
}

const beatOf = ({ pool, concurrency }: RunnerOptions, workerId: string): (() => Promise<void>) => {
  const values = [workerId, workerName(), workerPlace(), concurrency];
  return async () => {
    await pool.query(BEAT, values);
    await recoverJobs(pool);
  };
};

/** Starts to run jobs here; first ends those that a dead process left behind. */
export const startJobRunner = async (options: RunnerOptions): Promise<JobRunner> => {
  const { pool, services, describe, actorByNow = async (actor) => actor, graceMs = GRACE_MS } = options;
  const workerId = uuidv7();
  const beat = beatOf(options, workerId);
  await beat();
  const slots = new Slots(options, { store: new JobStore(pool), services, workerId, describe, actorByNow, graceMs });
  slots.start();
  const timer = setInterval(() => void beat().catch(describe), HEARTBEAT_MS);
  return {
    isRunning: () => slots.isLooking,
    stop: async () => {
      await slots.stop();
      clearInterval(timer);
      await pool.query('DELETE FROM core_worker WHERE id = $1', [workerId]);
    },
  };
};
