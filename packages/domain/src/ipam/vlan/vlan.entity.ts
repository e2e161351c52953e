import { choice, entity, int, PrimaryObject, ref, text, STANDARD } from '@plumbline/kit';
import type { Site } from '../../dcim/site/site.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { vlanQinqRole, vlanStatus } from '../choices.ts';
import type { IpamRole } from '../ipam-role.entity.ts';
import type { VlanGroup } from './vlan-group.entity.ts';

/** A virtual LAN (IEEE 802.1Q). */
@entity('ipam.Vlan', {
  display: ['name', 'vid'],
  displayJoin: ' ',
  order: ['vid', 'name'],
  matchBy: ['group', 'vid'],
  unique: [
    ['group', 'vid'],
    ['group', 'name'],
    ['qinqSvlan', 'vid'],
    ['qinqSvlan', 'name'],
  ],
  scope: { site: 'site', tenant: 'tenant' },
  navGroup: 'VLANs',
  features: STANDARD,
})
export class Vlan extends PrimaryObject {
  @ref('dcim.Site', { inverse: 'vlans', optional: true, list: true })
  site!: Site | null;

  @ref('ipam.VlanGroup', { inverse: 'vlans', optional: true, list: true })
  group!: VlanGroup | null;

  @int({ min: 1, max: 4094, search: 100, list: true, label: 'VLAN id' })
  vid!: number;

  @text({ max: 64, search: 100, list: true, natural: true })
  name!: string;

  @ref('tenancy.Tenant', { inverse: 'vlans', optional: true, list: true })
  tenant!: Tenant | null;

  @choice(vlanStatus, { default: 'active', list: true })
  status!: string;

  @ref('ipam.IpamRole', { inverse: 'vlans', optional: true, onDelete: 'setNull', list: true })
  role!: IpamRole | null;

  @ref('ipam.Vlan', { inverse: 'qinqCvlans', optional: true, label: 'SVLAN', group: 'Q-in-Q' })
  qinqSvlan!: Vlan | null;

  @choice(vlanQinqRole, { optional: true, label: 'Q-in-Q role', group: 'Q-in-Q' })
  qinqRole!: string | null;
}
