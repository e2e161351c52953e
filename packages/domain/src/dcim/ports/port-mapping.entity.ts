import { BaseObject, entity, int, ref } from '@plumbline/kit';
import type { Device } from '../device/device.entity.ts';
import type { FrontPort } from './front-port.entity.ts';
import type { RearPort } from './rear-port.entity.ts';

/** Which position of a rear port a front port leads to. */
@entity('dcim.PortMapping', {
  display: ['frontPortPosition', 'rearPortPosition'],
  displayJoin: ' to ',
  order: ['frontPort', 'frontPortPosition'],
  matchBy: ['frontPort', 'frontPortPosition'],
  unique: [
    ['frontPort', 'frontPortPosition'],
    ['rearPort', 'rearPortPosition'],
  ],
  scope: { site: 'device.site', tenant: 'device.tenant' },
  navGroup: 'Components',
})
export class PortMapping extends BaseObject {
  @int({ min: 1, max: 1024, default: 1, list: true })
  frontPortPosition!: number;

  @int({ min: 1, max: 1024, default: 1, list: true })
  rearPortPosition!: number;

  @ref('dcim.Device', { onDelete: 'cascade', inverse: 'portMappings', derived: true })
  device!: Device;

  @ref('dcim.FrontPort', { inverse: 'mappings', onDelete: 'cascade', list: true })
  frontPort!: FrontPort;

  @ref('dcim.RearPort', { inverse: 'mappings', onDelete: 'cascade', list: true })
  rearPort!: RearPort;
}
