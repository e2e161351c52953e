import { DomainError } from '@plumbline/kit';
import type { FileStore } from './file-store.ts';
import type { JobDefinition } from './job.ts';
import { JobHung, Run, type RunParts, type StopReason } from './run.ts';
import type { JobEnd, StoredJob } from './store.ts';

/** Milliseconds a run may take whose definition says nothing else: a day. */
const LONGEST_RUN_MS = 86_400_000;
/** Largest result kept in the row of a job, in bytes; a larger one becomes a file. */
const LARGEST_RESULT = 1_000_000;

const SHUTDOWN = 'The server was stopped while the job ran. What it had stored stays. Start the job again to go on.';
const HUNG = 'It did not stop when asked to and was given up; what it had stored stays.';

const duration = (ms: number): string =>
  ms >= 7_200_000 ? `${Math.round(ms / 3_600_000)} hours` : `${Math.round(ms / 1_000)} seconds`;

const timeoutOf = (definition: JobDefinition | undefined): number => definition?.timeoutMs ?? LONGEST_RUN_MS;

/** Results that are too large for a row lie in a file, which the row names. */
const keptResult = async (result: unknown, files: FileStore, job: StoredJob): Promise<unknown> => {
  const text = JSON.stringify(result ?? null);
  if (text.length <= LARGEST_RESULT) return result;
  const { organizationId, actor, name, number } = job;
  const file = await files.create({
    organizationId,
    userId: actor.userId,
    name: `${name}-${number}-result.json`,
    contentType: 'application/json',
  });
  const content = (async function* () {
    yield Buffer.from(text);
  })();
  const { id, sizeBytes } = await files.complete(await files.append(file, 0, content));
  return { fileId: id, sizeBytes };
};

/** Refusals of input and rights; what may work a minute later is none. */
const isRefusal = (error: unknown): boolean => error instanceof DomainError && error.code !== 'UNAVAILABLE';

const stoppedWords = (reason: StopReason, definition: JobDefinition | undefined, isHung: boolean): string | null => {
  const hung = isHung ? ` ${HUNG}` : '';
  if (reason === 'cancelled') return hung.trim() || null;
  if (reason === 'timeout')
    return `The job was stopped after ${duration(timeoutOf(definition))}, the longest it may take.${hung}`;
  return SHUTDOWN + hung;
};

const failed = (run: Run, error: string | null, failure: 'refused' | 'broken' | null): JobEnd => ({
  status: failure === null ? 'cancelled' : 'failed',
  failure,
  error,
  result: null,
  progress: run.progress,
});

const endOf = async (run: Run, definition: JobDefinition | undefined, parts: RunParts): Promise<JobEnd> => {
  try {
    if (!definition) throw new Error(`This version knows no job "${run.job.name}".`);
    const work = run.context().then((context) => definition.run(context));
    work.catch(() => undefined); // it may fail after it was given up
    const result = await Promise.race([work, run.givenUp]);
    const kept = await keptResult(result, parts.services.files, run.job);
    return { status: 'completed', failure: null, error: null, result: kept, progress: 100 };
  } catch (error) {
    const { stopped } = run;
    if (stopped !== null) {
      const words = stoppedWords(stopped, definition, error instanceof JobHung);
      return failed(run, words, stopped === 'cancelled' ? null : 'broken');
    }
    const words = definition ? parts.describe(error) : (error as Error).message;
    return failed(run, words, isRefusal(error) ? 'refused' : 'broken');
  }
};

/** Queues a run that broke off again when its definition says so, else stores how it ended. */
const settle = async (run: Run, end: JobEnd, { store, workerId }: RunParts): Promise<void> => {
  const { job } = run;
  const isLast = end.failure !== 'broken' || job.attempt >= job.mostAttempts;
  if (!isLast) run.note(`Run ${job.attempt} of ${job.mostAttempts} broke off and is tried again: ${end.error ?? ''}`);
  await run.close();
  if (isLast || !(await store.tryAgain(job, workerId, end.error ?? ''))) await store.end(job, workerId, end);
};

/** Runs that are under way in this process. */
export class ActiveRuns {
  readonly #runs = new Map<Run, Promise<void>>();

  get size(): number {
    return this.#runs.size;
  }

  /** Runs a claimed job to its end and stores how it ended. */
  async perform(parts: RunParts, definition: JobDefinition | undefined, job: StoredJob): Promise<void> {
    const run = new Run(parts, job, timeoutOf(definition));
    const performed = this.#perform(run, parts, definition);
    this.#runs.set(run, performed);
    try {
      await performed;
    } finally {
      this.#runs.delete(run);
    }
  }

  async #perform(run: Run, parts: RunParts, definition: JobDefinition | undefined): Promise<void> {
    try {
      await settle(run, await endOf(run, definition, parts), parts);
    } finally {
      await run.close();
    }
  }

  /** Asks all runs to stop because the process does, and waits for them. */
  async stop(): Promise<void> {
    for (const run of this.#runs.keys()) run.stop('shutdown');
    await Promise.allSettled(this.#runs.values());
  }
}
