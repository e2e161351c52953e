import { arc, BaseObject, choice, entity, ref, STANDARD } from '@plumbline/kit';
import type { Interface } from '../dcim/interface/interface.entity.ts';
import type { IpAddress } from '../ipam/ip-address/ip-address.entity.ts';
import type { VmInterface } from '../virtualization/vm-interface.entity.ts';
import { tunnelTerminationRole } from './choices.ts';
import type { Tunnel } from './tunnel.entity.ts';

/** An end of a tunnel. */
@entity('vpn.TunnelTermination', {
  display: ['number'],
  order: ['tunnel', 'role'],
  matchBy: ['termination'],
  unique: [{ fields: ['termination'], nullsEqual: true }],
  navGroup: 'VPN',
  features: STANDARD,
})
export class TunnelTermination extends BaseObject {
  @ref('vpn.Tunnel', { inverse: 'terminations', onDelete: 'cascade', list: true })
  tunnel!: Tunnel;

  @choice(tunnelTerminationRole, { default: 'peer', list: true })
  role!: string;

  @arc(
    { interface: 'dcim.Interface', vmInterface: 'virtualization.VmInterface' },
    { inverse: 'tunnelTerminations', onDelete: 'cascade', list: true },
  )
  termination!: Interface | VmInterface;

  @ref('ipam.IpAddress', { inverse: 'tunnelTerminations', optional: true, list: true, label: 'outside IP' })
  outsideIp!: IpAddress | null;
}
