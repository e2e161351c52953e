import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { findJob, latestJobs, logOf, resultOf, retryJob, stopJob, watchJob } from '../job.ts';
import { table, type Terminal } from '../terminal.ts';

/** Lists the latest jobs. */
export const listJobs = async (client: Client, terminal: Terminal, count: number): Promise<number> => {
  const jobs = await latestJobs(client, count);
  const rows = jobs.map(({ number, label, status, progress, actorName, queuedAt }) => [
    number,
    label,
    status,
    progress === null ? '' : `${progress}%`,
    actorName,
    queuedAt,
  ]);
  for (const line of table(['job', 'what', 'status', 'progress', 'by', 'queued'], rows)) terminal.print(line);
  return EXIT.ok;
};

/** Shows one job with its whole log. */
export const showJob = async (client: Client, terminal: Terminal, id: string): Promise<number> => {
  const { log: _tail, result, ...job } = await findJob(client, id);
  for (const [name, value] of Object.entries(job))
    if (value !== null) terminal.print(`${name.padEnd(10)}  ${String(value)}`);
  for (const { at, level, text } of await logOf(client, job.id))
    terminal.print(level === 'info' ? `${at}  ${text}` : `${at}  ${level}: ${text}`);
  if (result !== null) terminal.print(JSON.stringify(result, null, 2));
  return EXIT.ok;
};

/** Cancels a job; one that runs stops at its next chance. */
export const cancelJob = async (client: Client, terminal: Terminal, id: string): Promise<number> => {
  const { id: found } = await findJob(client, id);
  const { number, status } = await stopJob(client, found);
  terminal.print(status === 'running' ? `Job ${number} was asked to stop.` : `Job ${number} ${status}.`);
  return EXIT.ok;
};

/** Runs a failed or cancelled job again and waits for it. */
export const runAgain = async (client: Client, terminal: Terminal, id: string): Promise<number> => {
  const { id: found } = await findJob(client, id);
  const job = await watchJob(client, await retryJob(client, found), terminal);
  resultOf(job);
  terminal.print(`Job ${job.number} ${job.status}.`);
  return EXIT.ok;
};
