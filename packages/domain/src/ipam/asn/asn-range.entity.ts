import { asn, entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { Rir } from '../rir.entity.ts';

/** A range of autonomous system numbers to take from. */
@entity('ipam.AsnRange', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: STANDARD,
})
export class AsnRange extends OrganizationalObject {
  @ref('ipam.Rir', { inverse: 'asnRanges', list: true, label: 'RIR' })
  rir!: Rir;

  @asn({ list: true })
  start!: number;

  @asn({ list: true })
  end!: number;

  @ref('tenancy.Tenant', { inverse: 'asnRanges', optional: true, list: true })
  tenant!: Tenant | null;
}
