import { rule, type DomainRule } from '@plumbline/engine';
import { nameOf, targetsOf, textOf } from '../lookup.queries.ts';

/** What is in a VRF is in the address space of that VRF. */
export const sameSpace = (entity: string): DomainRule =>
  rule(entity, {
    name: `${entity.toLowerCase()}.space`,
    when: ['vrf', 'addressSpace'],
    check: async (drafts, work) => {
      const vrfs = await targetsOf(work, drafts, 'vrf', 'ipam.Vrf', ['name', 'addressSpace']);
      for (const draft of drafts) {
        const vrf = vrfs.get(textOf(draft.after, 'vrf') ?? '');
        if (vrf && textOf(vrf, 'addressSpace') !== textOf(draft.after, 'addressSpace'))
          draft.refuse(
            'addressSpace',
            'ADDRESS_SPACE_MISMATCH',
            `VRF ${nameOf(vrf)} is in another address space; leave the address space empty to take that one.`,
          );
      }
    },
  });
