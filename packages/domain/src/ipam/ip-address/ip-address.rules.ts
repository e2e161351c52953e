import { afterSave, derive, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { IpHost } from '@plumbline/net';
import { distinct, textOf } from '../../lookup.queries.ts';
import { repeatedClaims, type Claim } from '../duplicates.ts';
import { prefixesAround, refreshAddresses } from '../prefix/hierarchy.queries.ts';
import { hostOf } from './host-of.ts';
import { sameSpace } from '../same-space.rules.ts';
import { enforcedAmong, planLock, planOf, takeSpace } from '../unique-scope.rules.ts';
import { isSharedRole } from './shared-roles.ts';

const ADDRESS = 'ipam.IpAddress';
const PLACE = ['address', 'vrf', 'addressSpace'];
const CLAIM = [...PLACE, 'role'];

const claimOf = (row: Row, index: number | null): Claim => ({
  id: String(row['id']),
  key: `${planOf(row)} ${hostOf(row)}`,
  isShared: isSharedRole(textOf(row, 'role')),
  index,
});

/** Drafts that repeat a stored host or an earlier draft of the same table of addresses, whatever the mask. */
const repeatsAmong = async (drafts: readonly Draft[], work: Work): Promise<ReadonlyMap<string, Claim>> => {
  const hosts = distinct(drafts.map((draft) => hostOf(draft.after)).filter((host) => host !== ''));
  const own = new Set(drafts.map((draft) => draft.id));
  const stored = await work.read.rows(ADDRESS, { where: { host: hosts }, fields: CLAIM });
  return repeatedClaims([
    ...stored.filter((row) => !own.has(String(row['id']))).map((row) => claimOf(row, null)),
    ...drafts.map((draft) => claimOf({ ...draft.after, id: draft.id }, draft.index)),
  ]);
};

/** Roles that several devices share stay outside the unique index, as do duplicates that an import brings. */
const uniqueScope = derive(ADDRESS, {
  name: 'ipam.ipaddress.2.scope',
  from: CLAIM,
  fill: async (drafts, work) => {
    const enforced = await enforcedAmong(drafts, work);
    const repeated = work.trusted ? await repeatsAmong([...enforced], work) : new Map<string, Claim>();
    for (const draft of drafts) {
      const isIndexed = enforced.has(draft) && !isSharedRole(textOf(draft.after, 'role')) && !repeated.has(draft.id);
      draft.set('uniqueScope', isIndexed ? planOf(draft.after) : null);
    }
  },
});

const imagesOf = ({ before, after }: Draft): Row[] => (before ? [before, after] : [after]);

/** Lock of one host in a table of addresses; hosts of one table that differ don't wait for each other. */
const hostLock = (row: Row): string => `host of ${planLock(row)}/${hostOf(row)}`;

const unique = rule(ADDRESS, {
  name: 'ipam.ipaddress.2',
  when: CLAIM,
  within: (drafts) => [...new Set(drafts.flatMap((draft) => imagesOf(draft).map(planLock)))],
  locks: (drafts) => drafts.flatMap((draft) => imagesOf(draft).map(hostLock)),
  early: true,
  check: async (drafts, work) => {
    const enforced = await enforcedAmong(drafts, work);
    const repeated = await repeatsAmong([...enforced], work);
    for (const draft of enforced) {
      if (!repeated.has(draft.id)) continue;
      const where = textOf(draft.after, 'vrf') === null ? 'outside VRFs' : 'in this VRF';
      draft.refuse(
        'address',
        'ADDRESS_DUPLICATE',
        `${hostOf(draft.after)} exists already ${where}; use that one, or give all of them a role such as vip or anycast.`,
      );
    }
  },
});

const usable = rule(ADDRESS, {
  name: 'ipam.ipaddress.1',
  when: ['address', 'assignedObject'],
  check: (drafts) => {
    for (const draft of drafts) {
      const text = textOf(draft.after, 'address');
      if (text === null) continue;
      const host = IpHost.parse(text);
      const { network } = host;
      if (host.length === 0)
        draft.refuse('address', 'BAD_USER_INPUT', 'A mask of length 0 is the whole internet; use a longer one.');
      else if (draft.after['assignedObject'] != null && network.isNetworkAddress(host))
        draft.refuse(
          'address',
          'BAD_USER_INPUT',
          `${host.address} is the address of the network ${network.toString()} itself and can't be assigned.`,
        );
      else if (draft.after['assignedObject'] != null && network.isBroadcast(host))
        draft.refuse(
          'address',
          'BAD_USER_INPUT',
          `${host.address} is the broadcast address of ${network.toString()} and can't be assigned.`,
        );
    }
  },
});

const slaac = rule(ADDRESS, {
  name: 'ipam.ipaddress.3.slaac',
  when: ['status', 'address'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'status') === 'slaac' && !textOf(draft.after, 'address')?.includes(':'))
        draft.refuse(
          'status',
          'BAD_USER_INPUT',
          'Only IPv6 addresses configure themselves; choose another status than slaac.',
        );
  },
});

const lowerName = derive(ADDRESS, {
  name: 'ipam.ipaddress.3.dns',
  from: ['dnsName'],
  fill: (drafts, work) => {
    if (work.trusted) return;
    for (const draft of drafts) draft.set('dnsName', textOf(draft.after, 'dnsName')?.toLowerCase() ?? null);
  },
});

const notItsOwnInside = rule(ADDRESS, {
  name: 'ipam.ipaddress.nat',
  when: ['natInside'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'natInside') === draft.id)
        draft.refuse('natInside', 'BAD_USER_INPUT', "An address can't be translated to itself; choose another.");
  },
});

/** So many rows cost more to write twice than to look for beforehand. */
const MANY = 100;

/** Spares `parentPrefix` a second write of nearly all rows of a large batch; it has the last word. */
const likelyPrefix = derive(ADDRESS, {
  name: 'ipam.prefix.2.likely',
  from: PLACE,
  fill: async (drafts, work) => {
    if (drafts.length < MANY) return;
    const parents = await prefixesAround(
      work,
      drafts.map(({ after }) => after),
    );
    drafts.forEach((draft, i) => draft.set('parentPrefix', parents[i] ?? null));
  },
});

const parentPrefix = afterSave(ADDRESS, {
  name: 'ipam.prefix.2.address',
  when: PLACE,
  run: (drafts, work) =>
    refreshAddresses(
      work,
      drafts.map((draft) => draft.id),
    ),
});

/** Rules of addresses; those that guard devices are in device-address.rules.ts. */
export const ipAddressRules: readonly DomainRule[] = [
  takeSpace(ADDRESS),
  likelyPrefix,
  lowerName,
  uniqueScope,
  sameSpace(ADDRESS),
  usable,
  unique,
  slaac,
  notItsOwnInside,
  parentPrefix,
];
