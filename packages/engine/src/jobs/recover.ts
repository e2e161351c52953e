import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Pool } from 'pg';
import { BUMP, eventSql, NEXT_TRY } from './statements.ts';

/** Seconds without a sign of life after which a job and its process count as lost. */
export const PATIENCE_S = 45;

/** How a worker process is known to people: host and process number. */
export const workerName = (): string => `${hostname()}:${process.pid}`;

/** Where process numbers mean the same: the host, and the namespace of processes where containers share host names. */
export const workerPlace = (): string => {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname(); // no such namespaces on this system
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whether a worker of this place is surely gone; of other places only the heartbeat tells. */
const isSurelyGone = (name: string): boolean => {
  const pid = Number(name.slice(name.lastIndexOf(':') + 1));
  return pid !== process.pid && !isAlive(pid);
};

const NEIGHBOURS = 'SELECT id, name FROM core_worker WHERE place = $1';

const FORGET = `DELETE FROM core_worker WHERE id = ANY ($1::uuid[]) OR heartbeat < now() - interval '${PATIENCE_S} seconds'`;

const IS_LOST = `status = 'running' AND (heartbeat < now() - interval '${PATIENCE_S} seconds'
  OR NOT EXISTS (SELECT 1 FROM core_worker w WHERE w.id = worker_id))`;

const IS_TRIED_AGAIN = 'attempt < most_attempts AND NOT cancel_requested';

const LOST = `'The process that ran the job' || coalesce(' (' || worker_name || ')', '') || ' ended or stopped answering at '
  || to_char(heartbeat AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC' || coalesce(', ' || progress || ' % done', '')
  || '. What it had stored stays. ' || CASE WHEN ${IS_TRIED_AGAIN} THEN 'It is tried again.' ELSE 'Start the job again to go on.' END`;

const END_LOST = eventSql(
  `UPDATE core_job SET ${BUMP}, error = ${LOST},
    status = CASE WHEN ${IS_TRIED_AGAIN} THEN 'queued' WHEN cancel_requested THEN 'cancelled' ELSE 'failed' END,
    run_at = CASE WHEN ${IS_TRIED_AGAIN} THEN ${NEXT_TRY} ELSE run_at END,
    finished_at = CASE WHEN ${IS_TRIED_AGAIN} THEN NULL ELSE now() END
  WHERE ${IS_LOST}`,
  "CASE c.status WHEN 'failed' THEN 'job_errored' WHEN 'cancelled' THEN 'job_cancelled' END",
);

/** Ends jobs whose process is gone, or queues them again where their definition says so. Gives how many it were. */
export const recoverJobs = async (pool: Pool): Promise<number> => {
  const { rows: workers } = await pool.query<{ id: string; name: string }>(NEIGHBOURS, [workerPlace()]);
  await pool.query(FORGET, [workers.filter(({ name }) => isSurelyGone(name)).map(({ id }) => id)]);
  const { rowCount } = await pool.query(END_LOST);
  return rowCount ?? 0;
};
