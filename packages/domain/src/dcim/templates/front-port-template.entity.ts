import { choice, color, entity, int, ref } from '@plumbline/kit';
import { portType } from '../choices.ts';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';

/** A front port that devices of a type are born with. */
@entity('dcim.FrontPortTemplate', {
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'name'],
  unique: [['deviceType', 'name']],
  navGroup: 'Device types',
})
export class FrontPortTemplate extends ComponentTemplate {
  @choice(portType, { list: true })
  type!: string;

  @color({ optional: true, list: true })
  color!: string | null;

  @int({ min: 1, max: 1024, default: 1, list: true })
  positions!: number;

  @ref('dcim.DeviceType', { inverse: 'frontPortTemplates', onDelete: 'cascade', immutable: true, list: true })
  deviceType!: DeviceType;
}
