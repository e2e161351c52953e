import { rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { rowsOf, textOf } from '../../lookup.queries.ts';
import { typesOf } from './definitions.queries.ts';
import { choicesInUse } from './stored-values.queries.ts';

const SET = 'extras.CustomFieldChoiceSet';

const isPair = (item: unknown): item is readonly [string, string] =>
  Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === 'string' && part !== '');

const itemsOf = (row: Row | null): readonly unknown[] => {
  const items = row?.['extraChoices'];
  return Array.isArray(items) ? items : [];
};

const valuesOf = (row: Row | null): string[] =>
  itemsOf(row)
    .filter(isPair)
    .map(([value]) => value);

const refuseShape = (draft: Draft): void => {
  const items = draft.after['extraChoices'] ?? null;
  if (items !== null && (!Array.isArray(items) || !items.every(isPair)))
    draft.refuse(
      'extraChoices',
      'BAD_USER_INPUT',
      'Choices are pairs of value and label, such as [["a", "First"], ["b", "Second"]].',
    );
  else if (textOf(draft.after, 'baseChoices') === null && itemsOf(draft.after).length === 0)
    draft.refuse('extraChoices', 'REQUIRED', 'A choice set has base choices or choices of its own; give one of them.');
  const values = valuesOf(draft.after);
  const repeated = values.find((value, at) => values.indexOf(value) !== at);
  if (repeated !== undefined)
    draft.refuse('extraChoices', 'BAD_USER_INPUT', `The value "${repeated}" occurs twice; name it once.`);
};

const refuseColors = (draft: Draft): void => {
  const colors = Object.keys((draft.after['choiceColors'] ?? {}) as object); // json field
  const values = new Set(valuesOf(draft.after));
  const unknown = colors.find((value) => !values.has(value));
  if (unknown !== undefined && textOf(draft.after, 'baseChoices') === null)
    draft.refuse(
      'choiceColors',
      'BAD_USER_INPUT',
      `"${unknown}" has a colour but is no value of the set; add it or drop the colour.`,
    );
};

const shape = rule(SET, {
  name: 'extras.customfieldchoiceset.1',
  check: (drafts) => {
    for (const draft of drafts) {
      refuseShape(draft);
      refuseColors(draft);
    }
  },
});

const refuseRemoved = async (draft: Draft, fields: readonly Row[], work: Work): Promise<void> => {
  const kept = new Set(valuesOf(draft.after));
  const removed = valuesOf(draft.before).filter((value) => !kept.has(value));
  if (removed.length === 0) return;
  for (const field of fields)
    for (const type of typesOf(field)) {
      const used = await choicesInUse(work, type, textOf(field, 'name') ?? '', removed);
      if (used.length > 0)
        draft.refuse(
          'extraChoices',
          'IN_USE',
          `${used.join(', ')} is in use by ${textOf(field, 'name')} on ${work.registry.model(type).plural}; change those first.`,
        );
    }
};

const usedValuesStay = rule(SET, {
  name: 'extras.customfieldchoiceset.1.use',
  when: ['extraChoices'],
  on: ['update'],
  check: async (drafts, work) => {
    const fields = await rowsOf(
      work,
      'extras.CustomField',
      'choiceSet',
      drafts.map((draft) => draft.id),
      ['name', 'objectTypes'],
    );
    for (const draft of drafts)
      await refuseRemoved(
        draft,
        fields.filter((field) => textOf(field, 'choiceSet') === draft.id),
        work,
      );
  },
});

/** Rules of choice sets. */
export const choiceSetRules: readonly DomainRule[] = [shape, usedValuesStay];
