import { choice, entity, ref, slug, text, type ConstraintSpec, STANDARD } from '@plumbline/kit';
import type { File } from '../../core/file.entity.ts';
import { deviceAirflow, subdeviceRole } from '../choices.ts';
import type { Platform } from '../device/platform.entity.ts';
import type { Manufacturer } from '../manufacturer.entity.ts';
import { DeviceBody } from './device-body.ts';

const wholeHalves: ConstraintSpec = {
  rule: 'half_units',
  sql: 'u_height * 2 = trunc(u_height * 2)',
  code: 'BAD_USER_INPUT',
  message: 'Height comes in steps of 0.5 U.',
};

/** A model of device with the parts every device of it is born with. */
@entity('dcim.DeviceType', {
  display: ['model'],
  order: ['model'],
  matchBy: ['manufacturer', 'model'],
  unique: [
    ['manufacturer', 'model'],
    ['manufacturer', 'slug'],
  ],
  checks: [wholeHalves],
  navGroup: 'Devices',
  features: [...STANDARD, 'images'],
})
export class DeviceType extends DeviceBody {
  @ref('dcim.Manufacturer', { inverse: 'deviceTypes', list: true })
  manufacturer!: Manufacturer;

  @text({ max: 100, natural: true, search: 100, list: true })
  model!: string;

  @slug({ search: 110 })
  slug!: string;

  @text({ max: 50, optional: true, search: 200, list: true })
  partNumber!: string | null;

  @ref('dcim.Platform', { optional: true, onDelete: 'setNull', help: 'Given to new devices' })
  defaultPlatform!: Platform | null;

  @choice(subdeviceRole, { optional: true, help: 'Holds devices in bays, or is held in one' })
  subdeviceRole!: string | null;

  @choice(deviceAirflow, { optional: true, help: 'Given to new devices' })
  airflow!: string | null;

  @ref('core.File', { optional: true, onDelete: 'setNull', group: 'Pictures' })
  frontImage!: File | null;

  @ref('core.File', { optional: true, onDelete: 'setNull', group: 'Pictures' })
  rearImage!: File | null;
}
