import { derive, rule, type ArcValue, type DomainRule, type Row } from '@plumbline/engine';
import { distinct, isGiven, rowsById, textOf } from '../../lookup.queries.ts';

const portsOf = (row: Row): readonly number[] => (row['ports'] ?? []) as readonly number[]; // intList field

const lowest = (entity: string): DomainRule =>
  derive(entity, {
    name: 'ipam.service.1.lowest',
    from: ['ports'],
    fill: (drafts) => {
      for (const draft of drafts) {
        const ports = portsOf(draft.after);
        draft.set('portsLowest', ports.length === 0 ? null : Math.min(...ports));
      }
    },
  });

const somePort = (entity: string): DomainRule =>
  rule(entity, {
    name: 'ipam.service.1',
    when: ['ports'],
    check: (drafts) => {
      for (const draft of drafts)
        if (portsOf(draft.after).length === 0)
          draft.refuse('ports', 'REQUIRED', 'A service listens on at least one port.');
    },
  });

/** Roles of the shared addresses of a group, by its protocol; any other protocol shares a plain virtual address. */
const SHARED_ROLE: Readonly<Record<string, string>> = {
  vrrp2: 'vrrp',
  vrrp3: 'vrrp',
  hsrp: 'hsrp',
  glbp: 'glbp',
  carp: 'carp',
};

/** A new address of an FHRP group is shared by its members, unless the caller gives it another role. */
const sharedRole = derive('ipam.IpAddress', {
  name: 'ipam.fhrpgroup.role',
  from: ['assignedObject'],
  fill: async (drafts, work) => {
    if (work.trusted) return;
    const groupOf = (row: Row): string | null => {
      const carrier = (row['assignedObject'] ?? null) as ArcValue | null; // arc field
      return carrier?.arm === 'fhrpGroup' ? carrier.id : null;
    };
    const open = drafts.filter((draft) => textOf(draft.after, 'role') === null && !isGiven(draft, 'role'));
    const ids = distinct(open.map((draft) => groupOf(draft.after)));
    const groups = await rowsById(work, 'ipam.FhrpGroup', ids, ['protocol']);
    for (const draft of open) {
      const protocol = textOf(groups.get(groupOf(draft.after) ?? ''), 'protocol');
      if (protocol !== null) draft.set('role', SHARED_ROLE[protocol] ?? 'vip');
    }
  },
});

/** Rules of services, their templates and FHRP groups. */
export const serviceRules: readonly DomainRule[] = [
  ...['ipam.Service', 'ipam.ServiceTemplate'].flatMap((entity) => [lowest(entity), somePort(entity)]),
  sharedRole,
];
