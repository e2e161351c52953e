import { choice, entity, int, PrimaryObject, STANDARD, text } from '@plumbline/kit';
import { authenticationAlgorithm, encryptionAlgorithm } from './choices.ts';

/** Algorithms offered for an IPsec tunnel. */
@entity('vpn.IpsecProposal', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'VPN',
  features: STANDARD,
})
export class IpsecProposal extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @choice(encryptionAlgorithm, { optional: true, list: true })
  encryptionAlgorithm!: string | null;

  @choice(authenticationAlgorithm, { optional: true, list: true })
  authenticationAlgorithm!: string | null;

  @int({ min: 0, optional: true, unit: 's', label: 'SA lifetime (time)' })
  saLifetimeSeconds!: number | null;

  @int({ min: 0, optional: true, unit: 'kB', label: 'SA lifetime (data)' })
  saLifetimeData!: number | null;
}
