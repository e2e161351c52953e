import { choice, entity, int, PrimaryObject, secret, STANDARD, text } from '@plumbline/kit';
import { fhrpGroupAuthType, fhrpGroupProtocol } from '../service-choices.ts';

/** A group of routers that share an address. */
@entity('ipam.FhrpGroup', {
  display: ['name', 'protocol', 'groupId'],
  order: ['protocol', 'groupId'],
  matchBy: ['protocol', 'groupId', 'name'],
  navGroup: 'Addresses',
  features: STANDARD,
})
export class FhrpGroup extends PrimaryObject {
  @int({ min: 0, max: 32_767, search: 2000, list: true, label: 'group id' })
  groupId!: number;

  @text({ max: 100, natural: true, optional: true, search: 100, list: true })
  name!: string | null;

  @choice(fhrpGroupProtocol, { list: true })
  protocol!: string;

  @choice(fhrpGroupAuthType, { optional: true, list: true })
  authType!: string | null;

  @secret({ optional: true })
  authKey!: string | null;
}
