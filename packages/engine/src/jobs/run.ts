import { Forbidden } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import { fenced, type FencedWriter } from './fence.ts';
import type { JobContext, JobServices } from './job.ts';
import { JobLog } from './job-log.ts';
import type { JobStore, StoredJob } from './store.ts';

/** Milliseconds between two signs of life; log and progress travel with them. */
const BEAT_MS = 1_000;

/** Why a run was asked to stop. */
export type StopReason = 'cancelled' | 'lost' | 'shutdown' | 'timeout';

/** What a run is stopped with. */
export class JobStopped extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`The job was stopped: ${reason}.`);
    this.name = 'JobStopped';
    this.reason = reason;
  }
}

/** A run that was asked to stop and did not. */
export class JobHung extends Error {
  constructor() {
    super('The job did not stop when it was asked to.');
    this.name = 'JobHung';
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
  /** Milliseconds after which a run that was asked to stop is given up. */
  readonly graceMs: number;
}

/** One run: keeps the row alive, carries log and progress to it, and stops the work when it should end. */
export class Run {
  readonly job: StoredJob;
  readonly #parts: RunParts;
  readonly #stop = new AbortController();
  readonly #log: JobLog;
  readonly #writer: FencedWriter;
  readonly #beats: NodeJS.Timeout;
  readonly #deadline: NodeJS.Timeout;
  #grace: NodeJS.Timeout | undefined;
  #giveUp: (error: JobHung) => void = () => undefined;
  #progress: number | null = null;
  #shown: number | null = null;
  #isSent = true;
  #closing: Promise<void> | null = null;
  #beating: Promise<void> = Promise.resolve();
  /** Rejects when the run was asked to stop and did not in time. */
  readonly givenUp = new Promise<never>((_, reject) => (this.#giveUp = reject));

  constructor(parts: RunParts, job: StoredJob, timeoutMs: number) {
    this.#parts = parts;
    this.job = job;
    this.#log = new JobLog(job);
    this.#writer = fenced(parts.services.writer);
    this.givenUp.catch(() => undefined); // awaited by who runs the work
    this.#beats = setInterval(() => void this.beat(), BEAT_MS);
    this.#deadline = setTimeout(() => this.stop('timeout'), timeoutMs);
  }

  /** Asks the work to stop; what does not in time is given up, and stores nothing more. */
  stop(reason: StopReason): void {
    if (this.#stop.signal.aborted || this.#closing) return;
    const stopped = new JobStopped(reason);
    if (reason === 'lost') this.#writer.close(stopped);
    this.#stop.abort(stopped);
    this.#grace = setTimeout(() => {
      const hung = new JobHung();
      this.#writer.close(hung);
      this.#giveUp(hung);
    }, this.#parts.graceMs);
  }

  get stopped(): StopReason | null {
    return this.#stop.signal.aborted ? (this.#stop.signal.reason as JobStopped).reason : null;
  }

  get progress(): number | null {
    return this.#progress;
  }

  /** @throws Forbidden when who started the job may nothing any more */
  async context(): Promise<JobContext> {
    const { input, id, actor: starter } = this.job;
    const actor = await this.#parts.actorByNow(starter);
    if (!actor) throw new Forbidden('The account or token that started the job is gone or switched off.');
    return {
      ...this.#parts.services,
      writer: this.#writer.writer,
      jobId: id,
      input,
      actor: { ...actor, source: 'job', requestId: id } satisfies Actor,
      signal: this.#stop.signal,
      log: (line, level = 'info') => this.#log.add(line, level),
      progress: (percent, text) => {
        this.#progress = percent === null ? null : Math.min(100, Math.max(0, Math.round(percent)));
        if (text !== undefined) this.#log.add(text, 'info');
      },
    };
  }

  /** Adds a line of the product's own. */
  note(text: string): void {
    this.#log.add(text, 'error');
  }

  /** Sends what gathered since the last time; beats never overlap. */
  beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#send()).catch((error: unknown) => void this.#parts.describe(error));
    return this.#beating;
  }

  /** Ends the signs of life, with what is left to send. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#beats);
    clearTimeout(this.#deadline);
    clearTimeout(this.#grace);
    do await this.beat();
    while (!this.#log.isEmpty && this.#isSent && this.stopped !== 'lost');
  }

  async #send(): Promise<void> {
    const { store, workerId } = this.#parts;
    const progress = this.#progress;
    const { lines, tail } = this.#log.take();
    try {
      const answer = await store.beat(this.job, workerId, { progress, lines, tail }, this.#shown);
      this.#shown = progress;
      this.#isSent = true;
      if (answer === 'cancel') this.stop('cancelled');
      if (answer === 'lost') this.stop('lost');
    } catch (error) {
      this.#log.putBack(lines);
      this.#isSent = false;
      throw error;
    }
  }
}
