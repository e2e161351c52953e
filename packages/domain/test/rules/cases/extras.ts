import type { InputRow } from '@plumbline/engine';
import { registry } from '../../../src/index.ts';
import { CUSTOM_FIELDS, type Plant } from '../../plant.ts';
import { Samples } from '../../samples.ts';
import { many, named, type Refusal } from '../case.ts';

const FIELD = 'extras.CustomField';
const SET = 'extras.CustomFieldChoiceSet';

/** A type no other case writes to, so that its custom fields are in nobody's way. */
const QUIET = 'ipam.RouteTarget';

const field = (name: string, rest: object) => ({
  name: name.replace('-', '_'),
  type: 'text',
  objectTypes: [QUIET],
  ...rest,
});

const definition = (title: string, path: string, code: string, good: object, bad: object): Refusal => ({
  title,
  proves: 'extras.customfield.2',
  by: ['extras.CustomField extras.customfield.2'],
  model: FIELD,
  slots: async (plant) => (_, fits) => field(plant.name('f'), fits ? good : bad),
  refused: [path, code],
});

const INTEGER = { type: 'integer' };

const fieldCases: readonly Refusal[] = [
  definition(
    'limits are for numbers',
    'validationMinimum',
    'BAD_USER_INPUT',
    { ...INTEGER, validationMinimum: '1' },
    { validationMinimum: '1' },
  ),
  definition(
    'a pattern is for text',
    'validationRegex',
    'BAD_USER_INPUT',
    { validationRegex: '[a-z]' },
    { ...INTEGER, validationRegex: 'a' },
  ),
  definition(
    'a pattern can be read',
    'validationRegex',
    'BAD_USER_INPUT',
    { validationRegex: '[a-z]' },
    { validationRegex: '[a' },
  ),
  definition(
    'a schema is for JSON',
    'validationSchema',
    'BAD_USER_INPUT',
    { type: 'json', validationSchema: {} },
    { validationSchema: {} },
  ),
  definition(
    'a yes/no field is not unique',
    'unique',
    'BAD_USER_INPUT',
    { ...INTEGER, unique: true },
    { type: 'boolean', unique: true },
  ),
  definition('a selection has choices', 'choiceSet', 'REQUIRED', {}, { type: 'select' }),
  definition(
    'an object field says what it points at',
    'relatedObjectType',
    'REQUIRED',
    { type: 'object', relatedObjectType: 'dcim.Site' },
    { type: 'object' },
  ),
  definition(
    'a filter of related objects is an object',
    'relatedObjectFilter',
    'BAD_USER_INPUT',
    { type: 'object', relatedObjectType: 'dcim.Site', relatedObjectFilter: { slug: { eq: 'a' } } },
    { type: 'object', relatedObjectType: 'dcim.Site', relatedObjectFilter: ['a'] },
  ),
  definition(
    'a field is for types that take custom fields',
    'objectTypes',
    'BAD_USER_INPUT',
    {},
    { objectTypes: ['dcim.Sites'] },
  ),
  definition(
    'the maximum is not below the minimum',
    'validationMaximum',
    'BAD_USER_INPUT',
    { ...INTEGER, validationMinimum: '1', validationMaximum: '2' },
    { ...INTEGER, validationMinimum: '2', validationMaximum: '1' },
  ),
  {
    title: 'a default is a value of the field',
    proves: 'extras.customfield.2',
    by: ['extras.CustomField extras.customfield.2.default'],
    model: FIELD,
    slots: async (plant) => (_, fits) => field(plant.name('f'), { type: 'integer', default: fits ? 5 : 'x' }),
    refused: ['default', 'CUSTOM_FIELD_INVALID'],
  },
  {
    title: 'a choice set has choices',
    proves: 'extras.customfieldchoiceset.1',
    by: ['extras.CustomFieldChoiceSet extras.customfieldchoiceset.1'],
    model: SET,
    slots: async (plant) => (_, fits) => ({ name: plant.name('set'), extraChoices: fits ? [['a', 'A']] : [] }),
    refused: ['extraChoices', 'REQUIRED'],
  },
  {
    title: 'values of a choice set stand once',
    proves: 'extras.customfieldchoiceset.1',
    by: ['extras.CustomFieldChoiceSet extras.customfieldchoiceset.1'],
    model: SET,
    slots: async (plant) => (_, fits) => ({
      name: plant.name('set'),
      extraChoices: [
        ['a', 'A'],
        [fits ? 'b' : 'a', 'B'],
      ],
    }),
    refused: ['extraChoices', 'BAD_USER_INPUT'],
  },
  {
    title: 'colours are for values of the set',
    proves: 'extras.customfieldchoiceset.1',
    by: ['extras.CustomFieldChoiceSet extras.customfieldchoiceset.1'],
    model: SET,
    slots: async (plant) => (_, fits) => ({
      name: plant.name('set'),
      extraChoices: [['a', 'A']],
      choiceColors: { [fits ? 'a' : 'b']: 'ff0000' },
    }),
    refused: ['choiceColors', 'BAD_USER_INPUT'],
  },
  {
    title: 'a choice in use stays in its set',
    proves: 'extras.customfieldchoiceset.1',
    by: ['extras.CustomFieldChoiceSet extras.customfieldchoiceset.1.use'],
    model: SET,
    verb: 'update',
    slots: async (plant, count) => {
      const pairs = (...values: string[]) => values.map((value) => [value, value]);
      const sets = await plant.all(
        SET,
        many(count, () => ({ name: plant.name('set'), extraChoices: pairs('a', 'b', 'c') })),
      );
      const fields = sets.map((choiceSet) =>
        field(plant.name('f'), { type: 'select', choiceSet, objectTypes: ['ipam.Rir'] }),
      );
      await plant.all(FIELD, fields);
      await plant.named('ipam.Rir', { customFields: Object.fromEntries(fields.map(({ name }) => [name, 'a'])) });
      return (at, fits) => ({ id: sets[at], extraChoices: pairs(fits ? 'a' : 'b', 'c') });
    },
    refused: ['extraChoices', 'IN_USE'],
  },
  {
    title: 'context data is an object',
    proves: 'extras.configcontext.1',
    by: ['extras.ConfigContext extras.configcontext.1'],
    model: 'extras.ConfigContext',
    slots: async (plant) => (_, fits) => ({ name: plant.name('c'), data: fits ? { ntp: [] } : 'ntp' }),
    refused: ['data', 'BAD_USER_INPUT'],
  },
];

