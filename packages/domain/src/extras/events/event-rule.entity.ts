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
    help: 'object_created, object_updated, object_deleted, job_started, job_completed, job_failed, job_errored',
  })
  eventTypes!: readonly string[];

  @bool({ default: true, list: true })
  enabled!: boolean;

  @json({ optional: true })
  conditions!: unknown;

  @choice(eventRuleAction, { max: 30, default: 'webhook', list: true })
  actionType!: string;

  @arc(
    { webhook: 'extras.Webhook', script: 'extras.Script', notificationGroup: 'extras.NotificationGroup' },
    { inverse: 'eventRules', onDelete: 'setNull', optional: true },
  )
  actionObject!: Webhook | Script | NotificationGroup | null;

  @json({ optional: true })
  actionData!: unknown;

  @text({ max: 200, optional: true })
  description!: string | null;

  @longText({ optional: true })
  comments!: string | null;
}
