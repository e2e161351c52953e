import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';

/** Tree by which tenants are sorted. */
@entity('tenancy.TenantGroup', {
  tree: 'parent',
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Tenancy',
  features: STANDARD,
})
export class TenantGroup extends OrganizationalObject {
  @ref('tenancy.TenantGroup', { optional: true, onDelete: 'cascade', inverse: 'children', list: true })
  parent!: TenantGroup | null;
}
