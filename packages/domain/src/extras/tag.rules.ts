import { isHiddenField, rule, type Domain, type DomainRule, type Row } from '@plumbline/engine';
import { specOf } from '@plumbline/kit';
import { nameOf, rowsById } from '../lookup.queries.ts';

const appliesTo = (model: string, objectTypes: unknown): boolean =>
  !Array.isArray(objectTypes) || objectTypes.length === 0 || objectTypes.includes(model);

const typesTold = (tag: Row): string =>
  isHiddenField(tag, 'objectTypes') ? '' : `; it goes on ${(tag['objectTypes'] as string[]).join(', ')}`; // checked to be a list

const tagFits = (model: string): DomainRule =>
  rule(model, {
    name: 'extras.tag.1',
    when: ['tags'],
    check: async (drafts, work) => {
      const tagsOf = (row: Readonly<Record<string, unknown>>) => (row['tags'] ?? []) as readonly string[]; // link field
      const ids = [...new Set(drafts.flatMap((draft) => tagsOf(draft.after)))];
      const tags = await rowsById(work, 'extras.Tag', ids, ['name', 'objectTypes']);
      for (const draft of drafts)
        tagsOf(draft.after).forEach((id, at) => {
          const tag = tags.get(id);
          if (tag && !appliesTo(model, tag['objectTypes']))
            draft.refuse(`tags.${at}`, 'TAG_NOT_APPLICABLE', `Tag ${nameOf(tag)} is for other types${typesTold(tag)}.`);
        });
    },
  });

/** The rule that keeps tags on the types they are for, for every entity of a domain that takes tags. */
export const tagRules = (entities: Domain['entities']): readonly DomainRule[] =>
  entities
    .map((entityClass) => specOf(entityClass))
    .filter((spec) => spec.options.features?.includes('tags'))
    .map((spec) => tagFits(spec.name));
