import { BaseObject, entity, ref, text, uuid } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** A person who wants to hear of an object; each has their own. */
@entity('extras.ObjectSubscription', {
  administratorsOnly: true,
  display: ['number'],
  order: ['-created'],
  matchBy: ['objectType', 'objectId', 'user'],
  unique: [['objectType', 'objectId', 'user']],
  navGroup: 'Operations',
})
export class ObjectSubscription extends BaseObject {
  @ref('users.User', { inverse: 'subscriptions', onDelete: 'cascade', list: true })
  user!: User;

  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;
}
