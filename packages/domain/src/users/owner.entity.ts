import { BaseObject, entity, ref, refs, text } from '@plumbline/kit';
import type { Group } from './group.entity.ts';
import type { OwnerGroup } from './owner-group.entity.ts';
import type { User } from './user.entity.ts';

/** Who answers for objects: a set of people and groups. */
@entity('users.Owner', {
  matchBy: ['name'],
  unique: [['name']],
  provides: 'owners',
  navGroup: 'Administration',
})
export class Owner extends BaseObject {
  @text({ max: 100, natural: true, list: true })
  name!: string;

  @ref('users.OwnerGroup', { inverse: 'members', optional: true, list: true })
  group!: OwnerGroup | null;

  @refs('users.Group', { inverse: 'owners' })
  userGroups!: Group[];

  @refs('users.User', { inverse: 'owners' })
  users!: User[];

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
