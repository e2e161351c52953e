import { BaseObject, entity, json, ref } from '@plumbline/kit';
import type { User } from './user.entity.ts';

/** What a person chose for the screens. */
@entity('users.UserPreferences', {
  administratorsOnly: true,
  many: 'userPreferencesList',
  plural: 'user preferences',
  display: ['number'],
  order: ['user'],
  matchBy: ['user'],
  unique: [['user']],
  navGroup: 'Administration',
})
export class UserPreferences extends BaseObject {
  @ref('users.User', { onDelete: 'cascade', list: true })
  user!: User;

  @json()
  data!: unknown;
}
