import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';
import type { TenantGroup } from './tenant-group.entity.ts';

/** Soft label for whoever a thing is kept for: a customer or department. */
@entity('tenancy.Tenant', {
  matchBy: ['group', 'slug'],
  unique: [
    { fields: ['group', 'name'], nullsEqual: true },
    { fields: ['group', 'slug'], nullsEqual: true },
  ],
  navGroup: 'Tenancy',
  features: [...STANDARD, 'contacts'],
})
export class Tenant extends OrganizationalObject {
  @ref('tenancy.TenantGroup', { inverse: 'tenants', optional: true, onDelete: 'setNull', list: true })
  group!: TenantGroup | null;
}
