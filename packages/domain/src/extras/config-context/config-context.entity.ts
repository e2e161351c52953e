import { bool, entity, int, json, ref, refs, text } from '@plumbline/kit';
import type { ClusterGroup } from '../../virtualization/cluster-group.entity.ts';
import type { ClusterType } from '../../virtualization/cluster-type.entity.ts';
import type { Cluster } from '../../virtualization/cluster.entity.ts';
import { SyncedObject } from '../synced.ts';
import type { ConfigContextProfile } from './config-context-profile.entity.ts';
import type { DeviceType } from '../../dcim/device-type/device-type.entity.ts';
import type { DeviceRole } from '../../dcim/device/device-role.entity.ts';
import type { Platform } from '../../dcim/device/platform.entity.ts';
import type { Location } from '../../dcim/location/location.entity.ts';
import type { Region } from '../../dcim/region/region.entity.ts';
import type { SiteGroup } from '../../dcim/region/site-group.entity.ts';
import type { Site } from '../../dcim/site/site.entity.ts';
import type { TenantGroup } from '../../tenancy/tenant-group.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { Tag } from '../tag.entity.ts';

/** Data handed to the templates of all devices that match its criteria. */
@entity('extras.ConfigContext', {
  matchBy: ['name'],
  unique: [['name']],
  order: ['weight', 'name'],
  navGroup: 'Configuration',
  features: ['owner'],
})
export class ConfigContext extends SyncedObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @int({ min: 0, default: 1000, list: true })
  weight!: number;

  @bool({ default: true, list: true })
  isActive!: boolean;

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

  @ref('extras.ConfigContextProfile', {
    inverse: 'configContexts',
    optional: true,
    help: 'What the data must look like',
  })
  profile!: ConfigContextProfile | null;

  @json()
  data!: unknown;

  @text({ max: 200, optional: true, list: true, search: 500 })
  description!: string | null;

  @refs('extras.Tag', { group: 'Applies to' })
  withTags!: Tag[];
}
