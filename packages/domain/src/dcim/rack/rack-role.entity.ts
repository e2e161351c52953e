import { color, entity, OrganizationalObject } from '@plumbline/kit';

/** What racks are for. */
@entity('dcim.RackRole', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Racks',
  features: ['tags', 'customFields'],
})
export class RackRole extends OrganizationalObject {
  @color({ default: '9e9e9e', list: true })
  color!: string;
}
