import { arc, BaseObject, choice, entity, ref, STANDARD } from '@plumbline/kit';
import { circuitPriority } from './choices.ts';
import type { CircuitGroup } from './circuit-group.entity.ts';
import type { Circuit } from './circuit.entity.ts';
import type { VirtualCircuit } from './virtual-circuit.entity.ts';

/** A circuit or virtual circuit in a group. */
@entity('circuits.CircuitGroupAssignment', {
  display: ['number'],
  order: ['group', 'priority'],
  matchBy: ['group', 'member'],
  unique: [{ fields: ['member', 'group'], nullsEqual: true }],
  navGroup: 'Circuits',
  features: STANDARD,
})
export class CircuitGroupAssignment extends BaseObject {
  @arc(
    { circuit: 'circuits.Circuit', virtualCircuit: 'circuits.VirtualCircuit' },
    { inverse: 'groupAssignments', onDelete: 'cascade', list: true },
  )
  member!: Circuit | VirtualCircuit;

  @ref('circuits.CircuitGroup', { inverse: 'assignments', onDelete: 'cascade', list: true })
  group!: CircuitGroup;

  @choice(circuitPriority, { optional: true, list: true })
  priority!: string | null;
}
