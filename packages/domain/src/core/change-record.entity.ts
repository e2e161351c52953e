import { BaseObject, dateTime, entity, int, json, ref, text, uuid } from '@plumbline/kit';
import type { ChangeSet } from './change-set.entity.ts';

/** What one change did to one object. */
@entity('core.ChangeRecord', {
  handMade: true,
  readOnly: true,
  table: 'core_change_record',
  order: ['-changedAt'],
  display: ['objectDisplay'],
  navGroup: 'Operations',
})
export class ChangeRecord extends BaseObject {
  @ref('core.ChangeSet', { inverse: 'records' })
  changeSet!: ChangeSet;

  @text({ max: 100, list: true })
  objectType!: string;

  @uuid()
  objectId!: string;

  @int({ optional: true, list: true })
  objectNumber!: number | null;

  /** Display text of the object at the time. */
  @text({ optional: true, list: true, column: 'display' })
  objectDisplay!: string | null;

  @text({ max: 10, list: true, help: 'create, update, delete, or reveal for a secret that was shown' })
  action!: string;

  /** Changed fields as `[{ name, before, after }]`; null for create and delete. */
  @json({ optional: true })
  fields!: unknown;

  @json({
    optional: true,
    help: 'The object before the change, without what is empty, secrets masked; null for a new one',
  })
  before!: unknown;

  @json({ optional: true, help: 'The object after the change; null for one that is gone' })
  after!: unknown;

  @dateTime({ list: true })
  changedAt!: string;

  @text({ max: 200, list: true })
  actorName!: string;

  @uuid({ optional: true, help: 'User id; null for the product itself' })
  actorUserId!: string | null;

  @text({ max: 20, list: true, help: 'api, import, job, plugin or system; cascade for what went along with a delete' })
  source!: string;

  @text({ max: 100 })
  requestId!: string;
}
