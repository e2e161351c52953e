import { choice, color, entity, ref } from '@plumbline/kit';
import type { ModuleType } from '../module/module-type.entity.ts';
import { powerOutletFeedLeg } from '../choices.ts';
import { ComponentTemplate, ONE_PARENT } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import { powerOutletType } from '../power-choices.ts';
import type { PowerPortTemplate } from './power-port-template.entity.ts';

/** A power outlet that devices of a type are born with. */
@entity('dcim.PowerOutletTemplate', {
  order: ['deviceType', 'moduleType', 'name'],
  matchBy: ['deviceType', 'moduleType', 'name'],
  unique: [
    ['deviceType', 'name'],
    ['moduleType', 'name'],
  ],
  checks: [ONE_PARENT],
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

  @ref('dcim.DeviceType', {
    inverse: 'powerOutletTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', {
    inverse: 'powerOutletTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  moduleType!: ModuleType | null;
}
