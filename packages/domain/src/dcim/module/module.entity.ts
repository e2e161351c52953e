import { choice, entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { Device } from '../device/device.entity.ts';
import { moduleStatus } from '../part-choices.ts';
import type { ModuleBay } from './module-bay.entity.ts';
import type { ModuleType } from './module-type.entity.ts';

/** A module installed in a bay of a device. */
@entity('dcim.Module', {
  display: ['number'],
  order: ['device', 'moduleBay'],
  matchBy: ['moduleBay'],
  unique: [['moduleBay'], ['assetTag']],
  scope: { site: 'device.site', tenant: 'device.tenant' },
  navGroup: 'Inventory',
  features: STANDARD,
})
export class Module extends PrimaryObject {
  @ref('dcim.Device', { inverse: 'modules', onDelete: 'cascade', list: true })
  device!: Device;

  @ref('dcim.ModuleBay', { inverse: 'installedModules', onDelete: 'cascade', list: true })
  moduleBay!: ModuleBay;

  @ref('dcim.ModuleType', { inverse: 'modules', list: true })
  moduleType!: ModuleType;

  @choice(moduleStatus, { default: 'active', list: true })
  status!: string;

  @text({ max: 50, optional: true, search: 60, list: true })
  serial!: string | null;

  @text({ max: 50, optional: true, search: 50, list: true })
  assetTag!: string | null;
}
