import { choice, entity, ref, STANDARD, text } from '@plumbline/kit';
import type { DeviceRole } from '../dcim/device/device-role.entity.ts';
import type { Device } from '../dcim/device/device.entity.ts';
import type { Platform } from '../dcim/device/platform.entity.ts';
import type { Site } from '../dcim/site/site.entity.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { virtualMachineStartOnBoot, virtualMachineStatus } from './choices.ts';
import type { Cluster } from './cluster.entity.ts';
import { HostedObject } from './hosted.ts';
import type { VirtualMachineType } from './virtual-machine-type.entity.ts';

/** A virtual machine in a cluster, at a site or on a device. */
@entity('virtualization.VirtualMachine', {
  matchBy: ['cluster', 'device', 'tenant', 'name'],
  unique: [
    { fields: ['lower(name)', 'cluster', 'tenant'], nullsEqual: true, where: 'cluster_id IS NOT NULL' },
    {
      fields: ['lower(name)', 'device', 'tenant'],
      nullsEqual: true,
      where: 'cluster_id IS NULL AND device_id IS NOT NULL',
    },
    ['primaryIp4'],
    ['primaryIp6'],
  ],
  scope: { site: 'site', tenant: 'tenant' },
  navGroup: 'Virtualization',
  features: [...STANDARD, 'contacts', 'images'],
  actions: ['render'],
})
export class VirtualMachine extends HostedObject {
  @ref('virtualization.VirtualMachineType', { inverse: 'virtualMachines', optional: true })
  virtualMachineType!: VirtualMachineType | null;

  @ref('dcim.Site', { inverse: 'virtualMachines', optional: true, list: true })
  site!: Site | null;

  @ref('virtualization.Cluster', { inverse: 'virtualMachines', optional: true, list: true })
  cluster!: Cluster | null;

  @ref('dcim.Device', { inverse: 'virtualMachines', optional: true })
  device!: Device | null;

  @ref('tenancy.Tenant', { inverse: 'virtualMachines', optional: true, list: true })
  tenant!: Tenant | null;

  @ref('dcim.Platform', { inverse: 'virtualMachines', optional: true, onDelete: 'setNull' })
  platform!: Platform | null;

  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @choice(virtualMachineStatus, { default: 'active', list: true })
  status!: string;

  @choice(virtualMachineStartOnBoot, { max: 32, default: 'off' })
  startOnBoot!: string;

  @ref('dcim.DeviceRole', { inverse: 'virtualMachines', optional: true, list: true })
  role!: DeviceRole | null;

  @text({ max: 50, optional: true, search: 60, label: 'serial number' })
  serial!: string | null;
}
