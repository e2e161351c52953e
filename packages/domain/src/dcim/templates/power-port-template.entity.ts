import { choice, entity, int, ref } from '@plumbline/kit';
import type { ModuleType } from '../module/module-type.entity.ts';
import { ComponentTemplate, ONE_PARENT } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import { powerPortType } from '../power-choices.ts';

/** A power inlet that devices of a type are born with. */
@entity('dcim.PowerPortTemplate', {
  order: ['deviceType', 'moduleType', 'name'],
  matchBy: ['deviceType', 'moduleType', 'name'],
  unique: [
    ['deviceType', 'name'],
    ['moduleType', 'name'],
  ],
  checks: [ONE_PARENT],
  navGroup: 'Device types',
})
export class PowerPortTemplate extends ComponentTemplate {
  @choice(powerPortType, { optional: true, list: true })
  type!: string | null;

  @int({ min: 1, optional: true, unit: 'W', list: true })
  maximumDraw!: number | null;

  @int({ min: 1, optional: true, unit: 'W', list: true })
  allocatedDraw!: number | null;

  @ref('dcim.DeviceType', {
    inverse: 'powerPortTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', {
    inverse: 'powerPortTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  moduleType!: ModuleType | null;
}
