import { entity, intChoice, PrimaryObject, refs, STANDARD, text } from '@plumbline/kit';
import { dhGroup } from './choices.ts';
import type { IpsecProposal } from './ipsec-proposal.entity.ts';

/** Proposals for IPsec tunnels. */
@entity('vpn.IpsecPolicy', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'VPN',
  features: STANDARD,
})
export class IpsecPolicy extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @refs('vpn.IpsecProposal', { inverse: 'ipsecPolicies', list: true })
  proposals!: IpsecProposal[];

  @intChoice(dhGroup, { optional: true, list: true, label: 'PFS group' })
  pfsGroup!: number | null;
}
