import type { Pool } from 'pg';
import { newParams, type Actor, type Predicate } from '../actor.ts';
import type { LogLevel } from './job.ts';
import { BUMP, changeSql, eventSql, JOB_COLUMNS, NEXT_TRY, tellSql } from './statements.ts';

/** A job as stored. Null `progress` means that it can't be told. */
export interface StoredJob {
  readonly organizationId: string;
  readonly id: string;
  readonly number: number;
  readonly rowVersion: number;
  readonly created: Date;
  readonly lastUpdated: Date | null;
  readonly createdBy: string | null;
  readonly lastUpdatedBy: string | null;
  readonly name: string;
  readonly label: string;
  readonly status: JobStatus;
  readonly progress: number | null;
  /** The last lines of the log; `core_job_line` has all. */
  readonly log: readonly LogLine[];
  readonly input: unknown;
  readonly result: unknown;
  readonly error: string | null;
  readonly actor: Actor;
  readonly actorName: string;
  /** Runs so far. */
  readonly attempt: number;
  /** Runs after which a job that broke off is not tried again. */
  readonly mostAttempts: number;
  readonly priority: number;
  /** Process that has or had it. */
  readonly workerName: string | null;
  /** Lines logged so far. */
  readonly lines: number;
  readonly queuedAt: Date;
  /** It does not start earlier. */
  readonly runAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly scheduleId: string | null;
  readonly dueAt: Date | null;
}

/** Where a job is. */
export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** One line of a job's log; `at` is an instant in RFC 3339. */
export interface LogLine {
  readonly at: string;
  readonly text: string;
  readonly level: LogLevel;
}

/** Names a job. */
export interface JobKey {
  readonly organizationId: string;
  readonly id: string;
}

/** Names one run of a job in a process. */
export interface RunKey extends JobKey {
  readonly attempt: number;
}

/** What a new job is. */
export interface NewJob extends JobKey {
  readonly name: string;
  readonly label: string;
  readonly input: unknown;
  readonly actor: Actor;
  readonly priority: number;
  readonly mostAttempts: number;
  readonly retryPauseS: number;
  /** Schedule and due time it was made for, which make one job together; without a time somebody started it in between. */
  readonly due?: { readonly scheduleId: string; readonly at: Date | null };
}

/** How a run ended. */
export interface JobEnd {
  readonly status: 'completed' | 'failed' | 'cancelled';
  /** `refused`: input or rights were at fault, trying again is no use; `broken`: something else went wrong. */
  readonly failure: 'refused' | 'broken' | null;
  readonly error: string | null;
  readonly result: unknown;
  readonly progress: number | null;
}

/** A sign of life, with what gathered since the last one. */
export interface Beat {
  readonly progress: number | null;
  /** New lines. */
  readonly lines: readonly LogLine[];
  /** Last lines, kept in the row of the job. */
  readonly tail: readonly LogLine[];
}

const INSERT = `INSERT INTO core_job (organization_id, id, name, label, input, actor, actor_name, actor_user_id,
    created_by, priority, most_attempts, retry_pause_s, schedule_id, due_at)
  VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (organization_id, schedule_id, due_at) WHERE due_at IS NOT NULL DO NOTHING`;

const REQUEUE = changeSql(`UPDATE core_job SET status = 'queued', error = NULL, result = NULL, progress = NULL,
    cancel_requested = false, queued_at = now(), run_at = now(), started_at = NULL, finished_at = NULL, worker_id = NULL,
    heartbeat = NULL, most_attempts = attempt + $3::int, ${BUMP}
  WHERE organization_id = $1 AND id = $2 AND status IN ('failed', 'cancelled')`);

const CANCEL = eventSql(
  `UPDATE core_job SET cancel_requested = true, ${BUMP},
    status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
    finished_at = CASE status WHEN 'queued' THEN now() ELSE finished_at END
  WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'running')`,
  "CASE c.status WHEN 'cancelled' THEN 'job_cancelled' END",
);

/** The same process may have lost a job and taken it again: its runs are told apart by their number. */
const IS_OWN = `organization_id = $1 AND id = $2 AND worker_id = $3 AND attempt = $4 AND status = 'running'`;

/** Lines come with the sign of life of a job that still is the process's own, else not at all. */
const BEAT = `WITH c AS (
    UPDATE core_job SET heartbeat = now(), progress = $5, lines = lines + cardinality($6::text[]),
      log = CASE WHEN cardinality($6::text[]) > 0 THEN $9::jsonb ELSE log END
    WHERE ${IS_OWN} RETURNING ${JOB_COLUMNS}, cancel_requested AS cancel, progress IS DISTINCT FROM $10 AS moved
  ), entered AS (
    INSERT INTO core_job_line (organization_id, job_id, line, at, level, text)
    SELECT c."organizationId", c.id, c.lines - cardinality($6::text[]) + l.line, l.at, l.level, l.text
    FROM c, unnest($6::text[], $7::timestamptz[], $8::text[]) WITH ORDINALITY AS l(text, at, level, line)
  ) SELECT c.cancel, CASE WHEN c.moved OR cardinality($6::text[]) > 0 THEN ${tellSql('c')} END FROM c`;

