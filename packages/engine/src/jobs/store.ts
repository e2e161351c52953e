import type { Pool } from 'pg';
import type { Actor } from '../actor.ts';

/** Task under which graphile-worker knows every job of the product. */
export const TASK = 'plumbline_job';

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
  readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  readonly progress: number | null;
  readonly log: readonly LogLine[];
  readonly input: unknown;
  readonly result: unknown;
  readonly error: string | null;
  readonly actor: Actor;
  readonly actorName: string;
  readonly attempt: number;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** One line of a job's log; `at` is an instant in RFC 3339. */
export interface LogLine {
  readonly at: string;
  readonly text: string;
}

/** Names a job. */
export interface JobKey {
  readonly organizationId: string;
  readonly id: string;
}

const COLUMNS = `organization_id AS "organizationId", id, number, row_version AS "rowVersion", created,
  last_updated AS "lastUpdated", created_by AS "createdBy", last_updated_by AS "lastUpdatedBy", name, label, status,
  progress, log, input, result, error, actor, actor_name AS "actorName", attempt, queued_at AS "queuedAt",
  started_at AS "startedAt", finished_at AS "finishedAt"`;

const BUMP = 'row_version = row_version + 1, last_updated = now()';

/** Queues the row of a common table expression; one statement, so that row and queue entry come together. */
const ENQUEUE = `SELECT changed.*, graphile_worker.add_job('${TASK}',
    json_build_object('organizationId', "organizationId", 'id', id), job_key := 'job:' || id, max_attempts := 1) IS NOT NULL AS queued
  FROM changed`;

const INSERT = `WITH changed AS (
    INSERT INTO core_job (organization_id, id, name, label, input, actor, actor_name, actor_user_id, created_by)
    VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $8) RETURNING ${COLUMNS}
  ) ${ENQUEUE}`;

const REQUEUE = `WITH changed AS (
    UPDATE core_job SET status = 'queued', error = NULL, result = NULL, progress = NULL, cancel_requested = false,
      queued_at = now(), started_at = NULL, finished_at = NULL, worker_id = NULL, heartbeat = NULL, ${BUMP}
    WHERE organization_id = $1 AND id = $2 AND status IN ('failed', 'cancelled') RETURNING ${COLUMNS}
  ) ${ENQUEUE}`;

const CANCEL = `UPDATE core_job SET cancel_requested = true, ${BUMP},
    status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
    finished_at = CASE status WHEN 'queued' THEN now() ELSE finished_at END
  WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'running') RETURNING ${COLUMNS}`;

const CLAIM = `UPDATE core_job SET status = 'running', started_at = now(), heartbeat = now(), worker_id = $3,
    attempt = attempt + 1, ${BUMP}
  WHERE organization_id = $1 AND id = $2 AND status = 'queued' AND NOT cancel_requested RETURNING ${COLUMNS}`;

const BEAT = `UPDATE core_job SET heartbeat = now(), progress = $4, log = log || $5::jsonb
  WHERE organization_id = $1 AND id = $2 AND worker_id = $3 AND status = 'running' RETURNING cancel_requested AS cancel`;

const END = `UPDATE core_job SET status = $4, error = $5, result = $6::jsonb, progress = $7, finished_at = now(), ${BUMP}
  WHERE organization_id = $1 AND id = $2 AND worker_id = $3 AND status = 'running'`;

/** What a new job is. */
export interface NewJob extends JobKey {
  readonly name: string;
  readonly label: string;
  readonly input: unknown;
  readonly actor: Actor;
}

/** How a job ended. */
export interface JobEnd {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly error: string | null;
  readonly result: unknown;
  readonly progress: number | null;
}

/** The rows of jobs; every change of status happens here, and only from the status it may follow. */
export class JobStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async add(job: NewJob): Promise<StoredJob> {
    const { organizationId, id, name, label, input, actor } = job;
    const added = await this.#one(INSERT, [
      organizationId,
      id,
      name,
      label,
      JSON.stringify(input ?? null),
      JSON.stringify(actor),
      actor.name,
      actor.userId,
    ]);
    if (!added) throw new Error('The job was not stored.');
    return added;
  }

  find({ organizationId, id }: JobKey): Promise<StoredJob | null> {
    return this.#one(`SELECT ${COLUMNS} FROM core_job WHERE organization_id = $1 AND id = $2`, [organizationId, id]);
  }

  /** Queues a job again; null unless it failed or was cancelled. */
  requeue({ organizationId, id }: JobKey): Promise<StoredJob | null> {
    return this.#one(REQUEUE, [organizationId, id]);
  }

  /** Cancels a waiting job, and asks a running one to stop; null when it has ended. */
  cancel({ organizationId, id }: JobKey): Promise<StoredJob | null> {
    return this.#one(CANCEL, [organizationId, id]);
  }

  /** Takes a waiting job; null when it was cancelled or taken meanwhile. */
  claim({ organizationId, id }: JobKey, workerId: string): Promise<StoredJob | null> {
    return this.#one(CLAIM, [organizationId, id, workerId]);
  }

  /** Shows that a job is alive and adds to its log. Says whether it should go on. */
  async beat(
    { organizationId, id }: JobKey,
    workerId: string,
    progress: number | null,
    lines: readonly LogLine[],
  ): Promise<'go' | 'cancel' | 'lost'> {
    const { rows } = await this.#pool.query<{ cancel: boolean }>(BEAT, [
      organizationId,
      id,
      workerId,
      progress,
      JSON.stringify(lines),
    ]);
    const [row] = rows;
    if (!row) return 'lost';
    return row.cancel ? 'cancel' : 'go';
  }

  async end(
    { organizationId, id }: JobKey,
    workerId: string,
    { status, error, result, progress }: JobEnd,
  ): Promise<void> {
    await this.#pool.query(END, [
      organizationId,
      id,
      workerId,
      status,
      error,
      JSON.stringify(result ?? null),
      progress,
    ]);
  }

  async #one(text: string, values: readonly unknown[]): Promise<StoredJob | null> {
    const { rows } = await this.#pool.query<StoredJob>(text, [...values]);
    return rows[0] ?? null;
  }
}
