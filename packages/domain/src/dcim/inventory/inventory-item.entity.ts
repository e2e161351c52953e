import { arc, bool, choice, entity, ref, STANDARD, text } from '@plumbline/kit';
import { Component } from '../component.ts';
import type { Device } from '../device/device.entity.ts';
import type { Interface } from '../interface/interface.entity.ts';
import type { Manufacturer } from '../manufacturer.entity.ts';
import { inventoryItemStatus } from '../part-choices.ts';
import type { ConsolePort } from '../ports/console-port.entity.ts';
import type { ConsoleServerPort } from '../ports/console-server-port.entity.ts';
import type { FrontPort } from '../ports/front-port.entity.ts';
import type { PowerOutlet } from '../ports/power-outlet.entity.ts';
import type { PowerPort } from '../ports/power-port.entity.ts';
import type { RearPort } from '../ports/rear-port.entity.ts';
import type { InventoryItemRole } from './inventory-item-role.entity.ts';

/** A part inside a device that is counted but not connected. */
@entity('dcim.InventoryItem', {
  tree: 'parent',
  order: ['device', 'name'],
  matchBy: ['device', 'parent', 'name'],
  unique: [{ fields: ['device', 'parent', 'name'], nullsEqual: true }, ['assetTag']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Inventory',
  features: STANDARD,
})
export class InventoryItem extends Component {
  @ref('dcim.Device', { inverse: 'inventoryItems', onDelete: 'cascade', list: true })
  device!: Device;

  @ref('dcim.InventoryItem', { inverse: 'children', optional: true, onDelete: 'cascade' })
  parent!: InventoryItem | null;

  @arc(
    {
      consolePort: 'dcim.ConsolePort',
      consoleServerPort: 'dcim.ConsoleServerPort',
      frontPort: 'dcim.FrontPort',
      interface: 'dcim.Interface',
      powerOutlet: 'dcim.PowerOutlet',
      powerPort: 'dcim.PowerPort',
      rearPort: 'dcim.RearPort',
    },
    { inverse: 'inventoryItems', optional: true, onDelete: 'setNull' },
  )
  component!: ConsolePort | ConsoleServerPort | FrontPort | Interface | PowerOutlet | PowerPort | RearPort | null;

  @choice(inventoryItemStatus, { default: 'active', list: true })
  status!: string;

  @ref('dcim.InventoryItemRole', { inverse: 'inventoryItems', optional: true, list: true })
  role!: InventoryItemRole | null;

  @ref('dcim.Manufacturer', { inverse: 'inventoryItems', optional: true, list: true })
  manufacturer!: Manufacturer | null;

  @text({ max: 50, optional: true, search: 2000, list: true })
  partId!: string | null;

  @text({ max: 50, optional: true, search: 60, list: true })
  serial!: string | null;

  @text({ max: 50, optional: true, search: 50, list: true })
  assetTag!: string | null;

  @bool({ default: false })
  discovered!: boolean;
}
