import { Forbidden, NotFound } from '@plumbline/kit';
import type { Pool } from 'pg';
import { newParams, type Actor, type Params, type RowPredicates } from '../actor.ts';
import { actsOnAll, seenFields } from '../permissions/rights.ts';
import type { Model, Registry } from '../registry/model.ts';
import { seenWithOthers } from '../visibility/seen-with.ts';
import { PATIENCE_S } from './recover.ts';
import { JOB } from './start-rights.ts';
import type { JobStatus, LogLine } from './store.ts';

/** Most lines of one page of a log. */
const MOST_LINES = 5_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a waiting job waits for: its time, a process that runs jobs, or others that a limit lets go first. */
export type WaitsFor = 'TIME' | 'WORKER' | 'TURN';

/** A page of a job's log, with where the job is. */
export interface JobLogPage {
  readonly status: JobStatus;
  readonly progress: number | null;
  readonly waitsFor: WaitsFor | null;
  readonly lines: readonly (LogLine & { readonly line: number })[];
  /** Lines logged so far. */
  readonly total: number;
}

/** What reads of jobs need. */
export interface JobReading {
  readonly pool: Pool;
  readonly registry: Registry;
  readonly rights: RowPredicates;
}

const ANY_WORKER = `EXISTS (SELECT 1 FROM core_worker w WHERE w.heartbeat > now() - interval '${PATIENCE_S} seconds' AND w.slots > 0)`;

const WAITS = `CASE WHEN t.status <> 'queued' THEN NULL WHEN t.run_at > now() THEN 'TIME'
  WHEN NOT ${ANY_WORKER} THEN 'WORKER' ELSE 'TURN' END`;

const LINE = `'at', to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'level', l.level, 'text', l.text`;

/** Lines by their numbers; jobs of earlier versions and of imported histories have them in their row alone. */
const linesSql = (after: string, first: string): string => `CASE WHEN t.lines > 0 THEN (
    SELECT jsonb_agg(jsonb_build_object('line', l.line, ${LINE}) ORDER BY l.line) FROM (
      SELECT * FROM core_job_line l WHERE l.organization_id = t.organization_id AND l.job_id = t.id AND l.line > ${after}
      ORDER BY l.line LIMIT ${first}) l
  ) ELSE (
    SELECT jsonb_agg(jsonb_build_object('line', e.n, 'level', 'info') || e.entry ORDER BY e.n) FROM (
      SELECT * FROM jsonb_array_elements(t.log) WITH ORDINALITY AS e(entry, n) WHERE e.n > ${after} ORDER BY e.n LIMIT ${first}) e
  ) END`;

const seenSql = ({ registry, rights }: JobReading, model: Model, actor: Actor, params: Params): string =>
  seenWithOthers(registry, rights)(model, actor)?.sql('t', params) ?? 'true';

/** Lines of a job that the actor sees, after a number. @throws NotFound, Forbidden when fields are kept from the actor */
export const readJobLog = async (
  reading: JobReading,
  actor: Actor,
  id: string,
  { after, first }: { readonly after: number; readonly first: number },
): Promise<JobLogPage> => {
  const model = reading.registry.model(JOB);
  if (seenFields(actor, model)?.has('log') === false) throw new Forbidden('You may not see the log of jobs.');
  const absent = new NotFound('There is no such job.', 'id');
  if (!UUID.test(id)) throw absent;
  const params = newParams();
  const key = params.add(id, 'uuid');
  const lines = linesSql(params.add(after, 'int'), params.add(Math.min(Math.max(1, first), MOST_LINES), 'int'));
  const sql = `SELECT t.status, t.progress, ${WAITS} AS "waitsFor", coalesce(${lines}, '[]') AS lines,
      CASE WHEN t.lines > 0 THEN t.lines ELSE jsonb_array_length(t.log) END AS total
    FROM core_job t WHERE t.id = ${key} AND ${seenSql(reading, model, actor, params)}`;
  const { rows } = await reading.pool.query<JobLogPage>(sql, [...params.values]);
  const [page] = rows;
  if (!page) throw absent;
  return page;
};

/** A process that runs jobs. */
export interface JobWorker {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string;
  readonly heartbeat: string;
  /** False when it has given no sign of life for a while. */
  readonly isAlive: boolean;
  /** Jobs it can run at once. */
  readonly slots: number;
  /** Jobs it runs, of all organizations. */
  readonly busy: number;
  /** Jobs of the actor's organization that it runs. */
  readonly jobs: readonly { readonly id: string; readonly number: number; readonly label: string }[];
}

const INSTANT = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const WORKERS = `SELECT w.id, w.name, ${INSTANT('w.started_at')} AS "startedAt", ${INSTANT('w.heartbeat')} AS heartbeat, w.slots,
    w.heartbeat > now() - interval '${PATIENCE_S} seconds' AS "isAlive",
    (SELECT count(*)::int FROM core_job j WHERE j.worker_id = w.id AND j.status = 'running') AS busy,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', j.id, 'number', j.number, 'label', j.label) ORDER BY j.started_at)
      FROM core_job j WHERE j.worker_id = w.id AND j.status = 'running' AND j.organization_id = $1), '[]') AS jobs
  FROM core_worker w ORDER BY w.started_at, w.id`;

/** Processes that run jobs, oldest first. @throws Forbidden for who does not see all jobs of the organization */
export const readWorkers = async ({ pool, registry }: JobReading, actor: Actor): Promise<readonly JobWorker[]> => {
  if (!actsOnAll(actor, registry.model(JOB), 'view'))
    throw new Forbidden('Only who may see all jobs may see what runs them.');
  return (await pool.query<JobWorker>(WORKERS, [actor.organizationId])).rows;
};
