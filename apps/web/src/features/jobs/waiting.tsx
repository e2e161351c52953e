import { ago } from '../../ui/time.ts';
import type { Job } from './job.ts';
import css from './jobs.module.css';
import { useJobLog, type WaitsFor } from './use-job-log.ts';

const words: Readonly<Record<WaitsFor, (job: Job) => string>> = {
  TIME: ({ runAt }) => `It runs again ${ago(runAt)}.`,
  WORKER: () => 'It waits for a process that runs jobs: there is none. Start a server or a worker.',
  TURN: () => 'It waits for its turn.',
};

/** What a waiting job waits for. */
export function Waiting({ job }: { job: Job }) {
  const { data } = useJobLog(job.id);
  return job.status === 'queued' && data?.waitsFor ? <p className={css.about}>{words[data.waitsFor](job)}</p> : null;
}
