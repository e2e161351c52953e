import { choice, color, entity, int, ref } from '@plumbline/kit';
import type { ModuleType } from '../module/module-type.entity.ts';
import { portType } from '../choices.ts';
import { ComponentTemplate, ONE_PARENT } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';

/** A rear port that devices of a type are born with. */
@entity('dcim.RearPortTemplate', {
  order: ['deviceType', 'moduleType', 'name'],
  matchBy: ['deviceType', 'moduleType', 'name'],
  unique: [
    ['deviceType', 'name'],
    ['moduleType', 'name'],
  ],
  checks: [ONE_PARENT],
  navGroup: 'Device types',
})
export class RearPortTemplate extends ComponentTemplate {
  @choice(portType, { list: true })
  type!: string;

  @color({ optional: true, list: true })
  color!: string | null;

  @int({ min: 1, max: 1024, default: 1, list: true })
  positions!: number;

  @ref('dcim.DeviceType', {
    inverse: 'rearPortTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', {
    inverse: 'rearPortTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  moduleType!: ModuleType | null;
}
