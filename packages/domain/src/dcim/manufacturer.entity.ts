import { entity, OrganizationalObject } from '@plumbline/kit';

/** A maker of hardware or software. */
@entity('dcim.Manufacturer', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Devices',
  features: ['tags', 'customFields'],
})
export class Manufacturer extends OrganizationalObject {}
