import { color, entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** What racks are for. */
@entity('dcim.RackRole', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Racks',
  features: STANDARD,
})
export class RackRole extends OrganizationalObject {
  @color({ default: '9e9e9e', list: true })
  color!: string;
}
