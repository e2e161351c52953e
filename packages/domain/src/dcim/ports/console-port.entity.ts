import { choice, entity, intChoice, ref, STANDARD } from '@plumbline/kit';
import type { Module } from '../module/module.entity.ts';
import { consolePortSpeed, consolePortType } from '../choices.ts';
import { CabledComponent } from '../component.ts';
import type { Device } from '../device/device.entity.ts';

/** The console of a device. */
@entity('dcim.ConsolePort', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class ConsolePort extends CabledComponent {
  @choice(consolePortType, { optional: true, list: true })
  type!: string | null;

  @intChoice(consolePortSpeed, { optional: true, search: 2000, unit: 'bit/s' })
  speed!: number | null;

  @ref('dcim.Device', { inverse: 'consolePorts', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @ref('dcim.Module', {
    inverse: 'consolePorts',
    optional: true,
    onDelete: 'cascade',
    help: 'The module that brought it',
  })
  module!: Module | null;
}
