import { BaseObject, dateTime, entity, int, json, longText, text } from '@plumbline/kit';

/** A piece of work that runs beside requests: an import, an export, a bulk change. */
@entity('core.Job', {
  handMade: true,
  seenByMaker: true,
  readOnly: true,
  table: 'core_job',
  order: ['-queuedAt'],
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

  @json({ optional: true })
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

  @dateTime({ optional: true })
  startedAt!: string | null;

  @dateTime({ optional: true })
  finishedAt!: string | null;
}
