import { arc, choice, entity, ref, STANDARD, text } from '@plumbline/kit';
import type { Location } from '../dcim/location/location.entity.ts';
import type { Region } from '../dcim/region/region.entity.ts';
import type { SiteGroup } from '../dcim/region/site-group.entity.ts';
import { PLACES, PlacedObject } from '../dcim/site/placed.ts';
import type { Site } from '../dcim/site/site.entity.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { clusterStatus } from './choices.ts';
import type { ClusterGroup } from './cluster-group.entity.ts';
import type { ClusterType } from './cluster-type.entity.ts';

/** Hosts that run virtual machines together. */
@entity('virtualization.Cluster', {
  matchBy: ['group', 'name'],
  unique: [
    ['group', 'name'],
    ['site', 'name'],
  ],
  scope: { site: 'site', tenant: 'tenant' },
  navGroup: 'Virtualization',
  features: [...STANDARD, 'contacts'],
})
export class Cluster extends PlacedObject {
  @arc(PLACES, { inverse: 'clusters', optional: true, onDelete: 'cascade', list: true })
  scope!: Region | SiteGroup | Site | Location | null;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @ref('virtualization.ClusterType', { inverse: 'clusters', list: true })
  type!: ClusterType;

  @ref('virtualization.ClusterGroup', { inverse: 'clusters', optional: true, list: true })
  group!: ClusterGroup | null;

  @choice(clusterStatus, { default: 'active', list: true })
  status!: string;

  @ref('tenancy.Tenant', { inverse: 'clusters', optional: true, list: true })
  tenant!: Tenant | null;
}
