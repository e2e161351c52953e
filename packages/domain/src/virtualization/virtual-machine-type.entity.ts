import { decimal, entity, int, PrimaryObject, ref, slug, STANDARD, text } from '@plumbline/kit';
import type { Platform } from '../dcim/device/platform.entity.ts';

/** A pattern for virtual machines. */
@entity('virtualization.VirtualMachineType', {
  matchBy: ['slug'],
  unique: [['lower(name)'], ['slug']],
  navGroup: 'Virtualization',
  features: [...STANDARD, 'images'],
})
export class VirtualMachineType extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @slug({ search: 110 })
  slug!: string;

  @ref('dcim.Platform', { optional: true, onDelete: 'setNull' })
  defaultPlatform!: Platform | null;

  @decimal({ digits: 6, scale: 2, min: 0.01, optional: true, list: true, label: 'default vCPUs' })
  defaultVcpus!: string | null;

  @int({ min: 0, optional: true, list: true, unit: 'MB' })
  defaultMemory!: number | null;
}
