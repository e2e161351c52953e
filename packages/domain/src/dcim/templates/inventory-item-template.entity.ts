import { arc, entity, ref, text } from '@plumbline/kit';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import type { InventoryItemRole } from '../inventory/inventory-item-role.entity.ts';
import type { Manufacturer } from '../manufacturer.entity.ts';
import type { ConsolePortTemplate } from './console-port-template.entity.ts';
import type { ConsoleServerPortTemplate } from './console-server-port-template.entity.ts';
import type { FrontPortTemplate } from './front-port-template.entity.ts';
import type { InterfaceTemplate } from './interface-template.entity.ts';
import type { PowerOutletTemplate } from './power-outlet-template.entity.ts';
import type { PowerPortTemplate } from './power-port-template.entity.ts';
import type { RearPortTemplate } from './rear-port-template.entity.ts';

/** An inventory item that devices of a type are born with. */
@entity('dcim.InventoryItemTemplate', {
  tree: 'parent',
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'parent', 'name'],
  unique: [{ fields: ['deviceType', 'parent', 'name'], nullsEqual: true }],
  navGroup: 'Device types',
})
export class InventoryItemTemplate extends ComponentTemplate {
  @ref('dcim.DeviceType', { inverse: 'inventoryItemTemplates', onDelete: 'cascade', list: true, immutable: true })
  deviceType!: DeviceType;

  @ref('dcim.InventoryItemTemplate', { inverse: 'children', optional: true, onDelete: 'cascade' })
  parent!: InventoryItemTemplate | null;

  @arc(
    {
      consolePortTemplate: 'dcim.ConsolePortTemplate',
      consoleServerPortTemplate: 'dcim.ConsoleServerPortTemplate',
      frontPortTemplate: 'dcim.FrontPortTemplate',
      interfaceTemplate: 'dcim.InterfaceTemplate',
      powerOutletTemplate: 'dcim.PowerOutletTemplate',
      powerPortTemplate: 'dcim.PowerPortTemplate',
      rearPortTemplate: 'dcim.RearPortTemplate',
    },
    { inverse: 'inventoryItemTemplates', optional: true, onDelete: 'setNull' },
  )
  component!:
    | ConsolePortTemplate
    | ConsoleServerPortTemplate
    | FrontPortTemplate
    | InterfaceTemplate
    | PowerOutletTemplate
    | PowerPortTemplate
    | RearPortTemplate
    | null;

  @ref('dcim.InventoryItemRole', { inverse: 'inventoryItemTemplates', optional: true, list: true })
  role!: InventoryItemRole | null;

  @ref('dcim.Manufacturer', { inverse: 'inventoryItemTemplates', optional: true, list: true })
  manufacturer!: Manufacturer | null;

  @text({ max: 50, optional: true, list: true })
  partId!: string | null;
}
