import { rule, type DomainRule } from '@plumbline/engine';
import { VIRTUAL_INTERFACE_TYPES } from '../dcim/cable/cable-compatibility.ts';
import { interfaceTypeLock, keepsType } from '../interface-type.rules.ts';
import { idsIn, nameOf, targetsOf, textOf, toldOf } from '../lookup.queries.ts';

const TERMINATION = 'circuits.VirtualCircuitTermination';

const endsAtVirtual = rule(TERMINATION, {
  name: 'circuits.virtualcircuittermination.1',
  when: ['interface'],
  locks: (drafts) => idsIn(drafts, 'interface').map(interfaceTypeLock),
  check: async (drafts, work) => {
    const interfaces = await targetsOf(work, drafts, 'interface', 'dcim.Interface', ['name', 'type']);
    for (const draft of drafts) {
      const row = interfaces.get(textOf(draft.after, 'interface') ?? '');
      const type = textOf(row, 'type') ?? '';
      if (row && !VIRTUAL_INTERFACE_TYPES.has(type))
        draft.refuse(
          'interface',
          'BAD_USER_INPUT',
          `Virtual circuits end at virtual interfaces; ${nameOf(row)} is ${toldOf(row, 'type')}.`,
        );
    }
  },
});

/** Rules of the ends of virtual circuits. */
export const virtualCircuitRules: readonly DomainRule[] = [
  endsAtVirtual,
  keepsType({
    name: 'circuits.virtualcircuittermination.1.type',
    model: TERMINATION,
    references: ['interface'],
    types: VIRTUAL_INTERFACE_TYPES,
    says: 'a virtual circuit ends here',
  }),
];
