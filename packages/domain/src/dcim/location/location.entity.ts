import { choice, entity, OrganizationalObject, ref, text, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { locationStatus } from '../choices.ts';
import type { Site } from '../site/site.entity.ts';

/** Tree of floors, rooms and cages inside a site. */
@entity('dcim.Location', {
  tree: 'parent',
  matchBy: ['site', 'parent', 'slug'],
  unique: [
    { fields: ['site', 'parent', 'name'], nullsEqual: true },
    { fields: ['site', 'parent', 'slug'], nullsEqual: true },
  ],
  scope: { site: 'site', tenant: 'tenant' },
  navGroup: 'Organization',
  features: [...STANDARD, 'contacts', 'images'],
})
export class Location extends OrganizationalObject {
  @ref('dcim.Location', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: Location | null;

  @ref('dcim.Site', { inverse: 'locations', onDelete: 'cascade', list: true })
  site!: Site;

  @choice(locationStatus, { default: 'active', list: true })
  status!: string;

  @ref('tenancy.Tenant', { inverse: 'locations', optional: true, list: true })
  tenant!: Tenant | null;

  @text({ max: 50, optional: true, search: 100, list: true })
  facility!: string | null;
}
