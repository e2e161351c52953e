import { bool, entity, ref, text } from '@plumbline/kit';
import { ComponentTemplate, ONE_PARENT } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import type { ModuleType } from '../module/module-type.entity.ts';

/** A module bay that devices or modules of a type are born with. */
@entity('dcim.ModuleBayTemplate', {
  order: ['deviceType', 'moduleType', 'name'],
  matchBy: ['deviceType', 'moduleType', 'name'],
  unique: [
    ['deviceType', 'name'],
    ['moduleType', 'name'],
  ],
  checks: [ONE_PARENT],
  navGroup: 'Device types',
})
export class ModuleBayTemplate extends ComponentTemplate {
  @ref('dcim.DeviceType', {
    inverse: 'moduleBayTemplates',
    optional: true,
    onDelete: 'cascade',
    list: true,
    immutable: true,
  })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', {
    inverse: 'moduleBayTemplates',
    optional: true,
    onDelete: 'cascade',
    list: true,
    immutable: true,
  })
  moduleType!: ModuleType | null;

  @text({ max: 30, optional: true, list: true })
  position!: string | null;

  @bool({ default: true, list: true })
  enabled!: boolean;
}
