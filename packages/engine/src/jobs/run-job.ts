import { Forbidden } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import type { JobContext, JobDefinition, JobServices } from './job.ts';
import type { JobEnd, JobStore, LogLine, StoredJob } from './store.ts';

/** Milliseconds between two signs of life; log and progress travel with them. */
const BEAT_MS = 1_000;
const LONGEST_LINE = 2_000;
const MOST_LINES = 5_000;

/** Why a run was asked to stop. */
export class JobStopped extends Error {
  readonly reason: 'cancelled' | 'lost' | 'shutdown';

  constructor(reason: 'cancelled' | 'lost' | 'shutdown') {
    super(`The job was stopped: ${reason}.`);
    this.name = 'JobStopped';
    this.reason = reason;
  }
}

/** What running jobs depends on. */
export interface RunParts {
  readonly store: JobStore;
  readonly services: JobServices;
  readonly workerId: string;
  /** Words an error for the job's owner; logs what the words leave out. */
  readonly describe: (error: unknown) => string;
  /** Who started a job, with the rights of this moment; null when the account or token may nothing any more. */
  readonly actorByNow: (actor: Actor) => Promise<Actor | null>;
}

/** One run: keeps the row alive and carries log and progress to it. */
class Run {
  readonly #parts: RunParts;
  readonly #job: StoredJob;
  readonly #stop = new AbortController();
  #progress: number | null = null;
  #lines: LogLine[] = [];
  #lineCount = 0;
  #beating: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(parts: RunParts, job: StoredJob) {
    this.#parts = parts;
    this.#job = job;
    this.#timer = setInterval(() => void this.beat(), BEAT_MS);
  }

  stop(reason: JobStopped['reason']): void {
    this.#stop.abort(new JobStopped(reason));
  }

  get stopped(): JobStopped | null {
    return this.#stop.signal.aborted ? (this.#stop.signal.reason as JobStopped) : null;
  }

  get progress(): number | null {
    return this.#progress;
  }

  /** @throws Forbidden when who started the job may nothing any more */
  async context(): Promise<JobContext> {
    const { input, id } = this.#job;
    const actor = await this.#parts.actorByNow(this.#job.actor);
    if (!actor) throw new Forbidden('The account or token that started the job is gone or switched off.');
    return {
      ...this.#parts.services,
      jobId: id,
      input,
      actor: { ...actor, source: 'job', requestId: id } satisfies Actor,
      signal: this.#stop.signal,
      log: (line) => this.#log(line),
      progress: (percent, text) => {
        this.#progress = percent === null ? null : Math.min(100, Math.max(0, Math.round(percent)));
        if (text !== undefined) this.#log(text);
      },
    };
  }

  /** Sends what gathered since the last time; beats never overlap. */
  beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#send()).catch((error: unknown) => void this.#parts.describe(error));
    return this.#beating;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.beat();
  }

  #log(line: string): void {
    if (++this.#lineCount > MOST_LINES) return;
    const text = this.#lineCount === MOST_LINES ? 'Further lines are left out.' : line.slice(0, LONGEST_LINE);
    this.#lines.push({ at: new Date().toISOString(), text });
  }

  async #send(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    const answer = await this.#parts.store.beat(this.#job, this.#parts.workerId, this.#progress, lines);
    if (answer === 'cancel') this.stop('cancelled');
    if (answer === 'lost') this.stop('lost');
  }
}

const SHUTDOWN = 'The server was stopped while the job ran. What it had stored stays. Start the job again to go on.';

const endOf = async (
  run: Run,
  definition: JobDefinition | undefined,
  job: StoredJob,
  parts: RunParts,
): Promise<JobEnd> => {
  try {
    if (!definition) throw new Error(`This version knows no job "${job.name}".`);
    const result = await definition.run(await run.context());
    return { status: 'completed', error: null, result, progress: 100 };
  } catch (error) {
    const { progress, stopped } = run;
    if (stopped?.reason === 'cancelled') return { status: 'cancelled', error: null, result: null, progress };
    const words = stopped?.reason === 'shutdown' ? SHUTDOWN : parts.describe(error);
    return { status: 'failed', error: words, result: null, progress };
  }
};

/** Runs that are under way in this process. */
export class ActiveRuns {
  readonly #runs = new Set<Run>();

  /** Runs a claimed job to its end and stores how it ended. */
  async perform(parts: RunParts, definition: JobDefinition | undefined, job: StoredJob): Promise<void> {
    const run = new Run(parts, job);
    this.#runs.add(run);
    try {
      const end = await endOf(run, definition, job, parts);
      await run.close();
      await parts.store.end(job, parts.workerId, end);
    } finally {
      await run.close();
      this.#runs.delete(run);
    }
  }

  /** Asks all runs to stop because the process does. */
  stop(): void {
    for (const run of this.#runs) run.stop('shutdown');
  }
}
