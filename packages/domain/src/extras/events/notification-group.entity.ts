import { BaseObject, entity, refs, STANDARD, text } from '@plumbline/kit';
import type { Group } from '../../users/group.entity.ts';
import type { User } from '../../users/user.entity.ts';

/** People who are told of events. */
@entity('extras.NotificationGroup', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Operations',
  features: STANDARD,
})
export class NotificationGroup extends BaseObject {
  @text({ max: 100, natural: true, list: true })
  name!: string;

  @refs('users.Group', { inverse: 'notificationGroups', list: true })
  groups!: Group[];

  @refs('users.User', { inverse: 'notificationGroups', list: true })
  users!: User[];

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
