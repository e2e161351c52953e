import { arc, BaseObject, bool, choice, entity, json, longText, STANDARD, text, textList } from '@plumbline/kit';
import { eventRuleAction } from '../customization-choices.ts';
import type { Script } from '../customization/script.entity.ts';
import type { NotificationGroup } from './notification-group.entity.ts';
import type { Webhook } from './webhook.entity.ts';

/** What happens when objects of some types change. */
@entity('extras.EventRule', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Operations',
  features: STANDARD,
})
export class EventRule extends BaseObject {
  @textList({ help: 'Full type names such as dcim.Device', list: true })
  objectTypes!: readonly string[];

  @text({ max: 150, natural: true, list: true })
  name!: string;

  @textList({
    list: true,
    help: 'object_created, object_updated, object_deleted, job_started, job_completed, job_failed, job_errored, job_cancelled',
  })
  eventTypes!: readonly string[];

  @bool({ default: true, list: true })
  enabled!: boolean;

  @json({ optional: true, help: "NetBox's conditions: and, or, { attr, value, op, negate }" })
  conditions!: unknown;

  @json({
    optional: true,
    help: 'Filter of the object after the change, or before a delete: { "status": { "eq": "active" } }',
  })
  filter!: unknown;

  @json({
    optional: true,
    help: 'Filter of the object before the change: { "status": { "ne": "active" } }; a created one had no before',
  })
  filterBefore!: unknown;

  @textList({ optional: true, help: 'Updates count only when one of these fields changed' })
  changedFields!: readonly string[] | null;

  @choice(eventRuleAction, { max: 30, default: 'webhook', list: true })
  actionType!: string;

  @arc(
    { webhook: 'extras.Webhook', script: 'extras.Script', notificationGroup: 'extras.NotificationGroup' },
    { inverse: 'eventRules', onDelete: 'setNull', optional: true },
  )
  actionObject!: Webhook | Script | NotificationGroup | null;

  @text({ max: 100, optional: true, help: 'Name of the job that the action job starts' })
  jobName!: string | null;

  @json({ optional: true, help: 'Goes along as data of the webhook, or as input of the job' })
  actionData!: unknown;

  @text({ max: 200, optional: true })
  description!: string | null;

  @longText({ optional: true })
  comments!: string | null;
}
