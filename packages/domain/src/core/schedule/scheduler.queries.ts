import type { Actor, JobQueue } from '@plumbline/engine';
import { DomainError } from '@plumbline/kit';
import type { Pool, PoolClient } from 'pg';
import { timingOf, type TimingFields } from './stored-timing.ts';
import { duesBetween, nextDue, type Timing } from './timing.ts';

/** What starting due jobs needs. */
export interface SchedulerParts {
  readonly pool: Pool;
  readonly queue: Pick<JobQueue, 'startDue'>;
  /** Who starts a job, with the rights of this moment; null when the account or token may nothing any more. */
  readonly actorByNow: (actor: Actor) => Promise<Actor | null>;
}

interface DueSchedule extends TimingFields {
  readonly organizationId: string;
  readonly id: string;
  readonly job: string;
  readonly input: unknown;
  readonly overlap: string;
  readonly nextRun: Date;
  readonly now: Date;
  readonly actor: Actor | null;
  /** Number of a job of the schedule that has not ended. */
  readonly busy: number | null;
}

/** Seconds after which a due time counts as late, and its job says so. */
const LATE_S = 60;

/** One that others work on is passed by: they write when it is due next. */
const NEXT = `SELECT s.organization_id AS "organizationId", s.id, s.job, s.input, s.kind, s.starts_at AS "startsAt",
    s.every_minutes AS "everyMinutes", s.cron, s.time_zone AS "timeZone", s.overlap, s.next_run AS "nextRun", now() AS now,
    (SELECT a.actor FROM core_job_schedule_starter a WHERE a.organization_id = s.organization_id AND a.schedule_id = s.id) AS actor,
    (SELECT j.number FROM core_job j WHERE j.organization_id = s.organization_id AND j.schedule_id = s.id
      AND j.status IN ('queued', 'running') ORDER BY j.due_at LIMIT 1) AS busy
  FROM core_job_schedule s JOIN core_organization o ON o.id = s.organization_id AND o.is_active
  WHERE s.enabled AND s.next_run <= now() ORDER BY s.next_run LIMIT 1 FOR UPDATE OF s SKIP LOCKED`;

const ADVANCE = `UPDATE core_job_schedule SET next_run = $3, last_run = coalesce($4, last_run),
    last_job_number = coalesce($5, last_job_number), last_remark = $6
  WHERE organization_id = $1 AND id = $2`;

const shown = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What a late start says: since when it was due, and how many times were left out meanwhile. */
const lateRemark = (timing: Timing, { nextRun, now }: DueSchedule): string | null => {
  if (now.getTime() - nextRun.getTime() < LATE_S * 1_000) return null;
  const missed = duesBetween(timing, nextRun, now);
  const more =
    missed === 0 ? '' : `; ${missed} more due ${missed === 1 ? 'time was' : 'times were'} missed and left out`;
  return `Started late: nothing that runs jobs was there at ${shown(nextRun)}${more}.`;
};

interface Started {
  readonly number: number | null;
  readonly remark: string | null;
}

/** Starts the job of a due time; a refusal is the schedule's remark. A time that has its job already gets no other. */
const start = async ({ queue, actorByNow }: SchedulerParts, schedule: DueSchedule): Promise<Started> => {
  const { id, job, input, nextRun } = schedule;
  const actor = schedule.actor && (await actorByNow(schedule.actor));
  if (!actor)
    return {
      number: null,
      remark: `Nothing was started at ${shown(nextRun)}: the account or token that made the schedule is gone or switched off.`,
    };
  try {
    const made = await queue.startDue(actor, job, input, { scheduleId: id, at: nextRun });
    return { number: made?.number ?? null, remark: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { number: null, remark: `Nothing was started at ${shown(nextRun)}: ${error.message}` };
  }
};

const handle = async (client: PoolClient, parts: SchedulerParts, schedule: DueSchedule): Promise<boolean> => {
  const { organizationId, id, now, nextRun, overlap, busy } = schedule;
  const timing = timingOf(schedule);
  const next = timing && nextDue(timing, now);
  const isLeftOut = busy !== null && overlap === 'skip';
  const { number, remark } = isLeftOut
    ? { number: null, remark: `Left out at ${shown(nextRun)}: job ${busy} had not ended.` }
    : await start(parts, schedule);
  const said = remark ?? (timing && lateRemark(timing, schedule));
  await client.query(ADVANCE, [organizationId, id, next, number === null ? null : nextRun, number, said]);
  return number !== null;
};

/**
 * Starts the jobs of schedules that are due, and says how many; any number of processes may do so at once.
 *
 * A due time makes one job: schedules are locked while they are worked on, and jobs are unique by schedule and time, so
 * that a process that dies in between leaves nothing behind that starts twice. After a time in which nothing ran, what was
 * missed is started once.
 */
export const startDueJobs = async (parts: SchedulerParts): Promise<number> => {
  for (let count = 0; ; ) {
    const client = await parts.pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<DueSchedule>(NEXT);
      const [schedule] = rows;
      if (schedule && (await handle(client, parts, schedule))) count += 1;
      await client.query('COMMIT');
      client.release();
      if (!schedule) return count;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
};
