import { afterSave, rule, type ArcValue, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { distinct, idsIn, nameOf, rowsOf, targetsOf, textOf, toldOf } from '../../lookup.queries.ts';

const MAC = 'dcim.MacAddress';

/** Kinds of interface by the arm under which a MAC address names them. */
const CARRIERS = { interface: 'dcim.Interface', vmInterface: 'virtualization.VmInterface' } as const;

type Carrier = keyof typeof CARRIERS;

const macLock = (id: string): string => `${MAC}/${id}`;

const assignedTo = (row: Row | undefined): ArcValue | null => (row?.['assignedObject'] ?? null) as ArcValue | null; // arc field

const isAt = (row: Row | undefined, arm: Carrier, id: string): boolean => {
  const at = assignedTo(row);
  return at?.arm === arm && at.id === id;
};

/** The primary MAC address is free or the interface's own. */
const primaryIsOwn = (arm: Carrier): DomainRule =>
  rule(CARRIERS[arm], {
    name: 'dcim.interface.6',
    when: ['primaryMacAddress'],
    locks: (drafts) => idsIn(drafts, 'primaryMacAddress').map(macLock),
    check: async (drafts, work) => {
      const addresses = await targetsOf(work, drafts, 'primaryMacAddress', MAC, ['macAddress', 'assignedObject']);
      for (const draft of drafts) {
        const address = addresses.get(textOf(draft.after, 'primaryMacAddress') ?? '');
        if (assignedTo(address) !== null && !isAt(address, arm, draft.id))
          draft.refuse(
            'primaryMacAddress',
            'ADDRESS_IN_USE',
            `${toldOf(address, 'macAddress')} is assigned to another interface; take it off there first.`,
          );
      }
    },
  });

/** A free MAC address that becomes primary is assigned to the interface; imports bring assignments themselves. */
const assignPrimary = (arm: Carrier): DomainRule =>
  afterSave(CARRIERS[arm], {
    name: 'dcim.interface.6.assign',
    when: ['primaryMacAddress'],
    run: async (drafts, work) => {
      if (work.trusted) return;
      const addresses = await targetsOf(work, drafts, 'primaryMacAddress', MAC, ['assignedObject']);
      const claimed = drafts.flatMap((draft) => {
        const address = addresses.get(textOf(draft.after, 'primaryMacAddress') ?? '');
        return address && assignedTo(address) === null
          ? [{ id: address['id'], assignedObject: { [arm]: { id: draft.id } } }]
          : [];
      });
      if (claimed.length > 0) await work.update(MAC, claimed);
    },
  });

const refuseMove = (draft: Draft, arm: Carrier, holder: Row): void => {
  if (!isAt(draft.after, arm, String(holder['id'])))
    draft.refuse(
      'assignedObject',
      'ADDRESS_IN_USE',
      `It is the primary MAC address of ${nameOf(holder)}; choose another there first.`,
    );
};

const primaryStays = rule(MAC, {
  name: 'dcim.macaddress.1',
  when: ['assignedObject'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => macLock(draft.id)),
  check: async (drafts, work) => {
    const byId = new Map(drafts.map((draft) => [draft.id, draft]));
    for (const arm of ['interface', 'vmInterface'] as const)
      for (const holder of await rowsOf(work, CARRIERS[arm], 'primaryMacAddress', distinct(byId.keys()), ['name'])) {
        const draft = byId.get(textOf(holder, 'primaryMacAddress') ?? '');
        if (draft) refuseMove(draft, arm, holder);
      }
  },
});

/** Rules of MAC addresses and of the interfaces, of devices and virtual machines, that have one as their primary. */
export const macAddressRules: readonly DomainRule[] = [
  primaryIsOwn('interface'),
  primaryIsOwn('vmInterface'),
  primaryStays,
  assignPrimary('interface'),
  assignPrimary('vmInterface'),
];
