import { choice, entity, ref } from '@plumbline/kit';
import { consolePortType } from '../choices.ts';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';

/** A console port that devices of a type are born with. */
@entity('dcim.ConsolePortTemplate', {
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'name'],
  unique: [['deviceType', 'name']],
  navGroup: 'Device types',
})
export class ConsolePortTemplate extends ComponentTemplate {
  @choice(consolePortType, { optional: true, list: true })
  type!: string | null;

  @ref('dcim.DeviceType', { inverse: 'consolePortTemplates', onDelete: 'cascade', immutable: true, list: true })
  deviceType!: DeviceType;
}
