import { BaseObject, entity, int, ref, STANDARD, text } from '@plumbline/kit';
import type { VirtualMachine } from './virtual-machine.entity.ts';

/** A disk of a virtual machine. */
@entity('virtualization.VirtualDisk', {
  order: ['virtualMachine', 'name'],
  matchBy: ['virtualMachine', 'name'],
  unique: [['virtualMachine', 'name']],
  scope: { site: 'virtualMachine.site', tenant: 'virtualMachine.tenant' },
  navGroup: 'Virtualization',
  features: STANDARD,
})
export class VirtualDisk extends BaseObject {
  @ref('virtualization.VirtualMachine', { inverse: 'virtualDisks', onDelete: 'cascade', list: true, immutable: true })
  virtualMachine!: VirtualMachine;

  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @int({ min: 0, list: true, unit: 'MB' })
  size!: number;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;
}