const END = eventSql(
  `UPDATE core_job SET status = $5, error = $6, result = $7::jsonb, progress = $8, finished_at = now(), ${BUMP}
  WHERE ${IS_OWN}`,
  '$9::text',
);

const TRY_AGAIN = changeSql(`UPDATE core_job SET status = 'queued', error = $5, progress = NULL, run_at = ${NEXT_TRY},
    worker_id = NULL, heartbeat = NULL, ${BUMP}
  WHERE ${IS_OWN} AND attempt < most_attempts AND NOT cancel_requested`);

const EVENT = { refused: 'job_failed', broken: 'job_errored' } as const;

const eventOf = ({ status, failure }: JobEnd): string =>
  status === 'failed' ? EVENT[failure ?? 'broken'] : `job_${status}`;

const newValues = (job: NewJob): unknown[] => {
  const { organizationId, id, name, label, input, actor, priority, mostAttempts, retryPauseS, due } = job;
  return [
    organizationId,
    id,
    name,
    label,
    JSON.stringify(input ?? null),
    JSON.stringify(actor),
    actor.name,
    actor.userId,
    priority,
    mostAttempts,
    retryPauseS,
    due?.scheduleId ?? null,
    due?.at ?? null,
  ];
};

/** The rows of jobs; every change of status happens here or in `claim` and `recover`, and only from the status it may follow. */
export class JobStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Queues a job; null when its schedule has one for that time already. */
  add(job: NewJob): Promise<StoredJob | null> {
    return this.#one(changeSql(INSERT), newValues(job));
  }

  /** Whether a condition on rows would match a job that is not there yet. Two statements, of which nothing stays. */
  async wouldMatch(job: NewJob, predicate: Predicate): Promise<boolean> {
    const params = newParams();
    const key = params.add(job.id, 'uuid');
    const sql = `SELECT 1 FROM core_job t WHERE t.id = ${key} AND ${predicate.sql('t', params)}`;
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(INSERT, newValues(job));
      const { rowCount } = await client.query(sql, [...params.values]);
      await client.query('ROLLBACK');
      client.release();
      return rowCount === 1;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  find({ organizationId, id }: JobKey): Promise<StoredJob | null> {
    return this.#one(`SELECT ${JOB_COLUMNS} FROM core_job WHERE organization_id = $1 AND id = $2`, [
      organizationId,
      id,
    ]);
  }

  /** Queues a job again for so many runs; null unless it failed or was cancelled. */
  requeue({ organizationId, id }: JobKey, attempts: number): Promise<StoredJob | null> {
    return this.#one(REQUEUE, [organizationId, id, attempts]);
  }

  /** Cancels a waiting job, and asks a running one to stop; null when it has ended. */
  cancel({ organizationId, id }: JobKey): Promise<StoredJob | null> {
    return this.#one(CANCEL, [organizationId, id]);
  }

  /** Shows that a job is alive, and adds to its log. Says whether it should go on. */
  async beat(
    { organizationId, id, attempt }: RunKey,
    workerId: string,
    beat: Beat,
    shown: number | null,
  ): Promise<'go' | 'cancel' | 'lost'> {
    const { progress, lines, tail } = beat;
    const { rows } = await this.#pool.query<{ cancel: boolean }>(BEAT, [
      organizationId,
      id,
      workerId,
      attempt,
      progress,
      lines.map(({ text }) => text),
      lines.map(({ at }) => at),
      lines.map(({ level }) => level),
      JSON.stringify(tail),
      shown,
    ]);
    const [row] = rows;
    if (!row) return 'lost';
    return row.cancel ? 'cancel' : 'go';
  }

  /** Ends a job that is still the process's own, with its event; false when it is not. */
  async end({ organizationId, id, attempt }: RunKey, workerId: string, end: JobEnd): Promise<boolean> {
    const { status, error, result, progress } = end;
    const key = [organizationId, id, workerId, attempt];
    const kept = JSON.stringify(result ?? null);
    return (await this.#one(END, [...key, status, error, kept, progress, eventOf(end)])) !== null;
  }

  /** Queues a job that broke off for another run, after a pause; null when it had its last, or is to be cancelled. */
  tryAgain({ organizationId, id, attempt }: RunKey, workerId: string, error: string): Promise<StoredJob | null> {
    return this.#one(TRY_AGAIN, [organizationId, id, workerId, attempt, error]);
  }

  async #one(text: string, values: readonly unknown[]): Promise<StoredJob | null> {
    const { rows } = await this.#pool.query<StoredJob>(text, [...values]);
    return rows[0] ?? null;
  }
}
