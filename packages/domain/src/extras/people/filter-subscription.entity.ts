import { BaseObject, entity, ref } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';
import type { SavedFilter } from '../customization/saved-filter.entity.ts';

/** A person who wants to hear of what a saved view shows; each has their own. */
@entity('extras.FilterSubscription', {
  administratorsOnly: true,
  display: ['number'],
  order: ['-created'],
  matchBy: ['savedFilter', 'user'],
  unique: [['savedFilter', 'user']],
  navGroup: 'Operations',
})
export class FilterSubscription extends BaseObject {
  @ref('users.User', { inverse: 'filterSubscriptions', onDelete: 'cascade', list: true, immutable: true })
  user!: User;

  @ref('extras.SavedFilter', { inverse: 'subscriptions', onDelete: 'cascade', list: true })
  savedFilter!: SavedFilter;
}
