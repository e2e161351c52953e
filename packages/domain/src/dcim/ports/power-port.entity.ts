import { choice, entity, int, ref, STANDARD } from '@plumbline/kit';
import type { Module } from '../module/module.entity.ts';
import { CabledComponent } from '../component.ts';
import type { Device } from '../device/device.entity.ts';
import { powerPortType } from '../power-choices.ts';

/** A power inlet of a device. */
@entity('dcim.PowerPort', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class PowerPort extends CabledComponent {
  @choice(powerPortType, { optional: true, list: true })
  type!: string | null;

  @int({ min: 1, optional: true, search: 2000, unit: 'W', list: true })
  maximumDraw!: number | null;

  @int({ min: 1, optional: true, search: 2000, unit: 'W', list: true })
  allocatedDraw!: number | null;

  @ref('dcim.Device', { inverse: 'powerPorts', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @ref('dcim.Module', {
    inverse: 'powerPorts',
    optional: true,
    onDelete: 'cascade',
    help: 'The module that brought it',
  })
  module!: Module | null;
}
