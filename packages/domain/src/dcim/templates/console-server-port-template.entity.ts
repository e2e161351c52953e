import { choice, entity, ref } from '@plumbline/kit';
import { consolePortType } from '../choices.ts';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';

/** A console server port that devices of a type are born with. */
@entity('dcim.ConsoleServerPortTemplate', {
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'name'],
  unique: [['deviceType', 'name']],
  navGroup: 'Device types',
})
export class ConsoleServerPortTemplate extends ComponentTemplate {
  @choice(consolePortType, { optional: true, list: true })
  type!: string | null;

  @ref('dcim.DeviceType', { inverse: 'consoleServerPortTemplates', onDelete: 'cascade', immutable: true, list: true })
  deviceType!: DeviceType;
}
