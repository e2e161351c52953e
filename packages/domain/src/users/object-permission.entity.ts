import { BaseObject, bool, entity, json, ref, refs, text, textList } from '@plumbline/kit';
import type { ApiToken } from './api-token.entity.ts';
import type { Group } from './group.entity.ts';
import type { User } from './user.entity.ts';

/** A grant of actions on types of objects to users, groups and API tokens; what several grant adds up. */
@entity('users.ObjectPermission', {
  matchBy: ['name'],
  tree: 'parent',
  navGroup: 'Administration',
  administration: true,
})
export class ObjectPermission extends BaseObject {
  @text({ max: 100, natural: true, list: true })
  name!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @ref('users.ObjectPermission', {
    inverse: 'children',
    optional: true,
    onDelete: 'cascade',
    list: true,
    help: 'The permission that it was passed on from: it grants no more than that one grants',
  })
  parent!: ObjectPermission | null;

  @bool({ default: false, list: true, help: 'Those it reaches may pass it on, narrowed' })
  delegable!: boolean;

  @textList({ help: 'Full type names such as dcim.Device; dcim.* for a domain, * for all types' })
  objectTypes!: readonly string[];

  @textList({ list: true, help: 'view, add, change, delete, or a verb of the type; * for all' })
  actions!: readonly string[];

  @json({
    optional: true,
    help: 'Filter on the rows, as lists take it; empty for all rows. "$user", "$tenant" and "$site" stand for ids of who asks',
  })
  predicate!: unknown;

  @textList({
    optional: true,
    help: 'Fields that may be changed, and without a filter also the only ones that may be seen; empty for all',
  })
  fields!: readonly string[] | null;

  @json({ optional: true, help: 'Conditions as they were imported; a list means any of them' })
  constraints!: unknown;

  /** Why an import switched the permission off; empty once it is switched on. */
  @text({ max: 2000, optional: true, derived: true })
  problem!: string | null;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;

  @refs('users.Group', { inverse: 'objectPermissions' })
  groups!: Group[];

  @refs('users.User', { inverse: 'objectPermissions' })
  users!: User[];

  @refs('users.ApiToken', {
    inverse: 'objectPermissions',
    help: 'A token with permissions may do what both its user and one of them allow',
  })
  tokens!: ApiToken[];
}
