import { arc, BaseObject, entity, ref, STANDARD } from '@plumbline/kit';
import type { Interface } from '../dcim/interface/interface.entity.ts';
import type { Vlan } from '../ipam/vlan/vlan.entity.ts';
import type { VmInterface } from '../virtualization/vm-interface.entity.ts';
import type { L2vpn } from './l2vpn.entity.ts';

/** An interface or VLAN that an L2VPN joins. */
@entity('vpn.L2vpnTermination', {
  display: ['number'],
  order: ['l2vpn'],
  matchBy: ['assignedObject'],
  unique: [{ fields: ['assignedObject'], nullsEqual: true }],
  label: 'L2VPN termination',
  plural: 'L2VPN terminations',
  navGroup: 'VPN',
  features: STANDARD,
})
export class L2vpnTermination extends BaseObject {
  @ref('vpn.L2vpn', { inverse: 'terminations', onDelete: 'cascade', list: true })
  l2vpn!: L2vpn;

  @arc(
    { interface: 'dcim.Interface', vlan: 'ipam.Vlan', vmInterface: 'virtualization.VmInterface' },
    { inverse: 'l2vpnTerminations', onDelete: 'cascade', list: true },
  )
  assignedObject!: Interface | Vlan | VmInterface;
}
