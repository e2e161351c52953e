import { afterSave, derive, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { distinct, textOf } from '../../lookup.queries.ts';
import { repeatedClaims, type Claim } from '../duplicates.ts';
import { sameSpace } from '../same-space.rules.ts';
import { enforcedAmong, planLock, planOf, takeSpace } from '../unique-scope.rules.ts';
import { changedNetworks, refreshAddressesInside, refreshPrefixes } from './hierarchy.queries.ts';

const PREFIX = 'ipam.Prefix';
const PLACE = ['prefix', 'vrf', 'addressSpace'];

const claimOf = (draft: Draft): Claim => ({
  id: draft.id,
  key: `${planOf(draft.after)} ${textOf(draft.after, 'prefix')}`,
  isShared: false,
  index: draft.index,
});

/** Drafts that repeat a stored prefix or an earlier draft of the same table of addresses. */
const repeatsAmong = async (drafts: readonly Draft[], work: Work): Promise<ReadonlyMap<string, Claim>> => {
  const networks = distinct(drafts.map((draft) => textOf(draft.after, 'prefix')));
  const own = new Set(drafts.map((draft) => draft.id));
  const stored = await work.read.rows(PREFIX, { where: { prefix: networks }, fields: PLACE });
  const others = stored.filter((row) => !own.has(String(row['id'])));
  return repeatedClaims([
    ...others.map(
      (row): Claim => ({
        id: String(row['id']),
        key: `${planOf(row)} ${textOf(row, 'prefix')}`,
        isShared: false,
        index: null,
      }),
    ),
    ...drafts.map(claimOf),
  ]);
};

/** An import keeps duplicates of its source: they stay outside the unique index and leave a finding. */
const uniqueScope = derive(PREFIX, {
  name: 'ipam.prefix.1.scope',
  from: PLACE,
  fill: async (drafts, work) => {
    const enforced = await enforcedAmong(drafts, work);
    const repeated = work.trusted ? await repeatsAmong([...enforced], work) : new Map<string, Claim>();
    for (const draft of drafts)
      draft.set('uniqueScope', enforced.has(draft) && !repeated.has(draft.id) ? planOf(draft.after) : null);
  },
});

const unique = rule(PREFIX, {
  name: 'ipam.prefix.1',
  when: PLACE,
  locks: (drafts) => drafts.map((draft) => planLock(draft.after)),
  early: true,
  check: async (drafts, work) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'prefix')?.endsWith('/0'))
        draft.refuse('prefix', 'BAD_USER_INPUT', 'A prefix of length 0 is the whole internet; use a longer one.');
    const enforced = await enforcedAmong(drafts, work);
    const repeated = await repeatsAmong([...enforced], work);
    for (const draft of enforced)
      if (repeated.has(draft.id)) {
        const where = textOf(draft.after, 'vrf') === null ? 'outside VRFs' : 'in this VRF';
        draft.refuse(
          'prefix',
          'PREFIX_DUPLICATE',
          `${textOf(draft.after, 'prefix')} exists already ${where}; use that one, or allow duplicates there.`,
        );
      }
  },
});

/** Moves in the table a prefix leaves count too, so that both are locked. */
const lockBefore = rule(PREFIX, {
  name: 'ipam.prefix.2',
  when: PLACE,
  on: ['update', 'delete'],
  locks: (drafts) => drafts.flatMap((draft) => (draft.before ? [planLock(draft.before)] : [])),
  early: true,
  check: () => undefined,
});

const hierarchy = afterSave(PREFIX, {
  name: 'ipam.prefix.2.hierarchy',
  when: PLACE,
  on: ['create', 'update', 'delete'],
  run: async (drafts, work) => {
    const changed = changedNetworks(drafts);
    await refreshPrefixes(work, changed);
    await refreshAddressesInside(work, changed);
  },
});

/** Rules of prefixes. */
export const prefixRules: readonly DomainRule[] = [
  takeSpace(PREFIX),
  uniqueScope,
  sameSpace(PREFIX),
  unique,
  lockBefore,
  hierarchy,
];
