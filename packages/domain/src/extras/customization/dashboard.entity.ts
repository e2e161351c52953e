import { BaseObject, entity, json, ref } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** What a person has on the start page. */
@entity('extras.Dashboard', {
  display: ['number'],
  order: ['user'],
  matchBy: ['user'],
  unique: [['user']],
  navGroup: 'Customization',
})
export class Dashboard extends BaseObject {
  @ref('users.User', { onDelete: 'cascade', list: true })
  user!: User;

  @json()
  layout!: unknown;

  @json()
  config!: unknown;
}
