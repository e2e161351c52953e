import { BaseObject, entity, refs, STANDARD, text } from '@plumbline/kit';
import type { User } from './user.entity.ts';

/** People who share rights. */
@entity('users.Group', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Administration',
  administration: true,
  features: STANDARD,
})
export class Group extends BaseObject {
  @text({ max: 150, natural: true, list: true })
  name!: string;

  @refs('users.User', { inverse: 'groups' })
  users!: User[];

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
