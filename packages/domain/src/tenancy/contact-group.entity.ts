import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';

/** Tree of groups of contacts. */
@entity('tenancy.ContactGroup', {
  tree: 'parent',
  matchBy: ['parent', 'slug'],
  unique: [{ fields: ['parent', 'name'], nullsEqual: true, where: 'parent_id IS NOT NULL' }],
  navGroup: 'Tenancy',
  features: STANDARD,
})
export class ContactGroup extends OrganizationalObject {
  @ref('tenancy.ContactGroup', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: ContactGroup | null;
}
