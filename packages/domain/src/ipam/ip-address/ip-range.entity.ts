import { bigint, bool, choice, entity, ipHost, PrimaryObject, ref, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { AddressSpace } from '../address-space.entity.ts';
import { tableIndex } from '../prefix/span-sql.ts';
import type { IpamRole } from '../ipam-role.entity.ts';
import { hostOf } from './addressed.ts';
import { ipRangeStatus } from '../service-choices.ts';
import type { Vrf } from '../vrf/vrf.entity.ts';

/** A run of addresses, such as a DHCP pool. */
@entity('ipam.IpRange', {
  display: ['startAddress', 'endAddress'],
  order: ['vrf', 'startAddress'],
  matchBy: ['vrf', 'startAddress', 'endAddress'],
  sqlIndexes: [
    { name: 'start_table', sql: tableIndex('start_host') },
    { name: 'populated', sql: '(organization_id) WHERE mark_populated' },
  ],
  scope: { tenant: 'tenant' },
  displayJoin: ' - ',
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class IpRange extends PrimaryObject {
  @ipHost({ search: 100, list: true })
  startAddress!: string;

  @ipHost({ search: 300, list: true })
  endAddress!: string;

  /** Number of addresses. */
  @bigint({ list: true, derived: true, optional: true, generated: 'end_address - start_address + 1' })
  size!: string | null;

  @ref('ipam.Vrf', { inverse: 'ipRanges', optional: true, list: true, label: 'VRF' })
  vrf!: Vrf | null;

  @ref('tenancy.Tenant', { inverse: 'ipRanges', optional: true, list: true })
  tenant!: Tenant | null;

  @choice(ipRangeStatus, { default: 'active', list: true })
  status!: string;

  @ref('ipam.IpamRole', { inverse: 'ipRanges', optional: true, onDelete: 'setNull', list: true })
  role!: IpamRole | null;

  @bool({ default: false, help: 'No address in it can be created' })
  markPopulated!: boolean;

  @bool({ default: false, help: 'Treat as fully used' })
  markUtilized!: boolean;

  @ref('ipam.AddressSpace', { inverse: 'ipRanges', optional: true })
  addressSpace!: AddressSpace | null;

  /** The first address at full length, without its mask. */
  @ipHost({ derived: true, optional: true, generated: hostOf('start_address'), filter: false, sort: false })
  startHost!: string | null;

  /** The last address at full length, without its mask. */
  @ipHost({ derived: true, optional: true, generated: hostOf('end_address'), filter: false, sort: false })
  endHost!: string | null;
}
