import { bool, entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** A registry that hands out addresses, or a block kept for private use. */
@entity('ipam.Rir', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  label: 'RIR',
  navGroup: 'Addresses',
  features: STANDARD,
})
export class Rir extends OrganizationalObject {
  @bool({ default: false, list: true, label: 'private', help: 'Addresses are not routed on the internet' })
  isPrivate!: boolean;
}
