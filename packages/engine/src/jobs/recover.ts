import { hostname } from 'node:os';
import type { Pool } from 'pg';
import { TASK } from './store.ts';

/** Seconds without a sign of life after which a job counts as lost. */
export const PATIENCE_S = 60;

/** How a worker process is known: host and process number. */
export const workerName = (): string => `${hostname()}:${process.pid}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whether a worker of this host is surely gone; of other hosts only the heartbeat tells. */
const isSurelyGone = (name: string): boolean => {
  const at = name.lastIndexOf(':');
  const pid = Number(name.slice(at + 1));
  return name.slice(0, at) === hostname() && pid !== process.pid && !isAlive(pid);
};

const FORGET = `DELETE FROM core_worker WHERE id = ANY ($1::uuid[]) OR heartbeat < now() - interval '${PATIENCE_S} seconds'`;

const FAIL = `UPDATE core_job j SET status = 'failed', finished_at = now(), row_version = row_version + 1, last_updated = now(),
    error = 'The process that ran the job ended or stopped answering at ' || to_char(heartbeat AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
      || coalesce(', ' || progress || ' % done', '') || '. What it had stored stays. Start the job again to go on.'
  WHERE status = 'running' AND (heartbeat < now() - interval '${PATIENCE_S} seconds'
    OR NOT EXISTS (SELECT 1 FROM core_worker w WHERE w.id = j.worker_id))
  RETURNING 'job:' || id AS key`;

const STUCK = `SELECT g.key FROM graphile_worker.jobs g JOIN core_job j ON 'job:' || j.id = g.key
  WHERE g.task_identifier = '${TASK}' AND j.status = 'queued' AND g.locked_at < now() - interval '${PATIENCE_S} seconds'`;

const UNLOCK = `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
  WHERE key = ANY ($1::text[]) AND locked_by IS NOT NULL HAVING count(*) > 0`;

const DROP = `SELECT count(*) FROM graphile_worker.complete_jobs(ARRAY(SELECT id FROM graphile_worker.jobs WHERE key = ANY ($1::text[])))`;

const READD = `SELECT graphile_worker.add_job('${TASK}', json_build_object('organizationId', organization_id, 'id', id),
    job_key := 'job:' || id, max_attempts := 1)
  FROM core_job j WHERE status = 'queued' AND NOT EXISTS (
    SELECT 1 FROM graphile_worker.jobs g WHERE g.key = 'job:' || j.id AND g.attempts < g.max_attempts)`;

/** Ends jobs whose worker is gone, and frees waiting ones that a gone worker had taken. Gives how many were ended. */
export const recoverJobs = async (pool: Pool): Promise<number> => {
  const { rows: workers } = await pool.query<{ id: string; name: string }>('SELECT id, name FROM core_worker');
  await pool.query(FORGET, [workers.filter(({ name }) => isSurelyGone(name)).map(({ id }) => id)]);
  const { rows: failed } = await pool.query<{ key: string }>(FAIL);
  const { rows: stuck } = await pool.query<{ key: string }>(STUCK);
  const keys = [...failed, ...stuck].map(({ key }) => key);
  if (keys.length > 0) {
    await pool.query(UNLOCK, [keys]);
    await pool.query(DROP, [keys]);
  }
  await pool.query(READD);
  return failed.length;
};
