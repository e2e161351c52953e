import { BaseObject, entity, int, ref } from '@plumbline/kit';
import type { ModuleType } from '../module/module-type.entity.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import type { FrontPortTemplate } from './front-port-template.entity.ts';
import type { RearPortTemplate } from './rear-port-template.entity.ts';

/** Which position of a rear port a front port of the type leads to. */
@entity('dcim.PortTemplateMapping', {
  display: ['frontPortPosition', 'rearPortPosition'],
  displayJoin: ' to ',
  order: ['frontPort', 'frontPortPosition'],
  matchBy: ['frontPort', 'frontPortPosition'],
  unique: [
    ['frontPort', 'frontPortPosition'],
    ['rearPort', 'rearPortPosition'],
  ],
  navGroup: 'Device types',
})
export class PortTemplateMapping extends BaseObject {
  @int({ min: 1, max: 1024, default: 1, list: true })
  frontPortPosition!: number;

  @int({ min: 1, max: 1024, default: 1, list: true })
  rearPortPosition!: number;

  @ref('dcim.DeviceType', { optional: true, onDelete: 'cascade', inverse: 'portTemplateMappings', derived: true })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', { optional: true, onDelete: 'cascade', inverse: 'portTemplateMappings', derived: true })
  moduleType!: ModuleType | null;

  @ref('dcim.FrontPortTemplate', { inverse: 'mappings', onDelete: 'cascade', list: true })
  frontPort!: FrontPortTemplate;

  @ref('dcim.RearPortTemplate', { inverse: 'mappings', onDelete: 'cascade', list: true })
  rearPort!: RearPortTemplate;
}
