import { bool, entity, ref } from '@plumbline/kit';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';

/** A device bay that chassis of a type are born with. */
@entity('dcim.DeviceBayTemplate', {
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'name'],
  unique: [['deviceType', 'name']],
  navGroup: 'Device types',
})
export class DeviceBayTemplate extends ComponentTemplate {
  @ref('dcim.DeviceType', { inverse: 'deviceBayTemplates', onDelete: 'cascade', list: true, immutable: true })
  deviceType!: DeviceType;

  @bool({ default: true, list: true })
  enabled!: boolean;
}
