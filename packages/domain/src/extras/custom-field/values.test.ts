import type { CustomFieldDefinition, CustomFieldType } from './value-types.ts';
import { checkCustomFieldValues } from './values.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
const OTHER_ID = '0198c0de-0000-7000-8000-000000000002';

const field = (type: CustomFieldType, rest: Partial<CustomFieldDefinition> = {}): CustomFieldDefinition => ({
  name: 'f',
  label: null,
  type,
  required: false,
  unique: false,
  default: null,
  minimum: null,
  maximum: null,
  regex: null,
  schema: null,
  choices: null,
  relatedObjectType: null,
  relatedObjectFilter: null,
  ...rest,
});

const messages = (definition: CustomFieldDefinition, value: unknown) =>
  checkCustomFieldValues([definition], { [definition.name]: value }).problems.map(({ message }) => message);

const choices = new Set(['red', 'green']);
const site = { relatedObjectType: 'dcim.Site' };

describe('values that fit', () => {
  test.each<[CustomFieldType, unknown, Partial<CustomFieldDefinition>?]>([
    ['text', 'any'],
    ['text', 'abc', { regex: '[a-z]' }],
    ['text', 'ab9 and more', { regex: 'ab\\d' }],
    ['text', 'ab-9', { regex: 'ab\\-\\d' }],
    ['longtext', 'two\nlines'],
    ['url', 'https://example.net/', { regex: 'https://' }],
    ['integer', 0],
    ['integer', -5, { minimum: '-5.0000', maximum: '5' }],
    ['decimal', 1.5, { minimum: '1.5000', maximum: '1.5' }],
    ['decimal', 7],
    ['boolean', false],
    ['date', '2024-02-29'],
    ['date', '0099-12-31'],
    ['datetime', '2026-03-31T14:00:00Z'],
    ['datetime', '2026-03-31 14:00'],
    ['datetime', '2026-03-31T14:00:00.123456+02:00'],
    ['json', { any: [1, null] }],
    ['json', 0],
    ['select', 'red', { choices }],
    ['multiselect', ['red', 'green'], { choices }],
    ['object', ID, site],
    ['multiobject', [ID, OTHER_ID], site],
  ])('%s %j', (...[type, value, rest]) => {
    expect(messages(field(type, rest), value)).toEqual([]);
  });
});

describe('values that do not fit', () => {
  test.each<[CustomFieldType, unknown, string, Partial<CustomFieldDefinition>?]>([
    ['text', 5, 'f must be text.'],
    ['text', '9abc', 'f must match the pattern [a-z]|x.', { regex: '[a-z]|x' }],
    ['text', 'x', 'f has a pattern that can not be read, (; correct the custom field.', { regex: '(' }],
    ['url', ['x'], 'f must be text.'],
    ['integer', 1.5, 'f must be a whole number.'],
    ['integer', '5', 'f must be a whole number.'],
    ['integer', true, 'f must be a whole number.'],
    ['integer', 4, 'f must be at least 5.', { minimum: '5.0000' }],
    ['integer', 101, 'f must be at most 100.', { maximum: '100' }],
    ['decimal', '1.5', 'f must be a number, such as 1.5.'],
    ['decimal', Number.NaN, 'f must be a number, such as 1.5.'],
    ['decimal', 0.4999, 'f must be at least 0.5.', { minimum: '0.5000' }],
    ['boolean', 1, 'f must be true or false.'],
    ['boolean', 'true', 'f must be true or false.'],
    ['date', '2023-02-29', 'f must be a date, such as 2026-03-31.'],
    ['date', '2023-13-01', 'f must be a date, such as 2026-03-31.'],
    ['date', '31.03.2026', 'f must be a date, such as 2026-03-31.'],
    ['date', '1900-02-29', 'f must be a date, such as 2026-03-31.'],
    ['datetime', '2026-03-31', 'f must be a date and time, such as 2026-03-31T14:00:00Z.'],
    ['datetime', '2026-03-31T24:00:00Z', 'f must be a date and time, such as 2026-03-31T14:00:00Z.'],
    ['select', 'blue', 'f has no choice "blue"; choose "red", "green".', { choices }],
    ['select', ['red'], 'f has no choice ["red"]; choose "red", "green".', { choices }],
    ['select', 'x', 'f has no choice "x"; choose nothing, its choice set is empty.', { choices: new Set() }],
    ['multiselect', 'red', 'f must be a list; choose from "red", "green".', { choices }],
    ['multiselect', ['red', 'red'], 'f lists "red" twice; name it once.', { choices }],
    ['object', '5', 'f must be the id of a dcim.Site.', site],
    ['object', 5, 'f must be the id of a dcim.Site.', site],
    ['multiobject', ID, 'f must be a list of ids of dcim.Site.', site],
    ['multiobject', [ID, 'x'], 'f lists "x", which is no id of a dcim.Site.', site],
    ['multiobject', [ID, ID], `f lists "${ID}" twice; name it once.`, site],
  ])('%s %j: %s', (...[type, value, message, rest]) => {
    expect(messages(field(type, rest), value)).toEqual([message]);
  });

  test('a long choice set is not listed in full', () => {
    const many = new Set(Array.from({ length: 249 }, (_, i) => `c${i}`));
    expect(messages(field('select', { choices: many }), 'x')[0]).toMatch(
      /^f has no choice "x"; choose one of 249, such as "c0", .*"c9"\.$/,
    );
  });

  test('a JSON schema is left to the engine given', () => {
    const definition = field('json', { schema: { type: 'object' } });
    const schemaErrors = (_: unknown, value: unknown) => (typeof value === 'object' ? [] : ['it must be an object']);
    expect(checkCustomFieldValues([definition], { f: 1 }, { schemaErrors }).problems[0]?.message).toBe(
      'f does not fit its schema: it must be an object.',
    );
    expect(checkCustomFieldValues([definition], { f: {} }, { schemaErrors }).problems).toEqual([]);
  });
});

