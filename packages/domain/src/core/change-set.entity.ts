import { BaseObject, entity, text, uuid } from '@plumbline/kit';

/** All changes of one transaction: who made them, by which way in and why. */
@entity('core.ChangeSet', {
  handMade: true,
  seenThrough: 'records',
  readOnly: true,
  table: 'core_change_set',
  order: ['-created'],
  display: ['number', 'actorName'],
  displayJoin: ' by ',
  navGroup: 'Operations',
})
export class ChangeSet extends BaseObject {
  @text({ max: 200, list: true })
  actorName!: string;

  @uuid({ optional: true, help: 'User id; null for the product itself' })
  actorUserId!: string | null;

  @uuid({ optional: true, help: 'Id of the API token that was used; null for a session' })
  actorTokenId!: string | null;

  @text({ max: 20, list: true, help: 'api, import, job, plugin or system' })
  source!: string;

  @text({ optional: true, list: true })
  reason!: string | null;

  @text({ max: 100 })
  requestId!: string;

  @uuid({ optional: true, help: 'Id of the change set that this one took back' })
  revertsId!: string | null;
}