const value = (title: string, code: string, options: object, good: unknown, bad: unknown): Refusal => ({
  title,
  proves: 'extras.customfield.3',
  by: [CUSTOM_FIELDS],
  model: 'dcim.Manufacturer',
  slots: async (plant) => {
    await dropFields(plant, 'dcim.Manufacturer');
    await plant.make(FIELD, { ...field('own', options), objectTypes: ['dcim.Manufacturer'] });
    return (_, fits) => {
      const given = fits ? good : bad;
      return { ...named(plant), customFields: given === undefined ? {} : { own: given } };
    };
  },
  refused: ['customFields.own', code],
});

/** Takes away the fields that other cases left on a type. */
const dropFields = async (plant: Plant, type: string): Promise<void> => {
  const rows = await plant.dataSource.query<{ id: string }[]>(
    'SELECT id FROM extras_custom_field WHERE $1 = ANY(object_types)',
    [type],
  );
  await plant.remove(FIELD, ...rows.map(({ id }) => id));
};

const valueCases: readonly Refusal[] = [
  value('a number is a number', 'CUSTOM_FIELD_INVALID', { type: 'integer' }, 5, 'x'),
  value('a number is inside its limits', 'CUSTOM_FIELD_INVALID', { type: 'integer', validationMaximum: '9' }, 9, 10),
  value('a required value is there', 'CUSTOM_FIELD_REQUIRED', { required: true }, 'x', undefined),
  value('a required value is not empty', 'CUSTOM_FIELD_REQUIRED', { required: true }, 'x', ''),
];

/** One unique field on all types that take custom fields. */
const onlyField = async (plant: Plant): Promise<void> => {
  const [known] = await plant.dataSource.query<object[]>("SELECT 1 FROM extras_custom_field WHERE name = 'only'");
  if (!known) await plant.make(FIELD, { ...field('only', { unique: true }), objectTypes: families('customFields') });
};

const uniqueValue = (model: string): Refusal => ({
  title: `a unique value stands once among all ${model}`,
  proves: 'extras.customfield.2',
  by: [`${model} extras.customfield.2.unique`],
  model,
  slots: async (plant, count) => {
    await onlyField(plant);
    const rows = await rowsOf(plant, model, count);
    const stored: InputRow[] = [];
    for (let at = 0; at < count; at++)
      stored.push({ ...(await samplesOf(plant).input(model)), customFields: { only: `taken ${at}` } });
    await plant.all(model, stored);
    return (at, fits) => ({ ...rows[at], customFields: { only: `${fits ? 'free' : 'taken'} ${at}` } });
  },
  refused: ['customFields.only', 'DUPLICATE'],
});

const families = (feature: string): readonly string[] =>
  registry.models.filter((model) => model.features.has(feature) && !model.readOnly).map(({ name }) => name);

const shelves = new WeakMap<Plant, Samples>();
const kept = new Map<string, readonly InputRow[]>();

/** One maker of samples for a plant, so that names stay apart. */
const samplesOf = (plant: Plant): Samples => {
  const samples = shelves.get(plant) ?? new Samples(registry, plant);
  shelves.set(plant, samples);
  return samples;
};

/** Rows of a model that nothing stores, so that several cases may try them. */
const rowsOf = async (plant: Plant, model: string, count: number): Promise<readonly InputRow[]> => {
  const known = kept.get(model) ?? [];
  const rows = [...known];
  while (rows.length < count) rows.push(await samplesOf(plant).input(model));
  kept.set(model, rows);
  return rows;
};

const tagCase = (model: string): Refusal => ({
  title: `a tag of other types does not go on a ${model}`,
  proves: 'extras.tag.1',
  by: [`${model} extras.tag.1`],
  model,
  slots: async (plant, count) => {
    const [any, bound] = [
      await plant.named('extras.Tag'),
      await plant.named('extras.Tag', { objectTypes: ['core.Nothing'] }),
    ];
    const rows = await rowsOf(plant, model, count);
    return (at, fits) => ({ ...rows[at], tags: [fits ? any : bound] });
  },
  refused: ['tags.0', 'TAG_NOT_APPLICABLE'],
});

/** Custom fields, choice sets, tags, contexts. */
export const extrasCases: readonly Refusal[] = [
  ...fieldCases,
  ...families('tags').map(tagCase),
  ...families('customFields').map(uniqueValue),
  ...valueCases,
];
