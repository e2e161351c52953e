import { rule, type ArcValue, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { distinct, groupRows, nameOf, rowsById, rowsOf, textOf, toldOf, type RowsById } from '../../lookup.queries.ts';

const ADDRESS = 'ipam.IpAddress';

/** What is reached by addresses of its own interfaces. */
interface Host {
  readonly model: string;
  readonly label: string;
  /** Model of its interfaces, the arm of an address that names them, and their reference to the host. */
  readonly interfaces: string;
  readonly arm: string;
  readonly owner: string;
  /** Reference of a part of a host to the host; the row is the host itself when absent. */
  readonly part?: 'device';
  readonly slots: readonly Slot[];
  readonly rule: string;
  /** Fields of the host and of its interfaces by which members of a chassis answer for each other. */
  readonly shared: readonly string[];
}

const LABELS = { primaryIp4: 'primary IPv4', primaryIp6: 'primary IPv6', oobIp: 'out-of-band' } as const;

type Slot = keyof typeof LABELS;

const DEVICE: Host = {
  model: 'dcim.Device',
  label: 'device',
  interfaces: 'dcim.Interface',
  arm: 'interface',
  owner: 'device',
  slots: ['primaryIp4', 'primaryIp6', 'oobIp'],
  rule: 'dcim.device.5',
  shared: ['virtualChassis'],
};

const MACHINE: Host = {
  model: 'virtualization.VirtualMachine',
  label: 'virtual machine',
  interfaces: 'virtualization.VmInterface',
  arm: 'vmInterface',
  owner: 'virtualMachine',
  slots: ['primaryIp4', 'primaryIp6'],
  rule: 'virtualization.virtualmachine.4',
  shared: [],
};

const CONTEXT: Host = {
  ...DEVICE,
  model: 'dcim.VirtualDeviceContext',
  part: 'device',
  slots: ['primaryIp4', 'primaryIp6'],
  rule: 'dcim.virtualdevicecontext.1',
};

const HOSTS = [DEVICE, CONTEXT, MACHINE];

/** Id of the host that a row is, or is a part of. */
const hostIdOf = ({ part }: Host, row: Row, id: string): string =>
  part === undefined ? id : (textOf(row, part) ?? '');

const addressLock = (id: string): string => `ipam.address/${id}`;

const carrierOf = (row: Row | undefined): ArcValue | null => (row?.['assignedObject'] ?? null) as ArcValue | null; // arc field

/** Interface of a kind of host that an address is assigned to. */
const interfaceOf = (host: Host, row: Row | undefined): string | null => {
  const carrier = carrierOf(row);
  return carrier?.arm === host.arm ? carrier.id : null;
};

/** Interfaces that carry each address: the owning one, those of further assignments, and those of the address it translates. */
interface Carriers {
  readonly addresses: RowsById;
  readonly interfaces: (address: string) => readonly string[];
}

const carriersOf = async (work: Work, host: Host, ids: readonly string[]): Promise<Carriers> => {
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
    distinct([addresses.get(id), ...(further.get(id) ?? [])].map((row) => interfaceOf(host, row)));
  return {
    addresses,
    interfaces: (id) => [...direct(id), ...direct(textOf(addresses.get(id), 'natInside') ?? '')],
  };
};

/** Tells whether an interface answers for a host: its own, or one of another member of its chassis that is not for management. */
type Answers = (id: string, draft: Draft) => boolean;

const answersOf = async (
  work: Work,
  host: Host,
  ids: readonly string[],
  drafts: readonly Draft[],
): Promise<Answers> => {
  const isShared = host.shared.length > 0;
  const interfaces = await rowsById(work, host.interfaces, ids, [host.owner, ...(isShared ? ['mgmtOnly'] : [])]);
  const owners = isShared ? distinct([...interfaces.values()].map((row) => textOf(row, host.owner))) : [];
  const { part } = host;
  const wholes = part === undefined ? [] : distinct(drafts.map((draft) => textOf(draft.after, part)));
  const members = isShared
    ? await rowsById(work, DEVICE.model, distinct([...owners, ...wholes]), host.shared)
    : new Map<string, Row>();
  return (id, draft) => {
    const row = interfaces.get(id);
    const owner = textOf(row, host.owner);
    const whole = hostIdOf(host, draft.after, draft.id);
    if (owner === whole) return true;
    const own = host.part === undefined ? draft.after : members.get(whole);
    const chassis = host.shared.map((field) => textOf(own, field)).find((value) => value !== null);
    const other = members.get(owner ?? '');
    return (
      chassis !== undefined &&
      row?.['mgmtOnly'] !== true &&
      host.shared.some((field) => textOf(other, field) === chassis)
    );
  };
};

const familyOf = (address: Row): 4 | 6 => (textOf(address, 'address')?.includes(':') ? 6 : 4);

const checkSlot = (host: Host, draft: Draft, slot: Slot, carriers: Carriers, answers: Answers): void => {
  const id = textOf(draft.after, slot);
  const address = id === null ? undefined : carriers.addresses.get(id);
  if (id === null || !address) return;
  const family = slot === 'oobIp' ? null : slot === 'primaryIp4' ? 4 : 6;
  const text = toldOf(address, 'address');
  if (family !== null && familyOf(address) !== family)
    draft.refuse(
      slot,
      'BAD_USER_INPUT',
      `${text} is IPv${familyOf(address)}; the ${LABELS[slot]} address has to be IPv${family}.`,
    );
  if (!carriers.interfaces(id).some((carrier) => answers(carrier, draft)))
    draft.refuse(
      slot,
      host.arm === DEVICE.arm ? 'ADDRESS_NOT_ON_DEVICE' : 'ADDRESS_NOT_ON_MACHINE',
      `${text} is not on an interface of this ${host.label}; assign it to one first.`,
    );
};

/** Fields by which a row gets to other interfaces; those of a part are its host's. */
const moving = ({ part, shared }: Host): readonly string[] => (part === undefined ? shared : [part]);

const watched = (host: Host): readonly string[] => [...host.slots, ...moving(host)];

const onHost = (host: Host): DomainRule =>
  rule(host.model, {
    name: host.rule,
    when: watched(host),
    locks: (drafts) => addressesIn(host, drafts).map(addressLock),
    check: async (drafts, work) => {
      const ids = addressesIn(host, drafts);
      const carriers = await carriersOf(work, host, ids);
      const answers = await answersOf(work, host, distinct(ids.flatMap((id) => carriers.interfaces(id))), drafts);
      for (const draft of drafts)
        for (const slot of host.slots)
          if ([slot, ...moving(host)].some((field) => draft.changed(field)))
            checkSlot(host, draft, slot, carriers, answers);
    },
  });

const addressesIn = (host: Host, drafts: readonly Draft[]): string[] =>
  distinct(drafts.flatMap((draft) => host.slots.map((slot) => textOf(draft.after, slot))));

/** A host that uses an address, and as what. */
interface Use {
  readonly host: Host;
  readonly row: Row;
  readonly label: string;
}

/** What uses the addresses, by address; an address serves one host at most, be it as that of a part as well. */
const usesOf = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, Use>> => {
  const uses = new Map<string, Use>();
  for (const host of HOSTS)
    for (const slot of host.slots)
      for (const row of await rowsOf(work, host.model, slot, ids, [
        'number',
        'name',
        ...(host.part ? [host.part] : []),
      ]))
        uses.set(textOf(row, slot) ?? '', { host, row, label: LABELS[slot] });
  return uses;
};

/** An address in use by a host may change interface, not host. */
const staysOnHost = rule(ADDRESS, {
  name: 'ipam.ipaddress.3',
  when: ['assignedObject'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => addressLock(draft.id)),
  check: async (drafts, work) => {
    const uses = await usesOf(
      work,
      drafts.map((draft) => draft.id),
    );
    const used = drafts.flatMap((draft) => {
      const use = uses.get(draft.id);
      return use ? [{ draft, ...use }] : [];
    });
    const owners = new Map<Host, RowsById>();
    for (const host of HOSTS) {
      const targets = used.filter((use) => use.host === host).map(({ draft }) => interfaceOf(host, draft.after));
      owners.set(host, await rowsById(work, host.interfaces, distinct(targets), [host.owner]));
    }
    for (const { draft, host, row, label } of used) {
      const target = owners.get(host)?.get(interfaceOf(host, draft.after) ?? '');
      if (textOf(target, host.owner) !== hostIdOf(host, row, String(row['id'])))
        draft.refuse(
          'assignedObject',
          'ADDRESS_IN_USE',
          `The address is the ${label} address of ${nameOf(row)}; choose another there first.`,
        );
    }
  },
});

/** Rules about addresses by which devices, their contexts and virtual machines are reached. */
export const deviceAddressRules: readonly DomainRule[] = [...HOSTS.map(onHost), staysOnHost];
