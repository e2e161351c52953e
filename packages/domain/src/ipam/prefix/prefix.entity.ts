import { arc, bool, choice, entity, ipCidr, ref, STANDARD } from '@plumbline/kit';
import type { Location } from '../../dcim/location/location.entity.ts';
import type { Region } from '../../dcim/region/region.entity.ts';
import type { SiteGroup } from '../../dcim/region/site-group.entity.ts';
import { PLACES } from '../../dcim/site/placed.ts';
import type { Site } from '../../dcim/site/site.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { AddressSpace } from '../address-space.entity.ts';
import { prefixStatus } from '../choices.ts';
import type { IpamRole } from '../ipam-role.entity.ts';
import type { Vlan } from '../vlan/vlan.entity.ts';
import type { Vrf } from '../vrf/vrf.entity.ts';
import { NestedPrefix } from './nested.ts';
import { tableIndex } from './span-sql.ts';

/** An IP network, with its place in the hierarchy of its VRF. */
@entity('ipam.Prefix', {
  order: ['prefix'],
  display: ['prefix'],
  matchBy: ['addressSpace', 'vrf', 'prefix'],
  unique: [
    {
      fields: ['uniqueScope', 'prefix'],
      code: 'PREFIX_DUPLICATE',
      message: 'The prefix exists already where it must be unique.',
    },
  ],
  indexes: [['addressSpace', 'vrf', 'prefix']],
  sqlIndexes: [
    { name: 'prefix_gist', sql: 'USING gist (organization_id, prefix inet_ops)' },
    { name: 'prefix_table', sql: tableIndex('prefix') },
  ],
  checks: [
    { rule: 'length', sql: 'masklen(prefix) > 0', code: 'BAD_USER_INPUT', message: 'A prefix has at least one bit.' },
  ],
  scope: { site: 'site', tenant: 'tenant' },
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class Prefix extends NestedPrefix {
  @arc(PLACES, { inverse: 'prefixes', optional: true, onDelete: 'cascade', list: true })
  scope!: Region | SiteGroup | Site | Location | null;

  @ipCidr({ search: 110, list: true })
  prefix!: string;

  @ref('ipam.Vrf', { inverse: 'prefixes', optional: true, list: true, label: 'VRF' })
  vrf!: Vrf | null;

  @ref('tenancy.Tenant', { inverse: 'prefixes', optional: true, list: true })
  tenant!: Tenant | null;

  @ref('ipam.Vlan', { inverse: 'prefixes', optional: true, list: true, label: 'VLAN' })
  vlan!: Vlan | null;

  @choice(prefixStatus, { default: 'active', list: true })
  status!: string;

  @ref('ipam.IpamRole', { inverse: 'prefixes', optional: true, onDelete: 'setNull', list: true })
  role!: IpamRole | null;

  @bool({ default: false, label: 'pool', help: 'All addresses are usable' })
  isPool!: boolean;

  @bool({ default: false, help: 'Treat as fully used' })
  markUtilized!: boolean;

  @ref('ipam.AddressSpace', { inverse: 'prefixes', optional: true })
  addressSpace!: AddressSpace | null;
}
