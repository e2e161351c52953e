import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** Tunnels that belong together. */
@entity('vpn.TunnelGroup', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'VPN',
  features: [...STANDARD, 'contacts'],
})
export class TunnelGroup extends OrganizationalObject {}
