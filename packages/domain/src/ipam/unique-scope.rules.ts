import { derive, wideLock, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { holdRows } from '../held.queries.ts';
import { idsIn, isGiven, targetsOf, textOf } from '../lookup.queries.ts';

/** Setting that refuses equal prefixes and addresses outside VRFs; on unless turned off. */
export const ENFORCE_GLOBAL_UNIQUE = 'ipam.enforceGlobalUnique';

/** Table of addresses a row belongs to: address space and VRF, each empty for the default one. */
export const planOf = (row: Row): string => `${textOf(row, 'addressSpace') ?? ''}:${textOf(row, 'vrf') ?? ''}`;

/**
 * Lock that serialises what depends on the hierarchy of one table of addresses.
 *
 * A VRF names its table alone, so that the lock is known before the address space of a row is filled in from it.
 */
export const planLock = (row: Row): string =>
  wideLock(`ipam.plan/${textOf(row, 'vrf') ?? `space/${textOf(row, 'addressSpace') ?? ''}`}`);

/** A VRF belongs to one address space, and so does what is in it. */
export const takeSpace = (entity: string): DomainRule =>
  derive(entity, {
    name: `${entity.toLowerCase()}.space`,
    from: ['vrf', 'addressSpace'],
    fill: async (drafts, work) => {
      holdRows(work, 'ipam.Vrf', idsIn(drafts, 'vrf'));
      const vrfs = await targetsOf(work, drafts, 'vrf', 'ipam.Vrf', ['addressSpace']);
      for (const draft of drafts) {
        const vrf = vrfs.get(textOf(draft.after, 'vrf') ?? '');
        if (vrf && !(isGiven(draft, 'addressSpace') && textOf(draft.after, 'addressSpace') !== null))
          draft.set('addressSpace', textOf(vrf, 'addressSpace'));
      }
    },
  });

const GLOBAL_LOCK = wideLock('ipam.plan/global');

/** Whether equal values are refused outside VRFs; nobody changes that until the transaction ends. */
const isGlobalUnique = async (work: Work): Promise<boolean> => {
  await work.lock([GLOBAL_LOCK], { shared: true });
  return (await work.settings(ENFORCE_GLOBAL_UNIQUE)) !== false;
};

/** Excludes all who write prefixes and addresses outside VRFs until the transaction ends. */
export const lockGlobal = (work: Work): Promise<void> => work.lock([GLOBAL_LOCK]);

/** Drafts whose table of addresses refuses duplicates. */
export const enforcedAmong = async (drafts: readonly Draft[], work: Work): Promise<ReadonlySet<Draft>> => {
  const vrfs = await targetsOf(work, drafts, 'vrf', 'ipam.Vrf', ['enforceUnique']);
  const isGlobal = drafts.some((draft) => textOf(draft.after, 'vrf') === null) && (await isGlobalUnique(work));
  return new Set(
    drafts.filter((draft) => {
      const vrf = textOf(draft.after, 'vrf');
      return vrf === null ? isGlobal : vrfs.get(vrf)?.['enforceUnique'] === true;
    }),
  );
};
