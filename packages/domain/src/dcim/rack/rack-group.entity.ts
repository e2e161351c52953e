import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** A label for racks that belong together. */
@entity('dcim.RackGroup', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Racks',
  features: STANDARD,
})
export class RackGroup extends OrganizationalObject {}
