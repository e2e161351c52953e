import {
  bool,
  choice,
  dateTime,
  entity,
  int,
  json,
  longText,
  PrimaryObject,
  STANDARD,
  text,
  timeZone,
} from '@plumbline/kit';
import { jobScheduleKind, jobScheduleOverlap } from './choices.ts';

/** When a job is started by itself: once, at an interval, or at times of day. */
@entity('core.JobSchedule', {
  matchBy: ['name'],
  unique: [['name']],
  sqlIndexes: [{ name: 'due', sql: '(next_run) WHERE enabled AND next_run IS NOT NULL' }],
  navGroup: 'Operations',
  features: STANDARD,
})
export class JobSchedule extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 100, list: true, help: 'Name of the job, as jobStart takes it' })
  job!: string;

  @json({ optional: true, help: 'Input of the job' })
  input!: unknown;

  @choice(jobScheduleKind, { default: 'cron', list: true })
  kind!: string;

  /** When it is due once; the beginning of an interval, by default when it was made. */
  @dateTime({ optional: true, label: 'first time', help: 'When it is due once, or where an interval begins' })
  startsAt!: string | null;

  @int({ optional: true, min: 1, max: 525_600, unit: 'min', label: 'interval' })
  everyMinutes!: number | null;

  @text({
    max: 200,
    optional: true,
    label: 'pattern',
    help: 'Minute, hour, day of the month, month, day of the week: 0 3 * * 1-5',
  })
  cron!: string | null;

  @timeZone({ default: 'UTC', help: 'Zone of the pattern' })
  timeZone!: string;

  @choice(jobScheduleOverlap, { default: 'skip', label: 'while one runs' })
  overlap!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  /** User whose rights its jobs have: who last said what it starts. */
  @text({ max: 200, optional: true, derived: true, list: true, label: 'runs as' })
  runsAs!: string | null;

  /** Null when it is not due any more, or switched off. */
  @dateTime({ optional: true, derived: true, list: true })
  nextRun!: string | null;

  /** Due time of the last job. */
  @dateTime({ optional: true, derived: true, list: true })
  lastRun!: string | null;

  @int({ optional: true, derived: true, label: 'last job', help: 'Number of the last job' })
  lastJobNumber!: number | null;

  /** What is to be said about the last due time: times that were missed, or why no job was made. */
  @longText({ optional: true, derived: true, label: 'remark' })
  lastRemark!: string | null;
}
