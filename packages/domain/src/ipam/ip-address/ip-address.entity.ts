import { arc, choice, entity, ipHost, PrimaryObject, ref, text, STANDARD } from '@plumbline/kit';
import type { VmInterface } from '../../virtualization/vm-interface.entity.ts';
import type { FhrpGroup } from '../service/fhrp-group.entity.ts';
import { ADDRESSED, HAS_MASK, HOST } from './addressed.ts';
import type { Interface } from '../../dcim/interface/interface.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { AddressSpace } from '../address-space.entity.ts';
import { ipAddressRole, ipAddressStatus } from '../choices.ts';
import type { Prefix } from '../prefix/prefix.entity.ts';
import { tableIndex } from '../prefix/span-sql.ts';
import type { Vrf } from '../vrf/vrf.entity.ts';
import { dnsNameText } from './dns-name.ts';

/** An IP address with the mask of its network. */
@entity('ipam.IpAddress', {
  display: ['address'],
  order: ['host'],
  matchBy: ['addressSpace', 'vrf', 'address'],
  unique: [
    {
      fields: ['uniqueScope', 'host'],
      code: 'ADDRESS_DUPLICATE',
      message: 'The address exists already where it must be unique.',
    },
  ],
  indexes: [['addressSpace', 'vrf', 'host']],
  sqlIndexes: [
    { name: 'host_gist', sql: 'USING gist (organization_id, host inet_ops)' },
    { name: 'host_table', sql: tableIndex('host') },
  ],
  checks: [HAS_MASK],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class IpAddress extends PrimaryObject {
  @ipHost({ search: 100, list: true })
  address!: string;

  @ref('ipam.Vrf', { inverse: 'ipAddresses', optional: true, list: true, label: 'VRF' })
  vrf!: Vrf | null;

  @ref('tenancy.Tenant', { inverse: 'ipAddresses', optional: true, list: true })
  tenant!: Tenant | null;

  @choice(ipAddressStatus, { default: 'active', list: true })
  status!: string;

  @choice(ipAddressRole, { optional: true, list: true })
  role!: string | null;

  @ref('ipam.IpAddress', { optional: true, onDelete: 'setNull', inverse: 'natOutside', label: 'NAT (inside)' })
  natInside!: IpAddress | null;

  @text({ ...dnsNameText, optional: true, search: 300, list: true, label: 'DNS name' })
  dnsName!: string | null;

  @arc(ADDRESSED, { inverse: 'ipAddresses', optional: true, onDelete: 'setNull', list: true })
  assignedObject!: Interface | VmInterface | FhrpGroup | null;

  @ref('ipam.AddressSpace', { inverse: 'ipAddresses', optional: true })
  addressSpace!: AddressSpace | null;

  /** The address at full length, without its mask. */
  @ipHost({ derived: true, optional: true, generated: HOST })
  host!: string | null;

  /** Smallest prefix of the same VRF that holds the address. */
  @ref('ipam.Prefix', { inverse: 'ipAddresses', optional: true, onDelete: 'setNull', derived: true })
  parentPrefix!: Prefix | null;

  /** Where equal hosts are refused; null when they are allowed. */
  @text({ max: 80, optional: true, derived: true, filter: false, sort: false })
  uniqueScope!: string | null;
}
