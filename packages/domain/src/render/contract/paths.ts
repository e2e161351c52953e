import type { PathField } from '@plumbline/render';

/** A path without the types it leads to, which the model tells. */
export type PathSpec = Pick<PathField, 'path' | 'isOne' | 'where'>;

const first = (...path: readonly string[]): PathSpec => ({ path, isOne: true });

const TERMINATION = 'dcim.CableTermination';
const end = (is: string): PathSpec => ({
  path: ['terminations', 'termination'],
  isOne: false,
  where: { type: TERMINATION, name: 'cable_end', is },
});

const MAC = first('primary_mac_address', 'mac_address');
const L2VPN = first('l2vpn_terminations');
const TUNNEL = first('tunnel_terminations');

/**
 * Fields by type and name that lead on where NetBox's models have properties, or one row where ours have a set.
 *
 * Source: properties and one-to-one relations of NetBox 4.6 models.
 */
export const PATHS: Readonly<Record<string, Readonly<Record<string, PathSpec>>>> = {
  'dcim.Cable': { a_terminations: end('A'), b_terminations: end('B') },
  'dcim.Device': { parent_bay: first('parent_bays'), vc_master_for: first('virtual_chassis_master_for') },
  'dcim.FrontPort': {
    rear_port: first('mappings', 'rear_port'),
    rear_port_position: first('mappings', 'rear_port_position'),
  },
  'dcim.Interface': {
    mac_address: MAC,
    l2vpn_termination: L2VPN,
    tunnel_termination: TUNNEL,
    virtual_circuit_termination: first('virtual_circuit_terminations'),
  },
  'dcim.ModuleBay': { installed_module: first('installed_modules') },
  'ipam.Vlan': { l2vpn_termination: L2VPN },
  'virtualization.VmInterface': { mac_address: MAC, l2vpn_termination: L2VPN, tunnel_termination: TUNNEL },
};
