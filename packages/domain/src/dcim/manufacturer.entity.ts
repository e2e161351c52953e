import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** A maker of hardware or software. */
@entity('dcim.Manufacturer', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Devices',
  features: [...STANDARD, 'contacts'],
})
export class Manufacturer extends OrganizationalObject {}
