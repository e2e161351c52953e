import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** A plan of addresses that may repeat those of other spaces; null stands for the default one of the organization. */
@entity('ipam.AddressSpace', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Addresses',
  features: STANDARD,
})
export class AddressSpace extends OrganizationalObject {}
