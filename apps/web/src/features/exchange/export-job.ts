import { graphql } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { isOpen, type Job, jobRequest, startJob } from '../jobs/job.ts';
import { fileAddress } from './upload.ts';

/** How long to wait before a job is asked for again, in ms. */
const pauseMs = 500;

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

async function ended(job: Job, signal: AbortSignal): Promise<Job> {
  let current = job;
  while (isOpen(current)) {
    await pause(signal);
    signal.throwIfAborted();
    const { data } = await graphql<{ job: Job | null }>(jobRequest(job.id), signal);
    if (!data.job) throw new ApiError('The job is gone.', 'NOT_FOUND', 200);
    current = data.job;
  }
  return current;
}

/**
 * Runs the job `exportRows` and hands its file to the browser.
 *
 * @returns how many rows the file holds
 * @throws ApiError when the job is refused or fails
 */
export async function exportFile(input: Record<string, unknown>, signal: AbortSignal): Promise<number> {
  const job = await ended(await startJob('exportRows', input), signal);
  const result = job.result as { fileId: string; rows: number } | null;
  if (job.status !== 'completed' || !result) {
    throw new ApiError(job.error ?? `The job is ${job.status}.`, 'EXPORT', 200);
  }
  const link = document.createElement('a');
  link.href = fileAddress(result.fileId);
  link.download = '';
  link.click();
  return result.rows;
}
