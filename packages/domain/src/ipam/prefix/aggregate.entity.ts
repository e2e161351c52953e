import { date, entity, ipCidr, PrimaryObject, ref, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { Rir } from '../rir.entity.ts';

/** A block that a registry assigned. */
@entity('ipam.Aggregate', {
  display: ['prefix'],
  order: ['prefix'],
  matchBy: ['prefix'],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class Aggregate extends PrimaryObject {
  @ipCidr({ search: 120, list: true })
  prefix!: string;

  @ref('ipam.Rir', { inverse: 'aggregates', list: true })
  rir!: Rir;

  @ref('tenancy.Tenant', { inverse: 'aggregates', optional: true, list: true })
  tenant!: Tenant | null;

  @date({ optional: true, search: 2000, list: true })
  dateAdded!: string | null;
}
