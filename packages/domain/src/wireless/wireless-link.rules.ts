import { afterSave, derive, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { distanceRules } from '../circuits/distance.rules.ts';
import { WIRELESS_INTERFACE_TYPES } from '../dcim/cable/cable-compatibility.ts';
import { interfaceTypeLock, keepsType } from '../interface-type.rules.ts';
import { distinct, nameOf, numberOf, rowsById, rowsOf, textOf, toldOf } from '../lookup.queries.ts';

const LINK = 'wireless.WirelessLink';
const INTERFACE = 'dcim.Interface';
const ENDS = ['interfaceA', 'interfaceB'] as const;

const endsOf = (drafts: readonly Draft[]): string[] =>
  distinct(drafts.flatMap((draft) => ENDS.map((end) => textOf(draft.after, end))));

const takeDevices = derive(LINK, {
  name: 'wireless.wirelesslink.1.devices',
  from: ENDS,
  fill: async (drafts, work) => {
    const interfaces = await rowsById(work, INTERFACE, endsOf(drafts), ['device']);
    for (const draft of drafts)
      for (const end of ENDS)
        draft.set(`${end}Device`, textOf(interfaces.get(textOf(draft.after, end) ?? ''), 'device'));
  },
});

const endsAtRadios = rule(LINK, {
  name: 'wireless.wirelesslink.1',
  when: ENDS,
  locks: (drafts) => endsOf(drafts).map(interfaceTypeLock),
  check: async (drafts, work) => {
    const interfaces = await rowsById(work, INTERFACE, endsOf(drafts), ['name', 'type']);
    for (const draft of drafts) {
      for (const end of ENDS) {
        const row = interfaces.get(textOf(draft.after, end) ?? '');
        const type = textOf(row, 'type') ?? '';
        if (row && !WIRELESS_INTERFACE_TYPES.has(type))
          draft.refuse(
            end,
            'BAD_USER_INPUT',
            `Wireless links end at radios; ${nameOf(row)} is ${toldOf(row, 'type')}.`,
          );
      }
      const [a, b] = ENDS.map((end) => textOf(draft.after, end));
      if (a !== null && a === b)
        draft.refuse('interfaceB', 'BAD_USER_INPUT', 'A link has two ends; choose another interface for this one.');
    }
  },
});

/** Shows on each interface the newest link that ends there. */
const showLinks = async (work: Work, interfaces: readonly string[]): Promise<void> => {
  const there = await rowsById(work, INTERFACE, interfaces, []);
  const newest = new Map<string, { readonly id: string; readonly number: number }>();
  for (const end of ENDS)
    for (const row of await rowsOf(work, LINK, end, [...there.keys()], ['number'])) {
      const at = textOf(row, end) ?? '';
      const number = numberOf(row, 'number') ?? 0;
      if (number >= (newest.get(at)?.number ?? 0)) newest.set(at, { id: String(row['id']), number });
    }
  if (there.size > 0)
    await work.setDerived(
      INTERFACE,
      [...there.keys()].map((id) => ({ id, wirelessLink: newest.get(id)?.id ?? null })),
    );
};

const mirror = afterSave(LINK, {
  name: 'wireless.wirelesslink.1.mirror',
  when: ENDS,
  on: ['create', 'update', 'delete'],
  run: (drafts, work) =>
    showLinks(
      work,
      distinct(
        drafts.flatMap((draft) => ENDS.flatMap((end) => [textOf(draft.before ?? {}, end), textOf(draft.after, end)])),
      ),
    ),
});

/** Rules of wireless links. */
export const wirelessLinkRules: readonly DomainRule[] = [
  ...distanceRules(LINK),
  takeDevices,
  endsAtRadios,
  keepsType({
    name: 'wireless.wirelesslink.1.type',
    model: LINK,
    references: ENDS,
    types: WIRELESS_INTERFACE_TYPES,
    says: 'a wireless link ends here',
  }),
  mirror,
];
