import { choice, entity, int, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { IpAddress } from '../../ipam/ip-address/ip-address.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { virtualDeviceContextStatus } from '../part-choices.ts';
import type { Device } from './device.entity.ts';

/** A partition of a device. */
@entity('dcim.VirtualDeviceContext', {
  matchBy: ['device', 'name'],
  unique: [['device', 'identifier'], ['device', 'name'], ['primaryIp4'], ['primaryIp6']],
  scope: { site: 'device.site', tenant: 'tenant' },
  navGroup: 'Devices',
  features: STANDARD,
})
export class VirtualDeviceContext extends PrimaryObject {
  @ref('dcim.Device', { inverse: 'virtualDeviceContexts', optional: true, list: true })
  device!: Device | null;

  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @choice(virtualDeviceContextStatus, { list: true })
  status!: string;

  @int({ min: 0, max: 32_767, optional: true, search: 300, list: true })
  identifier!: number | null;

  @ref('ipam.IpAddress', { optional: true, onDelete: 'setNull', list: true, label: 'primary IPv4' })
  primaryIp4!: IpAddress | null;

  @ref('ipam.IpAddress', { optional: true, onDelete: 'setNull', label: 'primary IPv6' })
  primaryIp6!: IpAddress | null;

  @ref('tenancy.Tenant', { inverse: 'virtualDeviceContexts', optional: true, list: true })
  tenant!: Tenant | null;
}
