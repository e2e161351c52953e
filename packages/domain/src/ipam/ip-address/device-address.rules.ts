import { rule, type ArcValue, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { distinct, groupRows, nameOf, rowsById, rowsOf, textOf, type RowsById } from '../../lookup.queries.ts';

const DEVICE = 'dcim.Device';
const ADDRESS = 'ipam.IpAddress';
const SLOTS = ['primaryIp4', 'primaryIp6', 'oobIp'] as const;

const addressLock = (id: string): string => `ipam.address/${id}`;

const interfaceOf = (row: Row | undefined): string | null =>
  ((row?.['assignedObject'] ?? null) as ArcValue | null)?.id ?? null; // arc field with one arm

/** Interfaces that carry each address: the owning one, those of further assignments, and those of the address it translates. */
interface Carriers {
  readonly addresses: RowsById;
  readonly interfaces: (address: string) => readonly string[];
}

const carriersOf = async (work: Work, ids: readonly string[]): Promise<Carriers> => {
  const own = await rowsById(work, ADDRESS, ids, ['address', 'assignedObject', 'natInside']);
  const inside = await rowsById(work, ADDRESS, distinct([...own.values()].map((row) => textOf(row, 'natInside'))), [
    'address',
    'assignedObject',
  ]);
  const addresses = new Map([...inside, ...own]);
  const further = groupRows(
    await rowsOf(work, 'ipam.IpAddressAssignment', 'ipAddress', [...addresses.keys()], ['assignedObject']),
    'ipAddress',
  );
  const direct = (id: string): string[] =>
    distinct([interfaceOf(addresses.get(id)), ...(further.get(id) ?? []).map(interfaceOf)]);
  return {
    addresses,
    interfaces: (id) => [...direct(id), ...direct(textOf(addresses.get(id), 'natInside') ?? '')],
  };
};

const familyOf = (address: Row): 4 | 6 => (textOf(address, 'address')?.includes(':') ? 6 : 4);

const LABELS = { primaryIp4: 'primary IPv4', primaryIp6: 'primary IPv6', oobIp: 'out-of-band' } as const;

const checkSlot = (draft: Draft, slot: (typeof SLOTS)[number], carriers: Carriers, interfaces: RowsById): void => {
  const id = textOf(draft.after, slot);
  const address = id === null ? undefined : carriers.addresses.get(id);
  if (id === null || !address) return;
  const family = slot === 'oobIp' ? null : slot === 'primaryIp4' ? 4 : 6;
  const text = textOf(address, 'address');
  if (family !== null && familyOf(address) !== family)
    draft.refuse(
      slot,
      'BAD_USER_INPUT',
      `${text} is IPv${familyOf(address)}; the ${LABELS[slot]} address has to be IPv${family}.`,
    );
  if (!carriers.interfaces(id).some((carrier) => textOf(interfaces.get(carrier), 'device') === draft.id))
    draft.refuse(
      slot,
      'ADDRESS_NOT_ON_DEVICE',
      `${text} is not on an interface of this device; assign it to one first.`,
    );
};

const onDevice = rule(DEVICE, {
  name: 'dcim.device.5',
  when: SLOTS,
  locks: (drafts) =>
    distinct(drafts.flatMap((draft) => SLOTS.map((slot) => textOf(draft.after, slot)))).map(addressLock),
  check: async (drafts, work) => {
    const ids = distinct(drafts.flatMap((draft) => SLOTS.map((slot) => textOf(draft.after, slot))));
    const carriers = await carriersOf(work, ids);
    const interfaces = await rowsById(work, 'dcim.Interface', distinct(ids.flatMap((id) => carriers.interfaces(id))), [
      'device',
    ]);
    for (const draft of drafts)
      for (const slot of SLOTS) if (draft.changed(slot)) checkSlot(draft, slot, carriers, interfaces);
  },
});

/** Devices that use the address, by address. */
const usersOf = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, readonly [Row, string]>> => {
  const users = new Map<string, readonly [Row, string]>();
  for (const slot of SLOTS)
    for (const row of await rowsOf(work, DEVICE, slot, ids, ['number', 'name']))
      users.set(textOf(row, slot) ?? '', [row, LABELS[slot]]);
  return users;
};

/** An address in use by a device may change interface, not device. */
const staysOnDevice = rule(ADDRESS, {
  name: 'ipam.ipaddress.3',
  when: ['assignedObject'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => addressLock(draft.id)),
  check: async (drafts, work) => {
    const users = await usersOf(
      work,
      drafts.map((draft) => draft.id),
    );
    const used = drafts.filter((draft) => users.has(draft.id));
    const interfaces = await rowsById(work, 'dcim.Interface', distinct(used.map((draft) => interfaceOf(draft.after))), [
      'device',
    ]);
    for (const draft of used) {
      const [device, label] = users.get(draft.id) ?? [undefined, ''];
      const target = interfaces.get(interfaceOf(draft.after) ?? '');
      if (textOf(target, 'device') !== String(device?.['id']))
        draft.refuse(
          'assignedObject',
          'ADDRESS_IN_USE',
          `The address is the ${label} address of ${nameOf(device)}; choose another there first.`,
        );
    }
  },
});

/** Rules about addresses by which devices are reached. */
export const deviceAddressRules: readonly DomainRule[] = [onDevice, staysOnDevice];
