import { bool, entity, ref, STANDARD } from '@plumbline/kit';
import { Component } from '../component.ts';
import type { Device } from './device.entity.ts';

/** A bay of a chassis that takes a child device. */
@entity('dcim.DeviceBay', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['installedDevice'], ['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Inventory',
  features: STANDARD,
})
export class DeviceBay extends Component {
  @ref('dcim.Device', { inverse: 'deviceBays', onDelete: 'cascade', list: true, immutable: true })
  device!: Device;

  @ref('dcim.Device', { inverse: 'parentBays', optional: true, onDelete: 'setNull', list: true })
  installedDevice!: Device | null;

  @bool({ default: true, list: true })
  enabled!: boolean;
}
