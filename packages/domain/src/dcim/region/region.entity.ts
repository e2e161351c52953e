import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';

/** Tree of places on the map: continent, country, city. */
@entity('dcim.Region', {
  tree: 'parent',
  matchBy: ['parent', 'slug'],
  unique: [
    { fields: ['parent', 'name'], nullsEqual: true },
    { fields: ['parent', 'slug'], nullsEqual: true },
  ],
  navGroup: 'Organization',
  features: [...STANDARD, 'contacts'],
})
export class Region extends OrganizationalObject {
  @ref('dcim.Region', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: Region | null;
}
