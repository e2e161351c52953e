import { BaseObject, bool, entity, int, json, refs, text } from '@plumbline/kit';
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
})
export class ConfigContext extends BaseObject {
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

  @refs('tenancy.TenantGroup', { group: 'Applies to' })
  tenantGroups!: TenantGroup[];

  @refs('tenancy.Tenant', { group: 'Applies to' })
  tenants!: Tenant[];

  @json()
  data!: unknown;

  @text({ max: 200, optional: true, list: true, search: 500 })
  description!: string | null;

  @refs('extras.Tag', { group: 'Applies to' })
  withTags!: Tag[];
}
