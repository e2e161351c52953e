import { bigint, choice, entity, PrimaryObject, ref, refs, slug, STANDARD, text } from '@plumbline/kit';
import type { RouteTarget } from '../ipam/vrf/route-target.entity.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { l2vpnStatus, l2vpnType } from './choices.ts';

/** A layer 2 network across sites. */
@entity('vpn.L2vpn', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  scope: { tenant: 'tenant' },
  label: 'L2VPN',
  plural: 'L2VPNs',
  navGroup: 'VPN',
  features: [...STANDARD, 'contacts'],
})
export class L2vpn extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @slug({ search: 110 })
  slug!: string;

  @choice(l2vpnType, { list: true })
  type!: string;

  @choice(l2vpnStatus, { default: 'active', list: true })
  status!: string;

  @bigint({ optional: true, search: 200, list: true })
  identifier!: string | null;

  @refs('ipam.RouteTarget', { inverse: 'importingL2vpns' })
  importTargets!: RouteTarget[];

  @refs('ipam.RouteTarget', { inverse: 'exportingL2vpns' })
  exportTargets!: RouteTarget[];

  @ref('tenancy.Tenant', { inverse: 'l2vpns', optional: true, list: true })
  tenant!: Tenant | null;
}
