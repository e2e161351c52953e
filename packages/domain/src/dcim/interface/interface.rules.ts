import { derive, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { distinct, idsIn, nameOf, rowsById, rowsOf, textOf, toldOf } from '../../lookup.queries.ts';
import { portLocks } from '../cable/port-lock.ts';
import { VIRTUAL_INTERFACE_TYPES, WIRELESS_INTERFACE_TYPES } from '../cable/cable-compatibility.ts';
import { refuseOtherType, TYPE_OWNERS } from '../templates/same-type.ts';
import { interfaceSortKey } from './sort-key.ts';

const INTERFACE = 'dcim.Interface';
const TEMPLATE = 'dcim.InterfaceTemplate';
const RADIO = ['rfRole', 'rfChannel', 'rfChannelFrequency', 'rfChannelWidth'] as const;

const isSet = (draft: Draft, field: string): boolean => textOf(draft.after, field) !== null;
const isVirtual = (type: string): boolean => VIRTUAL_INTERFACE_TYPES.has(type);

/** Fills the key that interfaces are sorted by. */
export const sortKey = (model: string, name = 'dcim.interface.8'): DomainRule =>
  derive(model, {
    name,
    from: ['name'],
    fill: (drafts) => {
      for (const draft of drafts) draft.set('sortKey', interfaceSortKey(textOf(draft.after, 'name') ?? ''));
    },
  });

const refuseOnVirtual = (draft: Draft, type: string): void => {
  if (isSet(draft, 'cable'))
    draft.refuse('type', 'CABLE_OCCUPIED', `An interface of type ${type} takes no cable; remove the cable first.`);
  if (draft.after['markConnected'] === true)
    draft.refuse('markConnected', 'BAD_USER_INPUT', `An interface of type ${type} can't be marked as connected.`);
};

const virtualHasNoSocket = (model: string): DomainRule =>
  rule(model, {
    name: 'dcim.interface.1',
    when: ['type', 'markConnected', 'poeMode', 'poeType', 'cable'],
    early: true,
    ...(model === INTERFACE && { locks: portLocks }),
    check: (drafts) => {
      for (const draft of drafts) {
        const type = textOf(draft.after, 'type') ?? '';
        if (isVirtual(type)) refuseOnVirtual(draft, type);
        const powered = ['poeMode', 'poeType'].find((field) => isSet(draft, field));
        if (isVirtual(type) && powered)
          draft.refuse(
            powered,
            'BAD_USER_INPUT',
            `An interface of type ${type} can't have power over Ethernet; leave it empty.`,
          );
        else if (isSet(draft, 'poeType') && !isSet(draft, 'poeMode'))
          draft.refuse('poeMode', 'REQUIRED', 'A PoE type needs a PoE mode; choose pd or pse.');
      }
    },
  });

const RELATED = ['parent', 'bridge', 'lag'] as const;

type Related = (typeof RELATED)[number];

const refuseItself = (draft: Draft, field: Related): boolean => {
  const isItself = textOf(draft.after, field) === draft.id;
  if (isItself) draft.refuse(field, 'BAD_USER_INPUT', `An interface can't be its own ${field}; choose another.`);
  return isItself;
};

/** What devices act as: their virtual chassis, else themselves. */
const unitsOf = async (work: Work, devices: Iterable<string | null>): Promise<(row: Row | undefined) => string> => {
  const rows = await rowsById(work, 'dcim.Device', distinct(devices), ['virtualChassis']);
  return (row) => {
    const device = textOf(row, 'device') ?? '';
    return textOf(rows.get(device), 'virtualChassis') ?? device;
  };
};

/** Keeps the chassis of devices, which is what lets interfaces of several devices belong together. */
const holdChassis = async (work: Work, devices: Iterable<string | null>): Promise<void> => {
  const rows = await rowsById(work, 'dcim.Device', distinct(devices), ['virtualChassis']);
  holdRows(
    work,
    'dcim.VirtualChassis',
    [...rows.values()].map((row) => textOf(row, 'virtualChassis')),
  );
};

const refuseKind = (draft: Draft, lag: Row | undefined): void => {
  const type = textOf(draft.after, 'type') ?? '';
  if (isSet(draft, 'parent') && type !== 'virtual')
    draft.refuse('parent', 'BAD_USER_INPUT', `Only virtual interfaces have a parent; this one is ${type}.`);
  if (!isSet(draft, 'lag')) return;
  if (type === 'virtual') draft.refuse('lag', 'BAD_USER_INPUT', "A virtual interface can't be a member of a LAG.");
  else if (lag && textOf(lag, 'type') !== 'lag')
    draft.refuse('lag', 'BAD_USER_INPUT', `${nameOf(lag)} is no LAG; its type is ${toldOf(lag, 'type')}.`);
};

const related = rule(INTERFACE, {
  name: 'dcim.interface.2',
  when: ['type', ...RELATED],
  check: async (drafts, work) => {
    const linked = drafts.filter((draft) => RELATED.some((field) => isSet(draft, field)));
    if (linked.length === 0) return;
    const ids = distinct(linked.flatMap((draft) => RELATED.map((field) => textOf(draft.after, field))));
    const others = await rowsById(work, INTERFACE, ids, ['name', 'type', 'device']);
    const own = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const find = (draft: Draft, field: string) => {
      const id = textOf(draft.after, field) ?? '';
      return own.get(id) ?? others.get(id);
    };
    const strangers = [...others.values()].map((row) => textOf(row, 'device'));
    const devices = [...idsIn(linked, 'device'), ...strangers];
    const isAcross = (draft: Draft, field: string): boolean => {
      const other = find(draft, field);
      return other !== undefined && textOf(other, 'device') !== textOf(draft.after, 'device');
    };
    if (linked.some((draft) => RELATED.some((field) => isAcross(draft, field)))) await holdChassis(work, devices);
    const unitOf = await unitsOf(work, devices);
    for (const draft of linked) {
      for (const field of RELATED) {
        const other = find(draft, field);
        if (!refuseItself(draft, field) && other && unitOf(other) !== unitOf(draft.after))
          draft.refuse(
            field,
            'DEVICE_MISMATCH',
            `${nameOf(other)} belongs to another device; choose one of the same device or virtual chassis.`,
          );
      }
      refuseKind(draft, find(draft, 'lag'));
    }
  },
});

/** Whether following the reference from a row comes back to it. */
const isLoop = (start: string, next: ReadonlyMap<string, string | null>): boolean => {
  const seen = new Set<string>();
  let at = next.get(start) ?? null;
  while (at !== null && at !== start && !seen.has(at)) {
    seen.add(at);
    at = next.get(at) ?? null;
  }
  return at === start;
};

/** References that must not lead back; two interfaces may well be bridged to each other. */
const HIERARCHY = ['parent', 'lag'] as const;

/** Interfaces of the devices and of the other members of their chassis, which no one else relates meanwhile. */
const relatives = async (work: Work, devices: readonly string[]): Promise<readonly Row[]> => {
  const own = await rowsById(work, 'dcim.Device', devices, ['virtualChassis']);
  const chassis = distinct([...own.values()].map((row) => textOf(row, 'virtualChassis')));
  const members = await rowsOf(work, 'dcim.Device', 'virtualChassis', chassis, []);
  const alone = [...own.values()].filter((row) => textOf(row, 'virtualChassis') === null).map(({ id }) => String(id));
  await work.lock([...chassis, ...alone].map((id) => `${INTERFACE}.related/${id}`));
  return rowsOf(work, INTERFACE, 'device', [...alone, ...members.map(({ id }) => String(id))], [...HIERARCHY]);
};

const noLoops = rule(INTERFACE, {
  name: 'dcim.interface.2.loop',
  when: HIERARCHY,
  on: ['update'],
  check: async (drafts, work) => {
    const rows = await relatives(work, idsIn(drafts, 'device'));
    const own = new Map(drafts.map((draft) => [draft.id, draft.after]));
    for (const field of HIERARCHY) {
      const next = new Map(rows.map((row) => [String(row['id']), textOf(own.get(String(row['id'])) ?? row, field)]));
      for (const draft of drafts)
        if (textOf(draft.after, field) !== draft.id && draft.changed(field) && isLoop(draft.id, next))
          draft.refuse(
            field,
            'BAD_USER_INPUT',
            `This ${field} leads back to the interface itself; choose one outside the loop.`,
          );
    }
  },
});

/** Centre frequency and width in MHz of a channel named band-channel-frequency-width. */
const channelOf = (channel: string): { frequency: string; width: string } | null => {
  const [, , frequency, width] = channel.split('-');
  return frequency !== undefined && width !== undefined ? { frequency, width } : null;
};

const fillChannel = derive(INTERFACE, {
  name: 'dcim.interface.3.channel',
  from: ['rfChannel'],
  fill: (drafts, work) => {
    if (work.trusted) return;
    for (const draft of drafts) {
      const channel = channelOf(textOf(draft.after, 'rfChannel') ?? '');
      if (!channel) continue;
      if (draft.input['rfChannelFrequency'] == null) draft.set('rfChannelFrequency', channel.frequency);
      if (draft.input['rfChannelWidth'] == null) draft.set('rfChannelWidth', channel.width);
    }
  },
});

const refuseChannel = (draft: Draft): void => {
  const channel = channelOf(textOf(draft.after, 'rfChannel') ?? '');
  const pairs = channel
    ? ([
        ['rfChannelFrequency', channel.frequency],
        ['rfChannelWidth', channel.width],
      ] as const)
    : [];
  for (const [field, expected] of pairs) {
    const given = textOf(draft.after, field);
    if (given !== null && Number(given) !== Number(expected))
      draft.refuse(field, 'BAD_USER_INPUT', `The channel has ${expected} MHz, not ${given}; leave the field empty.`);
  }
};

const radioOnWireless = (model: string, fields: readonly string[]): DomainRule =>
  rule(model, {
    name: 'dcim.interface.3',
    when: ['type', ...fields],
    check: (drafts) => {
      for (const draft of drafts) {
        const type = textOf(draft.after, 'type') ?? '';
        const radio = WIRELESS_INTERFACE_TYPES.has(type) ? undefined : fields.find((field) => isSet(draft, field));
        if (radio)
          draft.refuse(radio, 'BAD_USER_INPUT', `Only wireless interfaces have radio settings; this one is ${type}.`);
        else refuseChannel(draft);
      }
    },
  });

const bridgeWithinType = rule(TEMPLATE, {
  name: 'dcim._template.1',
  when: ['bridge'],
  check: async (drafts, work) => {
    const others = await rowsById(work, TEMPLATE, idsIn(drafts, 'bridge'), ['name', ...TYPE_OWNERS]);
    for (const draft of drafts)
      if (!refuseItself(draft, 'bridge'))
        refuseOtherType(draft, 'bridge', others.get(textOf(draft.after, 'bridge') ?? ''));
  },
});

/** Rules of interfaces and their templates; those about VLANs and addresses live in ipam. */
export const interfaceRules: readonly DomainRule[] = [
  sortKey(INTERFACE),
  sortKey(TEMPLATE),
  fillChannel,
  virtualHasNoSocket(INTERFACE),
  virtualHasNoSocket(TEMPLATE),
  related,
  noLoops,
  radioOnWireless(INTERFACE, RADIO),
  radioOnWireless(TEMPLATE, ['rfRole']),
  bridgeWithinType,
];
