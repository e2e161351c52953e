import { entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { Device } from './device.entity.ts';

/** Devices that act as one. */
@entity('dcim.VirtualChassis', {
  many: 'virtualChassisList',
  plural: 'virtual chassis',
  matchBy: ['name'],
  unique: [['master']],
  navGroup: 'Devices',
  features: STANDARD,
})
export class VirtualChassis extends PrimaryObject {
  @ref('dcim.Device', { inverse: 'virtualChassisMasterFor', optional: true, list: true })
  master!: Device | null;

  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 30, optional: true, search: 300, list: true })
  domain!: string | null;
}
