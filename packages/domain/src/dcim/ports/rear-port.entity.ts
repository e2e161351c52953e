import { choice, color, entity, int, ref, STANDARD } from '@plumbline/kit';
import type { Module } from '../module/module.entity.ts';
import { portType } from '../choices.ts';
import { CabledComponent } from '../component.ts';
import type { Device } from '../device/device.entity.ts';

/** A port on the back of a patch panel, with one or more strands. */
@entity('dcim.RearPort', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class RearPort extends CabledComponent {
  @choice(portType, { list: true })
  type!: string;

  @color({ optional: true, list: true })
  color!: string | null;

  @int({ min: 1, max: 1024, default: 1, list: true })
  positions!: number;

  @ref('dcim.Device', { inverse: 'rearPorts', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @ref('dcim.Module', { inverse: 'rearPorts', optional: true, onDelete: 'cascade', help: 'The module that brought it' })
  module!: Module | null;
}
