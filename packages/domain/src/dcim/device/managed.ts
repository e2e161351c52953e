import { int, json, ref } from '@plumbline/kit';
import type { Cluster } from '../../virtualization/cluster.entity.ts';
import type { VirtualChassis } from './virtual-chassis.entity.ts';
import type { ConfigTemplate } from '../../extras/config-template.entity.ts';
import type { IpAddress } from '../../ipam/ip-address/ip-address.entity.ts';
import { MountedObject } from './mounted.ts';

/** How a device is reached and configured, and its place in a virtual chassis. */
export abstract class ManagedObject extends MountedObject {
  @ref('ipam.IpAddress', {
    optional: true,
    onDelete: 'setNull',
    group: 'Management',
    list: true,
    label: 'primary IPv4',
  })
  primaryIp4!: IpAddress | null;

  @ref('ipam.IpAddress', { optional: true, onDelete: 'setNull', group: 'Management', label: 'primary IPv6' })
  primaryIp6!: IpAddress | null;

  @ref('ipam.IpAddress', { optional: true, onDelete: 'setNull', group: 'Management', label: 'out-of-band IP' })
  oobIp!: IpAddress | null;

  @ref('virtualization.Cluster', { inverse: 'devices', optional: true, onDelete: 'setNull', group: 'Virtualization' })
  cluster!: Cluster | null;

  @ref('dcim.VirtualChassis', { inverse: 'members', optional: true, onDelete: 'setNull', group: 'Virtual chassis' })
  virtualChassis!: VirtualChassis | null;

  @int({ min: 0, optional: true, group: 'Virtual chassis', label: 'chassis position' })
  vcPosition!: number | null;

  @int({ min: 0, max: 255, optional: true, group: 'Virtual chassis', label: 'chassis priority' })
  vcPriority!: number | null;

  @ref('extras.ConfigTemplate', { inverse: 'devices', optional: true, group: 'Configuration' })
  configTemplate!: ConfigTemplate | null;

  @json({ optional: true, group: 'Configuration', help: 'Overrides what config contexts say' })
  localContextData!: unknown;
}
