import { arc, entity, mac, PrimaryObject, STANDARD } from '@plumbline/kit';
import type { VmInterface } from '../../virtualization/vm-interface.entity.ts';
import type { Interface } from './interface.entity.ts';

/** A MAC address and the interface that has it. */
@entity('dcim.MacAddress', {
  display: ['macAddress'],
  order: ['macAddress'],
  matchBy: ['macAddress', 'assignedObject'],
  navGroup: 'Components',
  features: STANDARD,
})
export class MacAddress extends PrimaryObject {
  @mac({ search: 100, list: true, label: 'MAC address' })
  macAddress!: string;

  @arc(
    { interface: 'dcim.Interface', vmInterface: 'virtualization.VmInterface' },
    { inverse: 'macAddresses', optional: true, onDelete: 'setNull', list: true },
  )
  assignedObject!: Interface | VmInterface | null;
}
