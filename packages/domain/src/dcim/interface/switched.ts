import { choice, ref, refs } from '@plumbline/kit';
import type { VlanTranslationPolicy } from '../../ipam/vlan/vlan-translation-policy.entity.ts';
import type { Vlan } from '../../ipam/vlan/vlan.entity.ts';
import { interfaceMode } from './interface-choices.ts';
import { RadioComponent } from './radio.ts';

/** VLANs an interface carries. */
export abstract class SwitchedComponent extends RadioComponent {
  @choice(interfaceMode, { optional: true, group: 'VLANs', label: '802.1Q mode' })
  mode!: string | null;

  @ref('ipam.Vlan', { inverse: 'interfacesAsUntagged', optional: true, onDelete: 'setNull', group: 'VLANs' })
  untaggedVlan!: Vlan | null;

  @refs('ipam.Vlan', { inverse: 'interfacesAsTagged', group: 'VLANs' })
  taggedVlans!: Vlan[];

  @ref('ipam.Vlan', { inverse: 'interfacesSvlan', optional: true, onDelete: 'setNull', group: 'VLANs', label: 'SVLAN' })
  qinqSvlan!: Vlan | null;

  @ref('ipam.VlanTranslationPolicy', { inverse: 'interfaces', optional: true, group: 'VLANs' })
  vlanTranslationPolicy!: VlanTranslationPolicy | null;
}
