import { BaseObject, bigint, dateTime, entity, int, longText, text, uuid } from '@plumbline/kit';

/** What an event set off: a call of a webhook with its attempts, or why an action could not be taken. */
@entity('extras.WebhookDelivery', {
  handMade: true,
  readOnly: true,
  table: 'extras_webhook_delivery',
  order: ['-created'],
  display: ['target', 'objectDisplay'],
  displayJoin: ' ',
  navGroup: 'Operations',
})
export class WebhookDelivery extends BaseObject {
  @text({ max: 150, list: true, help: 'Name of the webhook, or what else was to be done' })
  target!: string;

  /** The webhook; null for other actions. */
  @uuid({ optional: true })
  webhookId!: string | null;

  @text({ max: 150, list: true, label: 'event rule' })
  eventRuleName!: string;

  @uuid({ optional: true })
  eventRuleId!: string | null;

  @text({ max: 50, list: true, help: 'object_created, object_updated, object_deleted, job_started and the like' })
  eventType!: string;

  /** Place of the event among all events. */
  @bigint({ help: 'Number of the event' })
  sequence!: string;

  @text({ max: 100, list: true })
  objectType!: string;

  @uuid()
  objectId!: string;

  /** Display text of the object at the time. */
  @text({ list: true })
  objectDisplay!: string;

  @text({ max: 20, list: true, help: 'pending, delivered or failed' })
  state!: string;

  @int({ list: true })
  attempts!: number;

  @dateTime({ optional: true, list: true })
  nextTry!: string | null;

  @dateTime({ optional: true })
  finishedAt!: string | null;

  /** Milliseconds until the last answer. */
  @int({ optional: true, unit: 'ms' })
  durationMs!: number | null;

  @int({ optional: true, list: true, help: 'HTTP status of the last answer' })
  status!: number | null;

  @longText({ optional: true })
  error!: string | null;
}
