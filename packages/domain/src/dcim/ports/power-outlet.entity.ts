import { choice, color, entity, ref, STANDARD } from '@plumbline/kit';
import type { Module } from '../module/module.entity.ts';
import { powerOutletFeedLeg, powerOutletStatus } from '../choices.ts';
import { CabledComponent } from '../component.ts';
import type { Device } from '../device/device.entity.ts';
import { powerOutletType } from '../power-choices.ts';
import type { PowerPort } from './power-port.entity.ts';

/** A socket of a power strip or UPS. */
@entity('dcim.PowerOutlet', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class PowerOutlet extends CabledComponent {
  @choice(powerOutletStatus, { default: 'enabled', list: true })
  status!: string;

  @choice(powerOutletType, { optional: true, list: true })
  type!: string | null;

  @ref('dcim.PowerPort', { optional: true, onDelete: 'setNull', inverse: 'powerOutlets', list: true })
  powerPort!: PowerPort | null;

  @choice(powerOutletFeedLeg, { optional: true, list: true })
  feedLeg!: string | null;

  @color({ optional: true })
  color!: string | null;

  @ref('dcim.Device', { inverse: 'powerOutlets', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @ref('dcim.Module', {
    inverse: 'powerOutlets',
    optional: true,
    onDelete: 'cascade',
    help: 'The module that brought it',
  })
  module!: Module | null;
}
