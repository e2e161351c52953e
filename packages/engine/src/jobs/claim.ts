import type { Pool } from 'pg';
import { settingValueSql } from '../settings/sql.ts';
import type { JobDefinition } from './job.ts';
import { BUMP, eventSql } from './statements.ts';
import type { StoredJob } from './store.ts';

/** Setting that says how many jobs of an organization run at once; 0 for no limit of its own. */
export const JOBS_AT_ONCE = 'core.jobsAtOnce';

/** Who takes a job. */
export interface Taker {
  readonly workerId: string;
  /** As people know the process: host and process number. */
  readonly workerName: string;
}

/** One process at a time counts what runs and takes the next job, so that no two pass the same limit. */
const CLAIM_LOCK = 0x706c_6a62;

const IS_READY = `SELECT 1 FROM core_job WHERE status = 'queued' AND run_at <= now() LIMIT 1`;

const LIMITS = `limits AS (
    SELECT * FROM unnest($3::text[], $4::text[], $5::int[], $6::int[]) AS l(name, lane, per_organization, total)
  ), running AS (
    SELECT j.organization_id, coalesce(l.lane, j.name) AS lane, count(*) AS n
    FROM core_job j LEFT JOIN limits l USING (name) WHERE j.status = 'running' GROUP BY 1, 2
  ), busy AS (SELECT organization_id, sum(n) AS n FROM running GROUP BY 1)`;

const AT_ONCE = `nullif((${settingValueSql(`'${JOBS_AT_ONCE}'`, 'j.organization_id')} #>> '{}')::int, 0)`;

const LANE = 'r.lane = coalesce(l.lane, j.name)';
const UNLIMITED = 2_147_483_647;

/** Jobs that no limit holds back: by priority, then of the organization with the fewest running, then the oldest. */
const NEXT = `SELECT j.organization_id, j.id FROM core_job j LEFT JOIN limits l USING (name)
  LEFT JOIN busy b ON b.organization_id = j.organization_id
  WHERE j.status = 'queued' AND NOT j.cancel_requested AND j.run_at <= now()
    AND coalesce((SELECT r.n FROM running r WHERE ${LANE} AND r.organization_id = j.organization_id), 0)
      < coalesce(l.per_organization, ${UNLIMITED})
    AND coalesce((SELECT sum(r.n) FROM running r WHERE ${LANE}), 0) < coalesce(l.total, ${UNLIMITED})
    AND coalesce(b.n, 0) < coalesce(${AT_ONCE}, ${UNLIMITED})
  ORDER BY j.priority DESC, coalesce(b.n, 0), j.queued_at, j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED`;

const CLAIM = eventSql(
  `UPDATE core_job SET status = 'running', started_at = now(), heartbeat = now(), worker_id = $1, worker_name = $2,
    progress = NULL, attempt = attempt + 1, ${BUMP}
  WHERE (organization_id, id) = (WITH ${LIMITS} ${NEXT})`,
  "'job_started'",
);

/** Limits of definitions as the columns of `limits`; those without any are left out. */
const limitColumns = (definitions: readonly JobDefinition[]): unknown[] => {
  const limited = definitions.flatMap(({ name, concurrency }) => (concurrency ? [{ name, ...concurrency }] : []));
  return [
    limited.map(({ name }) => name),
    limited.map(({ name, lane }) => lane ?? name),
    limited.map(({ perOrganization }) => perOrganization ?? null),
    limited.map(({ total }) => total ?? null),
  ];
};

/**
 * Takes the next waiting job that no limit holds back, and enters its `job_started`; null when there is none.
 *
 * Limits hold across processes. One cheap statement while nothing waits.
 */
export const claimJob = async (
  pool: Pool,
  { workerId, workerName }: Taker,
  definitions: readonly JobDefinition[],
): Promise<StoredJob | null> => {
  if ((await pool.query(IS_READY)).rowCount === 0) return null;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [CLAIM_LOCK]);
    const { rows } = await client.query<StoredJob>(CLAIM, [workerId, workerName, ...limitColumns(definitions)]);
    await client.query('COMMIT');
    client.release();
    return rows[0] ?? null;
  } catch (error) {
    client.release(true);
    throw error;
  }
};
