import { arc, BaseObject, entity, ref } from '@plumbline/kit';
import type { VmInterface } from '../../virtualization/vm-interface.entity.ts';
import type { FhrpGroup } from '../service/fhrp-group.entity.ts';
import { ADDRESSED } from './addressed.ts';
import type { Interface } from '../../dcim/interface/interface.entity.ts';
import type { IpAddress } from './ip-address.entity.ts';

/** A further interface that carries an address, besides the one that owns it. */
@entity('ipam.IpAddressAssignment', {
  display: ['number'],
  order: ['ipAddress', 'number'],
  matchBy: ['ipAddress', 'assignedObject'],
  unique: [{ fields: ['ipAddress', 'assignedObject'], nullsEqual: true }],
  navGroup: 'Addresses',
})
export class IpAddressAssignment extends BaseObject {
  @ref('ipam.IpAddress', { inverse: 'secondaryAssignments', onDelete: 'cascade', list: true })
  ipAddress!: IpAddress;

  @arc(ADDRESSED, { inverse: 'secondaryAssignments', onDelete: 'cascade', list: true })
  assignedObject!: Interface | VmInterface | FhrpGroup;
}
