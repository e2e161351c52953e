import { rule, type DomainRule } from '@plumbline/engine';
import { didYouMean } from '@plumbline/kit';

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []; // text or text list

/** The types that a row names exist. */
export const knownTypes = (entity: string, name: string, field: 'objectType' | 'objectTypes'): DomainRule =>
  rule(entity, {
    name,
    when: [field],
    check: (drafts, work) => {
      const known = work.registry.models.map((model) => model.name);
      const names = new Set(known);
      for (const draft of drafts) {
        const given = listOf(draft.after[field]);
        const unknown = given.find((type) => !names.has(type));
        if (unknown !== undefined)
          draft.refuse(field, 'BAD_USER_INPUT', `There is no type "${unknown}".${didYouMean(unknown, known)}`);
        else if (field === 'objectTypes' && given.length === 0)
          draft.refuse(field, 'REQUIRED', 'Name at least one type, such as dcim.Device.');
      }
    },
  });
