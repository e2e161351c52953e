import { rule, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { idsIn, nameOf, targetsOf, textOf } from '../../lookup.queries.ts';

/** Something that is at a site and names something else there. */
export interface SameSite {
  /** Name of the rule. */
  readonly name: string;
  /** Reference to what has to be at the same site. */
  readonly reference: string;
  readonly target: string;
  /** What the caller would choose instead, such as `a rack at the site of the panel`. */
  readonly choose: string;
  /** Reference to what says where the row is; its own `site` when absent. */
  readonly at?: { readonly reference: string; readonly target: string };
}

/** Refuses what is named at another site; `other` is what says where the row itself is, when it is not the row. */
export const refuseOtherSite = (
  draft: Draft,
  { reference, choose }: Pick<SameSite, 'reference' | 'choose'>,
  named: Row | undefined,
  other?: Row,
): void => {
  if (!named || textOf(named, 'site') === textOf(other ?? draft.after, 'site')) return;
  const than = other ? ` than ${nameOf(other)}` : '';
  draft.refuse(reference, 'SITE_MISMATCH', `${nameOf(named)} is at another site${than}; choose ${choose}.`);
};

/** The rule that what a row names is at its site; neither of the two moves meanwhile. */
export const atSameSite = (entity: string, spec: SameSite): DomainRule => {
  const { name, reference, target, at } = spec;
  return rule(entity, {
    name,
    when: [reference, at?.reference ?? 'site'],
    check: async (drafts, work) => {
      if (at) holdRows(work, at.target, idsIn(drafts, at.reference));
      holdRows(work, target, idsIn(drafts, reference));
      const named = await targetsOf(work, drafts, reference, target, ['name', 'site']);
      const others = at ? await targetsOf(work, drafts, at.reference, at.target, ['name', 'site']) : null;
      const own = new Map(target === entity ? drafts.map((draft) => [draft.id, draft.after]) : []);
      for (const draft of drafts) {
        const id = textOf(draft.after, reference) ?? '';
        const other = at ? others?.get(textOf(draft.after, at.reference) ?? '') : undefined;
        if (!at || other) refuseOtherSite(draft, spec, own.get(id) ?? named.get(id), other);
      }
    },
  });
};
