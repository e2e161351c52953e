import { asn, entity, PrimaryObject, ref, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { IpamRole } from '../ipam-role.entity.ts';
import type { Rir } from '../rir.entity.ts';

/** An autonomous system number. */
@entity('ipam.Asn', {
  display: ['asn'],
  order: ['asn'],
  matchBy: ['asn'],
  unique: [['asn']],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class Asn extends PrimaryObject {
  @ref('ipam.Rir', { inverse: 'asns', list: true, label: 'RIR' })
  rir!: Rir;

  @asn({ search: 100, list: true, label: 'ASN' })
  asn!: number;

  @ref('ipam.IpamRole', { inverse: 'asns', optional: true, onDelete: 'setNull', list: true })
  role!: IpamRole | null;

  @ref('tenancy.Tenant', { inverse: 'asns', optional: true, list: true })
  tenant!: Tenant | null;
}
