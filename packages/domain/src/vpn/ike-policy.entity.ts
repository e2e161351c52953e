import { choice, entity, intChoice, PrimaryObject, refs, secret, STANDARD, text } from '@plumbline/kit';
import { ikeMode, ikeVersion } from './choices.ts';
import type { IkeProposal } from './ike-proposal.entity.ts';

/** How a key exchange is done. */
@entity('vpn.IkePolicy', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'VPN',
  features: STANDARD,
})
export class IkePolicy extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @intChoice(ikeVersion, { default: 2, list: true, label: 'IKE version' })
  ikeVersion!: number;

  @choice(ikeMode, { optional: true, list: true })
  mode!: string | null;

  @refs('vpn.IkeProposal', { inverse: 'ikePolicies', list: true, optional: true })
  proposals!: IkeProposal[] | null;

  @secret({ optional: true })
  presharedKey!: string | null;
}
