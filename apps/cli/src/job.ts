import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from './client.ts';
import { CliFailure } from './failure.ts';
import { progressLine, type Terminal } from './terminal.ts';

/** A job as the API shows it. */
export interface Job {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly label: string;
  readonly status: string;
  readonly progress: number | null;
  readonly log: readonly { readonly at: string; readonly text: string }[] | null;
  readonly error: string | null;
  readonly result: unknown;
  readonly actorName: string;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

const FIELDS = 'id number name label status progress log error actorName queuedAt startedAt finishedAt';
const ENDED = new Set(['completed', 'failed', 'cancelled']);
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/** The id as the API takes it: a number names a job of the organization. */
const keyOf = (job: string): Record<string, unknown> => (/^\d+$/.test(job) ? { number: Number(job) } : { id: job });

/** A job by id or number. @throws CliFailure when there is none */
export const findJob = async (client: Client, id: string): Promise<Job> => {
  const query = `query ($id: ID, $number: Int) { job(id: $id, number: $number) { ${FIELDS} result } }`;
  const { job } = await client.data<{ job: Job | null }>(query, keyOf(id));
  if (!job) throw new CliFailure(`There is no job ${id}.`);
  return job;
};

/** The latest jobs, newest first. */
export const latestJobs = async (client: Client, count: number): Promise<readonly Job[]> => {
  const query = `query ($first: Int) { jobs(first: $first) { nodes { ${FIELDS} } } }`;
  return (await client.data<{ jobs: { nodes: Job[] } }>(query, { first: count })).jobs.nodes;
};

/** Queues a job and gives its id. */
export const startJob = async (client: Client, name: string, input: unknown): Promise<string> => {
  const query = 'mutation ($name: String!, $input: JSON) { jobStart(name: $name, input: $input) { id } }';
  return (await client.data<{ jobStart: { id: string } }>(query, { name, input })).jobStart.id;
};

/** Queues a failed or cancelled job again. */
export const retryJob = async (client: Client, id: string): Promise<string> => {
  const query = 'mutation ($id: ID!) { jobRetry(id: $id) { id } }';
  return (await client.data<{ jobRetry: { id: string } }>(query, { id })).jobRetry.id;
};

/** Asks a job to stop. */
export const stopJob = async (client: Client, id: string): Promise<Pick<Job, 'number' | 'status'>> => {
  const query = 'mutation ($id: ID!) { jobCancel(id: $id) { number status } }';
  return (await client.data<{ jobCancel: Pick<Job, 'number' | 'status'> }>(query, { id })).jobCancel;
};

/** A line of a job's log. */
export interface LogLine {
  readonly line: number;
  readonly at: string;
  readonly level: string;
  readonly text: string;
}

const LOG_PAGE = 5_000;

/** All lines of a job's log so far, oldest first. */
export const logOf = async (client: Client, id: string): Promise<readonly LogLine[]> => {
  const query =
    'query ($id: ID!, $after: Int!, $first: Int!) { jobLog(id: $id, after: $after, first: $first) { lines { line at level text } } }';
  const lines: LogLine[] = [];
  for (;;) {
    const variables = { id, after: lines.at(-1)?.line ?? 0, first: LOG_PAGE };
    const { jobLog } = await client.data<{ jobLog: { lines: LogLine[] } }>(query, variables);
    lines.push(...jobLog.lines);
    if (jobLog.lines.length < LOG_PAGE) return lines;
  }
};

/** Waits until a job has ended and shows how far it is. */
export const watchJob = async (client: Client, id: string, terminal: Terminal): Promise<Job> => {
  const query = `query ($id: ID) { job(id: $id) { ${FIELDS} } }`;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
    const { job } = await client.data<{ job: Job | null }>(query, { id });
    if (!job) throw new CliFailure(`Job ${id} is gone.`);
    if (ENDED.has(job.status)) {
      terminal.settle();
      return findJob(client, id);
    }
    const text = job.status === 'queued' ? 'waiting for a worker' : (job.log?.at(-1)?.text ?? job.label);
    terminal.live(progressLine(job.progress, text));
    await wait(pause);
  }
};

/** The result of a job that completed. @throws CliFailure with the job's error otherwise */
export const resultOf = (job: Job): unknown => {
  if (job.status === 'completed') return job.result;
  throw new CliFailure(`Job ${job.number} ${job.status}. ${job.error ?? ''}`.trim());
};
