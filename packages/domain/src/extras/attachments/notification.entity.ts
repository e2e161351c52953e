import { BaseObject, dateTime, entity, ref, text, uuid } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** What a person was told of. */
@entity('extras.Notification', {
  display: ['objectRepr'],
  order: ['-created'],
  matchBy: ['objectType', 'objectId', 'user'],
  unique: [['objectType', 'objectId', 'user']],
  navGroup: 'Operations',
})
export class Notification extends BaseObject {
  @dateTime({ optional: true, list: true })
  read!: string | null;

  @ref('users.User', { inverse: 'notifications', onDelete: 'cascade', list: true })
  user!: User;

  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;

  @text({ max: 200, list: true })
  objectRepr!: string;

  @text({ max: 50, list: true })
  eventType!: string;
}
