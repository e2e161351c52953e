import { BaseObject, choice, entity, ref, STANDARD, text } from '@plumbline/kit';
import type { Interface } from '../dcim/interface/interface.entity.ts';
import { virtualCircuitTerminationRole } from './choices.ts';
import type { VirtualCircuit } from './virtual-circuit.entity.ts';

/** An interface at which a virtual circuit ends. */
@entity('circuits.VirtualCircuitTermination', {
  display: ['number'],
  order: ['virtualCircuit', 'role'],
  matchBy: ['interface'],
  unique: [['interface']],
  navGroup: 'Circuits',
  features: STANDARD,
})
export class VirtualCircuitTermination extends BaseObject {
  @ref('circuits.VirtualCircuit', { inverse: 'terminations', onDelete: 'cascade', list: true })
  virtualCircuit!: VirtualCircuit;

  @choice(virtualCircuitTerminationRole, { default: 'peer', list: true })
  role!: string;

  @ref('dcim.Interface', { inverse: 'virtualCircuitTerminations', onDelete: 'cascade', list: true })
  interface!: Interface;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;
}
