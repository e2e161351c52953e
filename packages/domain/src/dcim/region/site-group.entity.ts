import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';

/** Tree by which sites are sorted regardless of geography. */
@entity('dcim.SiteGroup', {
  tree: 'parent',
  matchBy: ['parent', 'slug'],
  unique: [
    { fields: ['parent', 'name'], nullsEqual: true },
    { fields: ['parent', 'slug'], nullsEqual: true },
  ],
  navGroup: 'Organization',
  features: [...STANDARD, 'contacts'],
})
export class SiteGroup extends OrganizationalObject {
  @ref('dcim.SiteGroup', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: SiteGroup | null;
}
