import { BaseObject, dateTime, entity, int, json, longText, text, uuid } from '@plumbline/kit';

/** A piece of work that runs beside requests: an import, an export, a bulk change. */
@entity('core.Job', {
  handMade: true,
  seenByMaker: true,
  readOnly: true,
  table: 'core_job',
  order: ['-queuedAt'],
  actions: ['run'],
  display: ['label'],
  navGroup: 'Operations',
})
export class Job extends BaseObject {
  @text({ max: 100, list: true, help: 'Task name, such as importNetbox' })
  name!: string;

  @text({ max: 200, list: true })
  label!: string;

  @text({ max: 20, list: true, help: 'queued, running, completed, failed or cancelled' })
  status!: string;

  /** Share done from 0 to 100; null when it can't be told. */
  @int({ optional: true, min: 0, max: 100, unit: '%', list: true })
  progress!: number | null;

  @json({ optional: true, help: 'Last 100 lines; `jobLog` has all' })
  log!: unknown;

  @json({ optional: true })
  input!: unknown;

  @json({ optional: true })
  result!: unknown;

  @longText({ optional: true })
  error!: string | null;

  @text({ max: 200, list: true })
  actorName!: string;

  @dateTime({ list: true })
  queuedAt!: string;

  @dateTime({ help: 'It does not start earlier' })
  runAt!: string;

  @dateTime({ optional: true })
  startedAt!: string | null;

  @dateTime({ optional: true })
  finishedAt!: string | null;

  @int({ min: 0, help: 'Runs so far; more than one after some that broke off' })
  attempt!: number;

  @int({ help: 'Higher ones start first' })
  priority!: number;

  @uuid({ optional: true, label: 'schedule', help: 'Schedule that it was started for' })
  scheduleId!: string | null;

  @text({ max: 300, optional: true, label: 'worker', help: 'Process that runs it or ran it last' })
  workerName!: string | null;
}
