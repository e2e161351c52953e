import { afterSave, rule, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { rowsOf, textOf, toldFirst, toldOf } from '../../lookup.queries.ts';
import { isSharedRole } from '../ip-address/shared-roles.ts';
import { planLock, planOf } from '../unique-scope.rules.ts';

const VRF = 'ipam.Vrf';

/** What stands more than once, as messages tell it; null when nothing does. */
const firstRepeat = (rows: readonly Row[], field: string): string | null => {
  const groups = groupBy(rows, (row) => `${textOf(row, 'vrf')} ${textOf(row, field)}`);
  const repeated = [...groups.values()].filter(
    (own) => own.length > 1 && !own.every((row) => isSharedRole(textOf(row, 'role'))),
  );
  const told = toldFirst(repeated.flat());
  return told ? toldOf(told, field) : null;
};

const contentsOf = async (work: Work, ids: readonly string[]) => ({
  prefixes: await rowsOf(work, 'ipam.Prefix', 'vrf', ids, ['prefix', 'addressSpace']),
  addresses: await rowsOf(work, 'ipam.IpAddress', 'vrf', ids, ['host', 'addressSpace', 'role']),
});

const contentsAreUnique = rule(VRF, {
  name: 'ipam.vrf.1',
  when: ['enforceUnique'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => planLock({ ...draft.after, vrf: draft.id })),
  check: async (drafts, work) => {
    const strict = drafts.filter((draft) => draft.after['enforceUnique'] === true);
    const { prefixes, addresses } = await contentsOf(
      work,
      strict.map((draft) => draft.id),
    );
    for (const draft of strict) {
      const own = (rows: readonly Row[]) => rows.filter((row) => textOf(row, 'vrf') === draft.id);
      // prefixes have role references, never one of the shared roles of addresses
      const repeated = firstRepeat(own(prefixes), 'prefix') ?? firstRepeat(own(addresses), 'host');
      if (repeated !== null)
        draft.refuse(
          'enforceUnique',
          'DUPLICATE',
          `${repeated} occurs more than once in this VRF; remove the duplicates first.`,
        );
    }
  },
});

/** Turning uniqueness on or off moves the contents into or out of the unique index. */
const refreshScopes = afterSave(VRF, {
  name: 'ipam.vrf.1.scope',
  when: ['enforceUnique'],
  on: ['update'],
  run: async (drafts, work) => {
    const strict = new Set(drafts.filter((draft) => draft.after['enforceUnique'] === true).map((draft) => draft.id));
    const { prefixes, addresses } = await contentsOf(
      work,
      drafts.map((draft) => draft.id),
    );
    const scoped = (row: Row) => ({
      id: row['id'],
      uniqueScope: strict.has(textOf(row, 'vrf') ?? '') && !isSharedRole(textOf(row, 'role')) ? planOf(row) : null,
    });
    await work.setDerived('ipam.Prefix', prefixes.map(scoped));
    await work.setDerived('ipam.IpAddress', addresses.map(scoped));
  },
});

/** What is in a VRF follows it into another address space. */
const moveSpace = afterSave(VRF, {
  name: 'ipam.vrf.space',
  when: ['addressSpace'],
  on: ['update'],
  run: async (drafts, work) => {
    const spaces = new Map(drafts.map((draft) => [draft.id, textOf(draft.after, 'addressSpace')]));
    for (const model of ['ipam.Prefix', 'ipam.IpAddress', 'ipam.IpRange']) {
      const rows = await rowsOf(work, model, 'vrf', [...spaces.keys()], []);
      const moved = rows.map((row) => ({ id: row['id'], addressSpace: spaces.get(textOf(row, 'vrf') ?? '') ?? null }));
      if (moved.length > 0) await work.update(model, moved);
    }
  },
});

/** Rules of VRFs. */
export const vrfRules: readonly DomainRule[] = [contentsAreUnique, refreshScopes, moveSpace];
