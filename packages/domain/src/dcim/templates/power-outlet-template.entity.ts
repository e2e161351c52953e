import { choice, color, entity, ref } from '@plumbline/kit';
import { powerOutletFeedLeg } from '../choices.ts';
import { ComponentTemplate } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import { powerOutletType } from '../power-choices.ts';
import type { PowerPortTemplate } from './power-port-template.entity.ts';

/** A power outlet that devices of a type are born with. */
@entity('dcim.PowerOutletTemplate', {
  order: ['deviceType', 'name'],
  matchBy: ['deviceType', 'name'],
  unique: [['deviceType', 'name']],
  navGroup: 'Device types',
})
export class PowerOutletTemplate extends ComponentTemplate {
  @choice(powerOutletType, { optional: true, list: true })
  type!: string | null;

  @color({ optional: true })
  color!: string | null;

  @ref('dcim.PowerPortTemplate', { optional: true, onDelete: 'setNull', inverse: 'powerOutletTemplates', list: true })
  powerPort!: PowerPortTemplate | null;

  @choice(powerOutletFeedLeg, { optional: true, list: true })
  feedLeg!: string | null;

  @ref('dcim.DeviceType', { inverse: 'powerOutletTemplates', onDelete: 'cascade', immutable: true, list: true })
  deviceType!: DeviceType;
}
