import { choice, entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import { ipsecMode } from './choices.ts';
import type { IkePolicy } from './ike-policy.entity.ts';
import type { IpsecPolicy } from './ipsec-policy.entity.ts';

/** An IKE policy and an IPsec policy used together. */
@entity('vpn.IpsecProfile', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'VPN',
  features: STANDARD,
})
export class IpsecProfile extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @choice(ipsecMode, { list: true })
  mode!: string;

  @ref('vpn.IkePolicy', { inverse: 'ipsecProfiles', list: true, label: 'IKE policy' })
  ikePolicy!: IkePolicy;

  @ref('vpn.IpsecPolicy', { inverse: 'ipsecProfiles', list: true, label: 'IPsec policy' })
  ipsecPolicy!: IpsecPolicy;
}
