import { choice, color, entity, int, ref, STANDARD } from '@plumbline/kit';
import type { Module } from '../module/module.entity.ts';
import { portType } from '../choices.ts';
import { CabledComponent } from '../component.ts';
import type { Device } from '../device/device.entity.ts';

/** A port on the face of a patch panel; leads to positions of rear ports. */
@entity('dcim.FrontPort', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class FrontPort extends CabledComponent {
  @choice(portType, { list: true })
  type!: string;

  @color({ optional: true, list: true })
  color!: string | null;

  @int({ min: 1, max: 1024, default: 1, list: true })
  positions!: number;

  @ref('dcim.Device', { inverse: 'frontPorts', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @ref('dcim.Module', {
    inverse: 'frontPorts',
    optional: true,
    onDelete: 'cascade',
    help: 'The module that brought it',
  })
  module!: Module | null;
}
