import { decimal, int, json, PrimaryObject, ref } from '@plumbline/kit';
import type { ConfigTemplate } from '../extras/config-template.entity.ts';
import type { IpAddress } from '../ipam/ip-address/ip-address.entity.ts';

/** How a virtual machine is reached and configured, and what it takes of its host. */
export abstract class HostedObject extends PrimaryObject {
  @json({ optional: true, group: 'Configuration', help: 'Overrides what config contexts say' })
  localContextData!: unknown;

  @ref('extras.ConfigTemplate', { inverse: 'virtualMachines', optional: true, group: 'Configuration' })
  configTemplate!: ConfigTemplate | null;

  @ref('ipam.IpAddress', {
    optional: true,
    onDelete: 'setNull',
    list: true,
    label: 'primary IPv4',
    group: 'Management',
  })
  primaryIp4!: IpAddress | null;

  @ref('ipam.IpAddress', { optional: true, onDelete: 'setNull', label: 'primary IPv6', group: 'Management' })
  primaryIp6!: IpAddress | null;

  @decimal({ digits: 6, scale: 2, min: 0.01, optional: true, list: true, label: 'vCPUs', group: 'Resources' })
  vcpus!: string | null;

  @int({ min: 0, optional: true, list: true, unit: 'MB', group: 'Resources' })
  memory!: number | null;

  @int({ min: 0, optional: true, list: true, unit: 'MB', group: 'Resources' })
  disk!: number | null;
}
