import { color, entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** What an inventory item does. */
@entity('dcim.InventoryItemRole', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Inventory',
  features: STANDARD,
})
export class InventoryItemRole extends OrganizationalObject {
  @color({ default: '9e9e9e', list: true })
  color!: string;
}
