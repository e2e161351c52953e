import type { Pool, PoolClient } from 'pg';
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

/** Jobs looked at for the next one; where none of them may run, all are. */
const LOOKED_AT = 1_000;

const IS_WAITING = `status = 'queued' AND NOT cancel_requested AND run_at <= now()`;

const COUNT = `SELECT count(*)::int AS count FROM (SELECT 1 FROM core_job WHERE ${IS_WAITING} LIMIT ${LOOKED_AT + 1}) j`;

/** Counted once: the planner, who expects a row or two, would count anew for each that waits. */
const WAITING = `waiting AS MATERIALIZED (
    SELECT organization_id, id, name, priority, queued_at FROM core_job WHERE ${IS_WAITING}
    ORDER BY priority DESC, queued_at, id LIMIT $7::int
  )`;

const LIMITS = `limits AS (
    SELECT * FROM unnest($3::text[], $4::text[], $5::int[], $6::int[]) AS l(name, lane, per_organization, total)
  ), running AS MATERIALIZED (
    SELECT j.organization_id, coalesce(l.lane, j.name) AS lane, count(*) AS n
    FROM core_job j LEFT JOIN limits l USING (name) WHERE j.status = 'running' GROUP BY 1, 2
  ), totals AS MATERIALIZED (SELECT lane, sum(n) AS n FROM running GROUP BY 1
  ), busy AS MATERIALIZED (
    SELECT o.organization_id, coalesce(sum(r.n), 0) AS n,
      nullif((${settingValueSql(`'${JOBS_AT_ONCE}'`, 'o.organization_id')} #>> '{}')::int, 0) AS most
    FROM (SELECT DISTINCT organization_id FROM waiting) o LEFT JOIN running r USING (organization_id) GROUP BY 1
  )`;

const UNLIMITED = 2_147_483_647;

/** Jobs that no limit holds back: by priority, then of the organization with the fewest running, then the oldest. */
const NEXT = `SELECT w.organization_id, w.id FROM waiting w JOIN busy b USING (organization_id)
  LEFT JOIN limits l USING (name)
  LEFT JOIN running r ON r.organization_id = w.organization_id AND r.lane = coalesce(l.lane, w.name)
  LEFT JOIN totals t ON t.lane = coalesce(l.lane, w.name)
  WHERE coalesce(r.n, 0) < coalesce(l.per_organization, ${UNLIMITED})
    AND coalesce(t.n, 0) < coalesce(l.total, ${UNLIMITED}) AND b.n < coalesce(b.most, ${UNLIMITED})
  ORDER BY w.priority DESC, b.n, w.queued_at, w.id LIMIT 1`;

/** The state is asked again on the row itself, which somebody may be cancelling. */
const CLAIM = eventSql(
  `UPDATE core_job SET status = 'running', started_at = now(), heartbeat = now(), worker_id = $1, worker_name = $2,
    progress = NULL, attempt = attempt + 1, ${BUMP}
  WHERE (organization_id, id) = (WITH ${WAITING}, ${LIMITS} ${NEXT}) AND status = 'queued' AND NOT cancel_requested`,
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

const claimAmong = async (client: PoolClient, values: readonly unknown[], most: number | null) => {
  const { rows } = await client.query<StoredJob>(CLAIM, [...values, most]);
  return rows[0] ?? null;
};

/**
 * Takes the next waiting job that no limit holds back, and enters its `job_started`; null when there is none.
 *
 * Limits hold across processes. One cheap statement while nothing waits; a long queue costs no more than a thousand
 * jobs do, unless all of these are held back.
 */
export const claimJob = async (
  pool: Pool,
  { workerId, workerName }: Taker,
  definitions: readonly JobDefinition[],
): Promise<StoredJob | null> => {
  const count = (await pool.query<{ count: number }>(COUNT)).rows[0]?.count ?? 0;
  if (count === 0) return null;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [CLAIM_LOCK]);
    const values = [workerId, workerName, ...limitColumns(definitions)];
    const first = await claimAmong(client, values, LOOKED_AT);
    const job = first ?? (count > LOOKED_AT ? await claimAmong(client, values, null) : null);
    await client.query('COMMIT');
    client.release();
    return job;
  } catch (error) {
    client.release(true);
    throw error;
  }
};
