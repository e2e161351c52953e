import { indexCatalogue } from './catalogue.ts';
import { asField, type CustomFieldDefinition } from './custom-fields.ts';
import { sampleCatalogue, sampleEntity } from './sample.fixture.ts';

const made = (name: string, more: Partial<CustomFieldDefinition> = {}): CustomFieldDefinition => ({
  name,
  label: null,
  type: 'text',
  required: false,
  description: null,
  groupName: null,
  objectTypes: ['dcim.Device'],
  weight: 100,
  uiVisible: 'always',
  uiEditable: 'yes',
  default: null,
  relatedObjectType: null,
  relatedObjectFilter: null,
  choiceSet: null,
  ...more,
});

const choiceSet = {
  baseChoices: null,
  extraChoices: [
    ['b', 'Second'],
    ['a', 'First, of two'],
  ],
  choiceColors: { a: 'ff0000' },
  orderAlphabetically: true,
};

describe('a custom field as a field', () => {
  test.each([
    ['integer', 'int'],
    ['decimal', 'number'],
    ['date', 'date'],
    ['datetime', 'dateTime'],
    ['url', 'url'],
    ['json', 'json'],
    ['boolean', 'bool'],
    ['object', 'objectId'],
    ['multiobject', 'objectIds'],
    ['multiselect', 'choices'],
    ['of a newer server', 'json'],
  ])('of type %s is edited as %s', (type, kind) => {
    expect(asField(made('x', { type })).kind).toBe(kind);
  });

  test('offers the values of its set with their colours, in the order the set asks for', () => {
    expect(asField(made('x', { type: 'select', choiceSet })).choices).toEqual([
      { value: 'a', label: 'First, of two', color: 'ff0000' },
      { value: 'b', label: 'Second' },
    ]);
  });

  test('over a published list takes any text', () => {
    const published = { ...choiceSet, baseChoices: 'IATA' };
    expect(asField(made('x', { type: 'select', choiceSet: published })).kind).toBe('text');
    expect(asField(made('x', { type: 'multiselect', choiceSet: published })).kind).toBe('textList');
  });

  test('carries the condition on its objects', () => {
    const only = { status: { eq: 'active' } };
    const field = asField(made('x', { type: 'object', relatedObjectType: 'dcim.Site', relatedObjectFilter: only }));
    expect(field).toMatchObject({ target: 'dcim.Site', only });
  });

  test('hides, fixes and shows as its definition says', () => {
    expect(asField(made('x', { uiEditable: 'hidden' })).input).toBe(false);
    expect(asField(made('x', { uiEditable: 'no' }))).toMatchObject({ input: true, fixed: true });
    expect(asField(made('x', { uiVisible: 'if-set' })).visible).toBe('if-set');
    expect(asField(made('x', { uiVisible: 'hidden' })).filter).toBe(false);
  });
});

test('fields stand by the weight of their group, then by their own, and only on their types', () => {
  const { entities } = sampleCatalogue();
  const fields = [
    made('late', { groupName: 'Billing' }),
    made('second', { groupName: 'Support', weight: 20 }),
    made('first', { groupName: 'Support', weight: 10 }),
    made('plain'),
    made('elsewhere', { objectTypes: ['dcim.Rack'] }),
  ];
  const groups = [{ name: 'Support', weight: 1, isCollapsed: true, description: null }];
  const catalogue = indexCatalogue({ hash: '', entities }, { fields, groups });
  const names = sampleEntity(catalogue, 'dcim.Device').custom?.map(({ name }) => name);
  expect(names).toEqual(['plain', 'first', 'second', 'late']);
  expect(sampleEntity(catalogue, 'dcim.Site').custom).toBeUndefined();
  expect(catalogue.customGroups.get('Support')?.isCollapsed).toBe(true);
});
