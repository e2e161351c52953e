import { choice, entity, int, intChoice, PrimaryObject, STANDARD, text } from '@plumbline/kit';
import { authenticationAlgorithm, authenticationMethod, dhGroup, encryptionAlgorithm } from './choices.ts';

/** Algorithms offered for a key exchange. */
@entity('vpn.IkeProposal', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'VPN',
  features: STANDARD,
})
export class IkeProposal extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @choice(authenticationMethod, { list: true })
  authenticationMethod!: string;

  @choice(encryptionAlgorithm, { list: true })
  encryptionAlgorithm!: string;

  @choice(authenticationAlgorithm, { optional: true, list: true })
  authenticationAlgorithm!: string | null;

  @intChoice(dhGroup, { list: true, label: 'DH group' })
  group!: number;

  @int({ min: 0, optional: true, unit: 's', label: 'SA lifetime' })
  saLifetime!: number | null;
}
