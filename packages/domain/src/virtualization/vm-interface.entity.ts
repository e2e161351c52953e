import { BaseObject, bool, choice, entity, int, ref, refs, STANDARD, text } from '@plumbline/kit';
import { interfaceMode } from '../dcim/interface/interface-choices.ts';
import type { MacAddress } from '../dcim/interface/mac-address.entity.ts';
import type { VlanTranslationPolicy } from '../ipam/vlan/vlan-translation-policy.entity.ts';
import type { Vlan } from '../ipam/vlan/vlan.entity.ts';
import type { Vrf } from '../ipam/vrf/vrf.entity.ts';
import type { VirtualMachine } from './virtual-machine.entity.ts';

/** An interface of a virtual machine. */
@entity('virtualization.VmInterface', {
  order: ['virtualMachine', 'sortKey'],
  matchBy: ['virtualMachine', 'name'],
  unique: [['virtualMachine', 'name'], ['primaryMacAddress']],
  scope: { site: 'virtualMachine.site', tenant: 'virtualMachine.tenant' },
  navGroup: 'Virtualization',
  features: STANDARD,
})
export class VmInterface extends BaseObject {
  @bool({ default: true, list: true })
  enabled!: boolean;

  @int({ min: 1, max: 65536, optional: true, search: 2000, list: true, unit: 'B', label: 'MTU' })
  mtu!: number | null;

  @choice(interfaceMode, { optional: true, list: true, label: '802.1Q mode', group: 'VLANs' })
  mode!: string | null;

  @ref('virtualization.VmInterface', { inverse: 'childInterfaces', optional: true })
  parent!: VmInterface | null;

  @ref('virtualization.VmInterface', { inverse: 'bridgeInterfaces', optional: true, onDelete: 'setNull' })
  bridge!: VmInterface | null;

  @ref('ipam.Vlan', { inverse: 'vmInterfacesAsUntagged', optional: true, onDelete: 'setNull', group: 'VLANs' })
  untaggedVlan!: Vlan | null;

  @refs('ipam.Vlan', { inverse: 'vmInterfacesAsTagged', group: 'VLANs' })
  taggedVlans!: Vlan[];

  @ref('ipam.Vlan', {
    inverse: 'vmInterfacesSvlan',
    optional: true,
    onDelete: 'setNull',
    label: 'SVLAN',
    group: 'VLANs',
  })
  qinqSvlan!: Vlan | null;

  @ref('ipam.VlanTranslationPolicy', { inverse: 'vmInterfaces', optional: true, group: 'VLANs' })
  vlanTranslationPolicy!: VlanTranslationPolicy | null;

  @ref('dcim.MacAddress', { optional: true, onDelete: 'setNull', list: true, label: 'primary MAC address' })
  primaryMacAddress!: MacAddress | null;

  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  /** Orders by slot before type, as for interfaces of devices. */
  @text({ max: 100, optional: false, derived: true, filter: false })
  sortKey!: string;

  @ref('virtualization.VirtualMachine', { inverse: 'interfaces', onDelete: 'cascade', list: true, immutable: true })
  virtualMachine!: VirtualMachine;

  @ref('ipam.Vrf', { inverse: 'vmInterfaces', optional: true, onDelete: 'setNull', list: true, label: 'VRF' })
  vrf!: Vrf | null;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;
}
