import { refs } from '@plumbline/kit';
import type { DeviceType } from '../../dcim/device-type/device-type.entity.ts';
import type { DeviceRole } from '../../dcim/device/device-role.entity.ts';
import type { Platform } from '../../dcim/device/platform.entity.ts';
import type { Location } from '../../dcim/location/location.entity.ts';
import type { Region } from '../../dcim/region/region.entity.ts';
import type { SiteGroup } from '../../dcim/region/site-group.entity.ts';
import type { Site } from '../../dcim/site/site.entity.ts';
import type { TenantGroup } from '../../tenancy/tenant-group.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { ClusterGroup } from '../../virtualization/cluster-group.entity.ts';
import type { ClusterType } from '../../virtualization/cluster-type.entity.ts';
import type { Cluster } from '../../virtualization/cluster.entity.ts';
import { SyncedObject } from '../synced.ts';

/** Which devices and virtual machines a context is for; an empty list leaves that question open. */
export abstract class CriteriaObject extends SyncedObject {
  @refs('dcim.Region', { group: 'Applies to' })
  regions!: Region[];

  @refs('dcim.SiteGroup', { group: 'Applies to' })
  siteGroups!: SiteGroup[];

  @refs('dcim.Site', { group: 'Applies to' })
  sites!: Site[];

  @refs('dcim.Location', { group: 'Applies to' })
  locations!: Location[];

  @refs('dcim.DeviceType', { group: 'Applies to' })
  deviceTypes!: DeviceType[];

  @refs('dcim.DeviceRole', { group: 'Applies to' })
  roles!: DeviceRole[];

  @refs('dcim.Platform', { group: 'Applies to' })
  platforms!: Platform[];

  @refs('virtualization.ClusterType', { group: 'Applies to' })
  clusterTypes!: ClusterType[];

  @refs('virtualization.ClusterGroup', { group: 'Applies to' })
  clusterGroups!: ClusterGroup[];

  @refs('virtualization.Cluster', { group: 'Applies to' })
  clusters!: Cluster[];

  @refs('tenancy.TenantGroup', { group: 'Applies to' })
  tenantGroups!: TenantGroup[];

  @refs('tenancy.Tenant', { group: 'Applies to' })
  tenants!: Tenant[];
}
