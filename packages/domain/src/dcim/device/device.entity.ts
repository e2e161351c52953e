import { choice, entity, ref, text, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { deviceAirflow, deviceStatus } from '../choices.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import type { DeviceRole } from './device-role.entity.ts';
import { ManagedObject } from './managed.ts';
import { rackSpaceExclusion } from './mounted.ts';
import type { Platform } from './platform.entity.ts';

/** A box, panel or strip at a site, usually in a rack. */
@entity('dcim.Device', {
  matchBy: ['site', 'tenant', 'name'],
  unique: [
    { fields: ['lower(name)', 'site', 'tenant'], nullsEqual: true, where: 'name IS NOT NULL' },
    ['assetTag'],
    ['primaryIp4'],
    ['primaryIp6'],
    ['oobIp'],
    ['virtualChassis', 'vcPosition'],
  ],
  // Sites and tenants are what permissions name most: with these their rows are counted without a look at the table.
  indexes: [
    ['site', 'status'],
    ['tenant', 'status'],
  ],
  scope: { site: 'site', tenant: 'tenant' },
  exclusions: [rackSpaceExclusion],
  navGroup: 'Devices',
  features: [...STANDARD, 'contacts', 'images'],
  actions: ['render'],
})
export class Device extends ManagedObject {
  @text({ max: 64, natural: true, optional: true, search: 100, list: true })
  name!: string | null;

  @choice(deviceStatus, { default: 'active', list: true })
  status!: string;

  @ref('dcim.DeviceRole', { inverse: 'devices', list: true })
  role!: DeviceRole;

  @ref('dcim.DeviceType', { inverse: 'devices', list: true, label: 'type' })
  deviceType!: DeviceType;

  @ref('dcim.Platform', { inverse: 'devices', optional: true, onDelete: 'setNull' })
  platform!: Platform | null;

  @ref('tenancy.Tenant', { inverse: 'devices', optional: true, list: true })
  tenant!: Tenant | null;

  @text({ max: 50, optional: true, search: 60, label: 'serial number' })
  serial!: string | null;

  @text({ max: 50, optional: true, search: 50, list: true })
  assetTag!: string | null;

  @choice(deviceAirflow, { optional: true })
  airflow!: string | null;
}
