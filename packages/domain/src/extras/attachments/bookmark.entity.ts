import { BaseObject, entity, ref, text, uuid } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** An object a person keeps at hand; each has their own. */
@entity('extras.Bookmark', {
  administratorsOnly: true,
  display: ['number'],
  order: ['-created'],
  matchBy: ['objectType', 'objectId', 'user'],
  unique: [['objectType', 'objectId', 'user']],
  navGroup: 'Customization',
})
export class Bookmark extends BaseObject {
  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;

  @ref('users.User', { inverse: 'bookmarks', onDelete: 'cascade', list: true })
  user!: User;
}
