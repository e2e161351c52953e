import { LIVE_CHANNEL } from '../events/hub.ts';
import { OUTBOX_CHANNEL } from '../events/sequencer.ts';

/** Channel that wakes those who run jobs when one waits. */
export const JOBS_CHANNEL = 'plumbline_jobs';

/** Topic that is told of every change of a job as `{ organizationId, id, status }`. */
export const JOBS_TOPIC = 'jobs';

/** Full name under which jobs are in the outbox. */
const JOB = 'core.Job';

/** What of a job is read; a change of status gives the same. */
export const JOB_COLUMNS = `organization_id AS "organizationId", id, number, row_version AS "rowVersion", created,
  last_updated AS "lastUpdated", created_by AS "createdBy", last_updated_by AS "lastUpdatedBy", name, label, status,
  progress, log, input, result, error, actor, actor_name AS "actorName", attempt, most_attempts AS "mostAttempts",
  priority, worker_name AS "workerName", lines, queued_at AS "queuedAt", run_at AS "runAt", started_at AS "startedAt",
  finished_at AS "finishedAt", schedule_id AS "scheduleId", due_at AS "dueAt"`;

/** Every change of a job's row that callers may notice. */
export const BUMP = 'row_version = row_version + 1, last_updated = now()';

const PAYLOAD = `jsonb_build_object('id', c.id, 'number', c.number, 'name', c.name, 'label', c.label, 'status', c.status,
  'error', c.error, 'attempt', c.attempt, 'actor', jsonb_build_object('id', c.actor ->> 'userId', 'name', c."actorName"))`;

/** Tells the topic of jobs about rows that are read as `JOB_COLUMNS`. */
export const tellSql = (rows: string): string =>
  `pg_notify('${LIVE_CHANNEL}', json_build_object('topic', '${JOBS_TOPIC}', 'payload', json_build_object(
    'organizationId', ${rows}."organizationId", 'id', ${rows}.id, 'status', ${rows}.status))::text)`;

/** As `tellSql`, and wakes who runs jobs for those that wait. */
const tellAllSql = (rows: string): string =>
  `${tellSql(rows)} AS told, CASE WHEN ${rows}.status = 'queued' THEN pg_notify('${JOBS_CHANNEL}', '') END AS woken`;

/** A change of jobs and its rows as `JOB_COLUMNS`; those who watch jobs are told at commit. */
export const changeSql = (change: string): string => `WITH c AS (${change} RETURNING ${JOB_COLUMNS})
  SELECT c.*, ${tellAllSql('c')} FROM c`;

/**
 * A change of jobs with its events, in one statement: there is no state without its event, and no event without its state.
 *
 * `event` is SQL over the changed row `c`; rows for which it is null have none.
 */
export const eventSql = (change: string, event: string): string => `WITH c AS (${change} RETURNING ${JOB_COLUMNS}),
  entered AS (
    INSERT INTO core_outbox (id, organization_id, object_type, object_id, action, payload)
    SELECT gen_random_uuid(), c."organizationId", '${JOB}', c.id, ${event}, ${PAYLOAD} FROM c WHERE ${event} IS NOT NULL
  ) SELECT c.*, pg_notify('${OUTBOX_CHANNEL}', '') AS "eventTold", ${tellAllSql('c')} FROM c`;

/** When a job that broke off is tried again: each pause is twice the one before, up to a day. */
export const NEXT_TRY = `now() + least(86400, retry_pause_s * 2 ^ greatest(0, attempt - 1)) * interval '1 second'`;
