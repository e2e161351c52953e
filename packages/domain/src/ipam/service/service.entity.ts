import { arc, choice, entity, int, intList, PrimaryObject, refs, STANDARD, text } from '@plumbline/kit';
import type { Device } from '../../dcim/device/device.entity.ts';
import type { VirtualMachine } from '../../virtualization/virtual-machine.entity.ts';
import type { IpAddress } from '../ip-address/ip-address.entity.ts';
import { serviceProtocol } from '../service-choices.ts';
import type { FhrpGroup } from './fhrp-group.entity.ts';

/** An application that listens on a device, virtual machine or FHRP group. */
@entity('ipam.Service', {
  order: ['protocol', 'portsLowest'],
  matchBy: ['parent', 'name', 'protocol'],
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class Service extends PrimaryObject {
  @choice(serviceProtocol, { list: true })
  protocol!: string;

  @intList({ min: 1, max: 65535, list: true, help: 'Port numbers' })
  ports!: readonly number[];

  @int({ min: 0, optional: true, derived: true })
  portsLowest!: number | null;

  @arc(
    { device: 'dcim.Device', fhrpGroup: 'ipam.FhrpGroup', virtualMachine: 'virtualization.VirtualMachine' },
    { inverse: 'services', onDelete: 'cascade', list: true },
  )
  parent!: Device | FhrpGroup | VirtualMachine;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @refs('ipam.IpAddress', { inverse: 'services' })
  ipAddresses!: IpAddress[];
}
