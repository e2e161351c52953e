import { entity, PrimaryObject, ref, text, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';

/** A BGP extended community by which VRFs exchange routes (RFC 4364). */
@entity('ipam.RouteTarget', {
  matchBy: ['name'],
  unique: [['name']],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: STANDARD,
})
export class RouteTarget extends PrimaryObject {
  @text({ max: 21, natural: true, search: 100, list: true })
  name!: string;

  @ref('tenancy.Tenant', { inverse: 'routeTargets', optional: true, list: true })
  tenant!: Tenant | null;
}
