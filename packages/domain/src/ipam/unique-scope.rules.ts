import { derive, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { isGiven, targetsOf, textOf } from '../lookup.queries.ts';

/** Setting that refuses equal prefixes and addresses outside VRFs; on unless turned off. */
export const ENFORCE_GLOBAL_UNIQUE = 'ipam.enforceGlobalUnique';

/** Table of addresses a row belongs to: address space and VRF, each empty for the default one. */
export const planOf = (row: Row): string => `${textOf(row, 'addressSpace') ?? ''}:${textOf(row, 'vrf') ?? ''}`;

/** Lock that serialises what depends on the hierarchy of one table of addresses. */
export const planLock = (row: Row): string => `ipam.plan/${planOf(row)}`;

/** A VRF belongs to one address space, and so does what is in it. */
export const takeSpace = (entity: string): DomainRule =>
  derive(entity, {
    name: `${entity.toLowerCase()}.space`,
    from: ['vrf', 'addressSpace'],
    fill: async (drafts, work) => {
      const vrfs = await targetsOf(work, drafts, 'vrf', 'ipam.Vrf', ['addressSpace']);
      for (const draft of drafts) {
        const vrf = vrfs.get(textOf(draft.after, 'vrf') ?? '');
        if (vrf && !(isGiven(draft, 'addressSpace') && textOf(draft.after, 'addressSpace') !== null))
          draft.set('addressSpace', textOf(vrf, 'addressSpace'));
      }
    },
  });

/** Drafts whose table of addresses refuses duplicates. */
export const enforcedAmong = async (drafts: readonly Draft[], work: Work): Promise<ReadonlySet<Draft>> => {
  const vrfs = await targetsOf(work, drafts, 'vrf', 'ipam.Vrf', ['enforceUnique']);
  const isGlobal = (await work.settings(ENFORCE_GLOBAL_UNIQUE)) !== false;
  return new Set(
    drafts.filter((draft) => {
      const vrf = textOf(draft.after, 'vrf');
      return vrf === null ? isGlobal : vrfs.get(vrf)?.['enforceUnique'] === true;
    }),
  );
};
