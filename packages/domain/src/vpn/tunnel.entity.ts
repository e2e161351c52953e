import { bigint, choice, entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { tunnelEncapsulation, tunnelStatus } from './choices.ts';
import type { IpsecProfile } from './ipsec-profile.entity.ts';
import type { TunnelGroup } from './tunnel-group.entity.ts';

/** A tunnel between two or more ends. */
@entity('vpn.Tunnel', {
  matchBy: ['name'],
  unique: [['name']],
  scope: { tenant: 'tenant' },
  navGroup: 'VPN',
  features: [...STANDARD, 'contacts'],
})
export class Tunnel extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @choice(tunnelStatus, { default: 'active', list: true })
  status!: string;

  @ref('vpn.TunnelGroup', { inverse: 'tunnels', optional: true, list: true })
  group!: TunnelGroup | null;

  @choice(tunnelEncapsulation, { list: true })
  encapsulation!: string;

  @ref('vpn.IpsecProfile', { inverse: 'tunnels', optional: true, label: 'IPsec profile' })
  ipsecProfile!: IpsecProfile | null;

  @ref('tenancy.Tenant', { inverse: 'tunnels', optional: true, list: true })
  tenant!: Tenant | null;

  @bigint({ min: 0, optional: true, search: 300, list: true, label: 'tunnel id' })
  tunnelId!: string | null;
}
