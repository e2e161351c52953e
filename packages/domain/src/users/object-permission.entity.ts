import { BaseObject, bool, entity, json, refs, text, textList } from '@plumbline/kit';
import type { Group } from './group.entity.ts';
import type { User } from './user.entity.ts';

/** A grant of actions on types of objects, kept as it was imported. */
@entity('users.ObjectPermission', {
  matchBy: ['name'],
  navGroup: 'Administration',
})
export class ObjectPermission extends BaseObject {
  @text({ max: 100, natural: true, list: true })
  name!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @textList({ help: 'Full type names such as dcim.Device' })
  objectTypes!: readonly string[];

  @textList({ list: true })
  actions!: readonly string[];

  @json({ optional: true, help: 'Conditions on rows; a list means any of them' })
  constraints!: unknown;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;

  @refs('users.Group', { inverse: 'objectPermissions' })
  groups!: Group[];

  @refs('users.User', { inverse: 'objectPermissions' })
  users!: User[];
}
