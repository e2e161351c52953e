import { afterSave, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { didYouMean } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { targetsOf, textOf } from '../../lookup.queries.ts';
import { choicesOf, definitionOf, typesOf } from './definitions.queries.ts';
import { isRegex } from '../regex.ts';
import { filterProblems } from './references.ts';
import { followed, type FieldStep } from './followed-values.ts';
import { checkCustomFieldValues } from './values.ts';

const FIELD = 'extras.CustomField';

/** Options that only some types of field take, with those types. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  validationMinimum: ['integer', 'decimal'],
  validationMaximum: ['integer', 'decimal'],
  validationRegex: ['text', 'longtext', 'url'],
  validationSchema: ['json'],
  choiceSet: ['select', 'multiselect'],
  relatedObjectType: ['object', 'multiobject'],
  relatedObjectFilter: ['object', 'multiobject'],
};

const NEEDED = ['choiceSet', 'relatedObjectType'] as const;

const refuseOptions = (draft: Draft): void => {
  const type = textOf(draft.after, 'type') ?? 'text';
  for (const [field, types] of Object.entries(ONLY_FOR)) {
    const isSet = (draft.after[field] ?? null) !== null;
    if (isSet && !types.includes(type))
      draft.refuse(
        field,
        'BAD_USER_INPUT',
        `Only fields of type ${types.join(' or ')} take this; the field is ${type}.`,
      );
  }
  for (const field of NEEDED)
    if (ONLY_FOR[field]?.includes(type) && (draft.after[field] ?? null) === null)
      draft.refuse(field, 'REQUIRED', `A field of type ${type} needs this; name one.`);
  if (type === 'boolean' && draft.after['unique'] === true)
    draft.refuse('unique', 'BAD_USER_INPUT', "A yes/no field has two values only and can't be unique.");
};

const refuseLimits = (draft: Draft): void => {
  const [minimum, maximum] = [textOf(draft.after, 'validationMinimum'), textOf(draft.after, 'validationMaximum')];
  if (minimum !== null && maximum !== null && Number(minimum) > Number(maximum))
    draft.refuse('validationMaximum', 'BAD_USER_INPUT', `The maximum is below the minimum of ${minimum}.`);
  const pattern = textOf(draft.after, 'validationRegex');
  if (pattern !== null && !isRegex(pattern))
    draft.refuse(
      'validationRegex',
      'BAD_USER_INPUT',
      `${pattern} is no regular expression; check its brackets and escapes.`,
    );
};

/** The filter is one of the related type's list, read as the API reads it. */
const refuseFilter = (draft: Draft, work: Work): void => {
  const filter = draft.after['relatedObjectFilter'] ?? null;
  const model = work.registry.find(textOf(draft.after, 'relatedObjectType') ?? '');
  if (filter === null || !model) return;
  for (const { path, message } of filterProblems(work.registry, model, filter))
    draft.refuse(path, 'BAD_USER_INPUT', message);
};

const refuseTypes = (draft: Draft, work: Work): void => {
  const named = work.registry.models.filter((model) => model.features.has('customFields')).map((model) => model.name);
  if (typesOf(draft.after).length === 0)
    draft.refuse('objectTypes', 'REQUIRED', 'A custom field is for at least one type.');
  for (const type of typesOf(draft.after))
    if (!named.includes(type))
      draft.refuse('objectTypes', 'BAD_USER_INPUT', `"${type}" takes no custom fields.${didYouMean(type, named)}`);
  const related = textOf(draft.after, 'relatedObjectType');
  if (related !== null && !work.registry.find(related))
    draft.refuse(
      'relatedObjectType',
      'BAD_USER_INPUT',
      `There is no type "${related}".${didYouMean(
        related,
        work.registry.models.map((model) => model.name),
      )}`,
    );
};

const optionsFit = rule(FIELD, {
  name: 'extras.customfield.2',
  check: (drafts, work) => {
    for (const draft of drafts) {
      refuseOptions(draft);
      refuseLimits(draft);
      refuseTypes(draft, work);
      refuseFilter(draft, work);
    }
  },
});

const defaultFits = rule(FIELD, {
  name: 'extras.customfield.2.default',
  check: async (drafts, work) => {
    const sets = await targetsOf(work, drafts, 'choiceSet', 'extras.CustomFieldChoiceSet', [
      'baseChoices',
      'extraChoices',
    ]);
    for (const draft of drafts) {
      const value = draft.after['default'] ?? null;
      if (value === null) continue;
      const set = sets.get(textOf(draft.after, 'choiceSet') ?? '');
      const definition = { ...definitionOf(draft.after, set ? choicesOf(set) : null), required: false };
      for (const problem of checkCustomFieldValues([definition], { [definition.name]: value }).problems)
        draft.refuse('default', problem.code, problem.message);
    }
  },
});

const nameOf = (row: Readonly<Record<string, unknown>> | null): string => textOf(row ?? undefined, 'name') ?? '';

/** What a changed field means for the objects of one type. */
interface Step extends FieldStep {
  readonly type: string;
}

const stepsOf = (draft: Draft): Step[] => {
  const isGone = draft.action === 'delete';
  const [from, to] = [nameOf(isGone ? draft.after : draft.before), nameOf(draft.after)];
  const before = new Set(isGone ? typesOf(draft.after) : draft.before ? typesOf(draft.before) : []);
  const after = new Set(isGone ? [] : typesOf(draft.after));
  const value = draft.after['default'] ?? null;
  return [
    ...[...before].flatMap((type): Step[] => {
      if (!after.has(type)) return [{ type, gone: from }];
      return from === to ? [] : [{ type, renamed: { from, to } }];
    }),
    ...[...after]
      .filter((type) => !before.has(type) && value !== null)
      .map((type): Step => ({ type, filled: [to, value] })),
  ];
};

/** Stored values follow their field: given when it comes with a default, renamed with it, removed with it. */
const follow = afterSave(FIELD, {
  name: 'extras.customfield.5',
  when: ['objectTypes', 'name'],
  on: ['create', 'update', 'delete'],
  run: async (drafts, work) => {
    const open = drafts.filter((draft) => draft.action === 'delete' || !work.trusted);
    for (const [type, steps] of groupBy(open.flatMap(stepsOf), (step) => step.type)) {
      const own = work.fromLog ? steps.filter(({ filled }) => !filled) : steps; // the log brings values back by itself
      const { holding, lacking, valuesAfter } = followed(own);
      if (own.length > 0) await work.followFields(type, { holding, lacking }, valuesAfter);
    }
  },
});

/** Rules of custom fields. */
export const customFieldRules: readonly DomainRule[] = [optionsFit, defaultFits, follow];
