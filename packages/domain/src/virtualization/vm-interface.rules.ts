import { rule, type Draft, type DomainRule } from '@plumbline/engine';
import { distinct, idsIn, nameOf, rowsById, rowsOf, textOf } from '../lookup.queries.ts';

const INTERFACE = 'virtualization.VmInterface';
const RELATED = ['parent', 'bridge'] as const;

const related = rule(INTERFACE, {
  name: 'virtualization.vminterface.1',
  when: RELATED,
  check: async (drafts, work) => {
    const ids = distinct(drafts.flatMap((draft) => RELATED.map((field) => textOf(draft.after, field))));
    const others = await rowsById(work, INTERFACE, ids, ['name', 'virtualMachine']);
    for (const draft of drafts)
      for (const field of RELATED) {
        const other = others.get(textOf(draft.after, field) ?? '');
        if (textOf(draft.after, field) === draft.id)
          draft.refuse(field, 'BAD_USER_INPUT', `An interface can't be its own ${field}; choose another.`);
        else if (other && textOf(other, 'virtualMachine') !== textOf(draft.after, 'virtualMachine'))
          draft.refuse(
            field,
            'MACHINE_MISMATCH',
            `${nameOf(other)} belongs to another virtual machine; choose one of the same.`,
          );
      }
  },
});

const leadsBack = (draft: Draft, parents: ReadonlyMap<string, string | null>): boolean => {
  const seen = new Set<string>();
  let at = parents.get(draft.id) ?? null;
  while (at !== null && at !== draft.id && !seen.has(at)) {
    seen.add(at);
    at = parents.get(at) ?? null;
  }
  return at === draft.id;
};

const noLoops = rule(INTERFACE, {
  name: 'virtualization.vminterface.1.loop',
  when: ['parent'],
  on: ['update'],
  locks: (drafts) => idsIn(drafts, 'virtualMachine').map((id) => `${INTERFACE}.related/${id}`),
  check: async (drafts, work) => {
    const rows = await rowsOf(work, INTERFACE, 'virtualMachine', idsIn(drafts, 'virtualMachine'), ['parent']);
    const own = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const parents = new Map(
      rows.map((row) => [String(row['id']), textOf(own.get(String(row['id'])) ?? row, 'parent')]),
    );
    for (const draft of drafts)
      if (textOf(draft.after, 'parent') !== draft.id && leadsBack(draft, parents))
        draft.refuse(
          'parent',
          'BAD_USER_INPUT',
          'This parent leads back to the interface itself; choose one outside the loop.',
        );
  },
});

/** Rules of interfaces of virtual machines; those about VLANs and addresses live in ipam, those about MAC addresses in dcim. */
export const vmInterfaceRules: readonly DomainRule[] = [related, noLoops];
