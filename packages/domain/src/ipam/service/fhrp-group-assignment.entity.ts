import { arc, BaseObject, entity, int, ref, STANDARD } from '@plumbline/kit';
import type { Interface } from '../../dcim/interface/interface.entity.ts';
import type { VmInterface } from '../../virtualization/vm-interface.entity.ts';
import type { FhrpGroup } from './fhrp-group.entity.ts';

/** An interface that takes part in an FHRP group. */
@entity('ipam.FhrpGroupAssignment', {
  display: ['number'],
  order: ['-priority'],
  matchBy: ['group', 'interface'],
  unique: [{ fields: ['interface', 'group'], nullsEqual: true }],
  navGroup: 'Addresses',
  features: STANDARD,
})
export class FhrpGroupAssignment extends BaseObject {
  @arc(
    { interface: 'dcim.Interface', vmInterface: 'virtualization.VmInterface' },
    { inverse: 'fhrpGroupAssignments', onDelete: 'cascade', list: true },
  )
  interface!: Interface | VmInterface;

  @ref('ipam.FhrpGroup', { inverse: 'fhrpGroupAssignments', onDelete: 'cascade', list: true })
  group!: FhrpGroup;

  @int({ min: 0, max: 255, list: true })
  priority!: number;
}
