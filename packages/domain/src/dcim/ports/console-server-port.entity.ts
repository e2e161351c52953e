import { choice, entity, intChoice, ref, STANDARD } from '@plumbline/kit';
import type { Module } from '../module/module.entity.ts';
import { consolePortSpeed, consolePortType } from '../choices.ts';
import { CabledComponent } from '../component.ts';
import type { Device } from '../device/device.entity.ts';

/** A port by which a console server reaches a console. */
@entity('dcim.ConsoleServerPort', {
  order: ['device', 'name'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class ConsoleServerPort extends CabledComponent {
  @choice(consolePortType, { optional: true, list: true })
  type!: string | null;

  @intChoice(consolePortSpeed, { optional: true, search: 2000, unit: 'bit/s' })
  speed!: number | null;

  @ref('dcim.Device', { inverse: 'consoleServerPorts', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @ref('dcim.Module', {
    inverse: 'consoleServerPorts',
    optional: true,
    onDelete: 'cascade',
    help: 'The module that brought it',
  })
  module!: Module | null;
}
