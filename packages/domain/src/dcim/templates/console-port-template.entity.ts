import { choice, entity, ref } from '@plumbline/kit';
import type { ModuleType } from '../module/module-type.entity.ts';
import { consolePortType } from '../choices.ts';
import { ComponentTemplate, ONE_PARENT } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';

/** A console port that devices of a type are born with. */
@entity('dcim.ConsolePortTemplate', {
  order: ['deviceType', 'moduleType', 'name'],
  matchBy: ['deviceType', 'moduleType', 'name'],
  unique: [
    ['deviceType', 'name'],
    ['moduleType', 'name'],
  ],
  checks: [ONE_PARENT],
  navGroup: 'Device types',
})
export class ConsolePortTemplate extends ComponentTemplate {
  @choice(consolePortType, { optional: true, list: true })
  type!: string | null;

  @ref('dcim.DeviceType', {
    inverse: 'consolePortTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', {
    inverse: 'consolePortTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  moduleType!: ModuleType | null;
}
