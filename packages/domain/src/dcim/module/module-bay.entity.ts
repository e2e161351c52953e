import { bool, entity, ref, STANDARD, text } from '@plumbline/kit';
import { Component } from '../component.ts';
import type { Device } from '../device/device.entity.ts';
import type { Module } from './module.entity.ts';

/** A slot of a device that takes a module. */
@entity('dcim.ModuleBay', {
  tree: 'parent',
  order: ['device', 'name'],
  matchBy: ['device', 'module', 'name'],
  unique: [{ fields: ['device', 'module', 'name'], nullsEqual: true }],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Inventory',
  features: STANDARD,
})
export class ModuleBay extends Component {
  @ref('dcim.Device', { inverse: 'moduleBays', onDelete: 'cascade', list: true, immutable: true })
  device!: Device;

  @ref('dcim.Module', { inverse: 'moduleBays', optional: true, onDelete: 'cascade', list: true })
  module!: Module | null;

  @ref('dcim.ModuleBay', { inverse: 'children', optional: true, onDelete: 'cascade', derived: true })
  parent!: ModuleBay | null;

  @text({ max: 30, optional: true, list: true })
  position!: string | null;

  @bool({ default: true, list: true })
  enabled!: boolean;
}