describe('empty values', () => {
  const types: CustomFieldType[] = [
    'text',
    'integer',
    'boolean',
    'date',
    'json',
    'select',
    'multiselect',
    'object',
    'multiobject',
  ];

  test.each(types)('of an optional %s field pass, with all limits set', (type) => {
    const definition = field(type, { minimum: '5', regex: 'x', choices, ...site });
    expect([null, ''].map((value) => messages(definition, value))).toEqual([[], []]);
  });

  test.each(types)('of a required %s field are refused, as is an absent key', (type) => {
    const definition = field(type, { required: true, label: 'Cost centre', choices });
    const expected = [
      { path: 'customFields.f', code: 'CUSTOM_FIELD_REQUIRED', message: 'Cost centre is required; give it a value.' },
    ];
    for (const values of [{ f: null }, { f: '' }, {}])
      expect(checkCustomFieldValues([definition], values).problems).toEqual(expected);
  });

  test('false and 0 are no empty values', () => {
    expect([
      messages(field('boolean', { required: true }), false),
      messages(field('integer', { required: true }), 0),
    ]).toEqual([[], []]);
  });

  test('an empty list is stored as null and a kept empty text as it is', () => {
    const definitions = [
      field('multiobject', { name: 'a', ...site }),
      field('multiselect', { name: 'b', choices }),
      field('text', { name: 'c' }),
    ];
    expect(checkCustomFieldValues(definitions, { a: [], b: [], c: '' }).values).toEqual({ a: null, b: null, c: '' });
  });
});

test('defaults fill absent keys of a new object only, and satisfy what is required', () => {
  const definitions = [field('text', { name: 'a', default: 'x', required: true }), field('integer', { name: 'b' })];
  expect(checkCustomFieldValues(definitions, {}, { fillDefaults: true })).toMatchObject({
    values: { a: 'x' },
    problems: [],
  });
  expect(checkCustomFieldValues(definitions, { a: null }, { fillDefaults: true }).problems).toHaveLength(1);
  expect(checkCustomFieldValues(definitions, {}).problems).toHaveLength(1);
});

test('an unknown key is refused with the nearest name, or dropped by an import', () => {
  const definitions = [field('text', { name: 'cost_centre' })];
  expect(checkCustomFieldValues(definitions, { cost_center: 'x' }, { path: 'input.3.customFields' })).toMatchObject({
    values: {},
    problems: [
      {
        path: 'input.3.customFields.cost_center',
        code: 'CUSTOM_FIELD_UNKNOWN',
        message: 'There is no custom field "cost_center" on this type. Did you mean "cost_centre"?',
      },
    ],
  });
  expect(checkCustomFieldValues(definitions, { cost_center: 'x' }, { unknown: 'drop' })).toMatchObject({
    values: {},
    problems: [],
  });
});

test('every problem comes back at once', () => {
  const definitions = [
    field('integer', { name: 'a' }),
    field('date', { name: 'b' }),
    field('text', { name: 'c', required: true }),
  ];
  const { problems } = checkCustomFieldValues(definitions, { a: 'x', b: 'y', d: 1 });
  expect(problems.map(({ path }) => path)).toEqual([
    'customFields.d',
    'customFields.a',
    'customFields.b',
    'customFields.c',
  ]);
});

test('values to look up are handed back: unique ones and related objects', () => {
  const definitions = [
    field('text', { name: 'serial', unique: true }),
    field('boolean', { name: 'flag', unique: true }),
    field('text', { name: 'none', unique: true }),
    field('object', { name: 'home', ...site }),
    field('multiobject', { name: 'away', ...site }),
  ];
  const { uniqueValues, references } = checkCustomFieldValues(definitions, {
    serial: 's1',
    flag: true,
    none: null,
    home: ID,
    away: [OTHER_ID],
  });
  expect(uniqueValues).toEqual([{ field: 'serial', value: 's1' }]);
  expect(references).toEqual([
    { field: 'home', objectType: 'dcim.Site', filter: null, ids: [ID] },
    { field: 'away', objectType: 'dcim.Site', filter: null, ids: [OTHER_ID] },
  ]);
});

test('a key named like a method of objects is a key like others', () => {
  const definition = field('text', { name: 'constructor', required: true });
  expect(checkCustomFieldValues([definition], {}).problems).toHaveLength(1);
});
