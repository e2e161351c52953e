import { choice, entity, int, ref } from '@plumbline/kit';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import { powerPortType } from '../power-choices.ts';

/** A power inlet that devices of a type are born with. */
@entity('dcim.PowerPortTemplate', {
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'name'],
  unique: [['deviceType', 'name']],
  navGroup: 'Device types',
})
export class PowerPortTemplate extends ComponentTemplate {
  @choice(powerPortType, { optional: true, list: true })
  type!: string | null;

  @int({ min: 1, optional: true, unit: 'W', list: true })
  maximumDraw!: number | null;

  @int({ min: 1, optional: true, unit: 'W', list: true })
  allocatedDraw!: number | null;

  @ref('dcim.DeviceType', { inverse: 'powerPortTemplates', onDelete: 'cascade', immutable: true, list: true })
  deviceType!: DeviceType;
}
