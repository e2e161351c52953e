import { bool, entity, PrimaryObject, ref, refs, text, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { AddressSpace } from '../address-space.entity.ts';
import type { RouteTarget } from './route-target.entity.ts';

/** A routing table of its own (RFC 4364). */
@entity('ipam.Vrf', {
  matchBy: ['name'],
  unique: [['rd']],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: STANDARD,
})
export class Vrf extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @text({
    max: 21,
    optional: true,
    search: 200,
    label: 'route distinguisher',
    list: true,
    help: 'RFC 4364 section 4.2',
  })
  rd!: string | null;

  @ref('tenancy.Tenant', { inverse: 'vrfs', optional: true, list: true })
  tenant!: Tenant | null;

  @bool({ default: true, list: true, help: 'Refuse equal prefixes and addresses' })
  enforceUnique!: boolean;

  @refs('ipam.RouteTarget', { inverse: 'importingVrfs' })
  importTargets!: RouteTarget[];

  @refs('ipam.RouteTarget', { inverse: 'exportingVrfs' })
  exportTargets!: RouteTarget[];

  @ref('ipam.AddressSpace', { inverse: 'vrfs', optional: true })
  addressSpace!: AddressSpace | null;
}
