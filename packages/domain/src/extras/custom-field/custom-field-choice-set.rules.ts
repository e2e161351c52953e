import { rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { groupRows, nameOf, rowsOf, textOf } from '../../lookup.queries.ts';
import { typesOf } from './definitions.queries.ts';
import { chosenValues, type ChosenValue } from './stored-values.queries.ts';

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

/** A value that goes from a set, where a field may still hold it. */
interface Removed extends ChosenValue {
  readonly draft: Draft;
  /** The field as messages call it. */
  readonly told: string;
  readonly type: string;
}

const removedFrom = (draft: Draft, fields: readonly Row[]): Removed[] => {
  const kept = new Set(valuesOf(draft.after));
  const removed = valuesOf(draft.before).filter((value) => !kept.has(value));
  return fields.flatMap((row) =>
    typesOf(row).flatMap((type) =>
      removed.map((value) => ({ draft, told: nameOf(row), type, field: textOf(row, 'name') ?? '', value })),
    ),
  );
};

const refuseUsed = (used: readonly Removed[], work: Work): void => {
  for (const own of groupBy(used, ({ draft, type, field }) => `${draft.id} ${type} ${field}`).values()) {
    const [{ draft, type, told }] = own as [Removed]; // groups are never empty
    const values = own.map(({ value }) => value).join(', ');
    draft.refuse(
      'extraChoices',
      'IN_USE',
      `${values} is in use by ${told} on ${work.registry.model(type).plural}; change those first.`,
    );
  }
};

const usedValuesStay = rule(SET, {
  name: 'extras.customfieldchoiceset.1.use',
  when: ['extraChoices'],
  on: ['update'],
  check: async (drafts, work) => {
    const ids = drafts.map((draft) => draft.id);
    const fields = groupRows(
      await rowsOf(work, 'extras.CustomField', 'choiceSet', ids, ['name', 'objectTypes']),
      'choiceSet',
    );
    const removed = drafts.flatMap((draft) => removedFrom(draft, fields.get(draft.id) ?? []));
    for (const [type, own] of groupBy(removed, (value) => value.type)) {
      const used = await chosenValues(work, type, own);
      refuseUsed(
        own.filter((_, at) => used.has(at)),
        work,
      );
    }
  },
});

/** Rules of choice sets. */
export const choiceSetRules: readonly DomainRule[] = [shape, usedValuesStay];
