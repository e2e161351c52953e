import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../tenancy/tenant.entity.ts';

/** Circuits that back each other up. */
@entity('circuits.CircuitGroup', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  scope: { tenant: 'tenant' },
  navGroup: 'Circuits',
  features: STANDARD,
})
export class CircuitGroup extends OrganizationalObject {
  @ref('tenancy.Tenant', { inverse: 'circuitGroups', optional: true, list: true })
  tenant!: Tenant | null;
}
