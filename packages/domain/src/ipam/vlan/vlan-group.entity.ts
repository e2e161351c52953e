import { arc, entity, idRanges, int, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';
import type { RackGroup } from '../../dcim/rack/rack-group.entity.ts';
import type { ClusterGroup } from '../../virtualization/cluster-group.entity.ts';
import type { Cluster } from '../../virtualization/cluster.entity.ts';
import type { Location } from '../../dcim/location/location.entity.ts';
import type { Rack } from '../../dcim/rack/rack.entity.ts';
import type { Region } from '../../dcim/region/region.entity.ts';
import type { SiteGroup } from '../../dcim/region/site-group.entity.ts';
import type { Site } from '../../dcim/site/site.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';

const places = {
  region: 'dcim.Region',
  siteGroup: 'dcim.SiteGroup',
  site: 'dcim.Site',
  location: 'dcim.Location',
  rack: 'dcim.Rack',
  rackGroup: 'dcim.RackGroup',
  cluster: 'virtualization.Cluster',
  clusterGroup: 'virtualization.ClusterGroup',
};

const scoped =
  'num_nonnulls(scope_region_id, scope_site_group_id, scope_site_id, scope_location_id, scope_rack_id, ' +
  'scope_rack_group_id, scope_cluster_id, scope_cluster_group_id) = 1';

/** VLANs whose ids are unique among themselves, usually at one place. */
@entity('ipam.VlanGroup', {
  matchBy: ['scope', 'slug'],
  unique: [
    { fields: ['scope', 'name'], nullsEqual: true, where: scoped },
    { fields: ['scope', 'slug'], nullsEqual: true, where: scoped },
  ],
  scope: { tenant: 'tenant' },
  navGroup: 'VLANs',
  features: STANDARD,
})
export class VlanGroup extends OrganizationalObject {
  @idRanges({ list: true, default: '{[1,4095)}', min: 1, max: 4094, label: 'VLAN ids' })
  vidRanges!: string;

  @ref('tenancy.Tenant', { inverse: 'vlanGroups', optional: true, list: true })
  tenant!: Tenant | null;

  /** Number of ids in the ranges. */
  @int({ derived: true, default: 4094, min: 0, list: true, label: 'total ids' })
  totalVlanIds!: number;

  @arc(places, { inverse: 'vlanGroups', optional: true, onDelete: 'cascade', list: true })
  scope!: Region | SiteGroup | Site | Location | Rack | RackGroup | Cluster | ClusterGroup | null;
}
