import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const field = (rest: InputRow = {}) =>
  plant.create('extras.CustomField', {
    name: `f${plant.name('').slice(1)}`,
    type: 'text',
    objectTypes: ['dcim.Site'],
    ...rest,
  });
const site = (rest: InputRow = {}) => {
  const name = plant.name('s');
  return plant.create('dcim.Site', { name, slug: name, ...rest });
};
const valuesOf = async (id: string | null | undefined) => (await plant.row('dcim_site', id ?? ''))['custom_fields'];

/** Fields of other tests would be filled in or asked for, so each test takes its own away. */
afterEach(async () => {
  const rows: { id: string }[] = await plant.dataSource.query('SELECT id FROM extras_custom_field');
  expect((await plant.remove('extras.CustomField', ...rows.map(({ id }) => id))).errors).toEqual([]);
});

test.each<[string, InputRow, string[]]>([
  ['a name with a hyphen', { name: 'a-b' }, ['input.0.name BAD_USER_INPUT']],
  ['a name with two underscores', { name: 'a__b' }, ['input.0.name BAD_USER_INPUT']],
  ['a plain name', { name: 'Rack_Row1' }, []],
  ['limits on text', { validationMinimum: '1' }, ['input.0.validationMinimum BAD_USER_INPUT']],
  ['limits on integers', { type: 'integer', validationMinimum: '1', validationMaximum: '5' }, []],
  [
    'limits the wrong way round',
    { type: 'integer', validationMinimum: '5', validationMaximum: '1' },
    ['input.0.validationMaximum BAD_USER_INPUT'],
  ],
  ['a pattern on numbers', { type: 'integer', validationRegex: 'a' }, ['input.0.validationRegex BAD_USER_INPUT']],
  ['a broken pattern', { validationRegex: '[a' }, ['input.0.validationRegex BAD_USER_INPUT']],
  ['a schema on text', { validationSchema: { type: 'object' } }, ['input.0.validationSchema BAD_USER_INPUT']],
  ['a unique yes/no', { type: 'boolean', unique: true }, ['input.0.unique BAD_USER_INPUT']],
  ['a selection without choices', { type: 'select' }, ['input.0.choiceSet REQUIRED']],
  ['an object without type', { type: 'object' }, ['input.0.relatedObjectType REQUIRED']],
  [
    'an object of an unknown type',
    { type: 'object', relatedObjectType: 'dcim.Sita' },
    ['input.0.relatedObjectType BAD_USER_INPUT'],
  ],
  [
    'an object of a type',
    { type: 'object', relatedObjectType: 'dcim.Region', relatedObjectFilter: { slug: { eq: 'x' } } },
    [],
  ],
  [
    'a filter that is a list',
    { type: 'object', relatedObjectType: 'dcim.Region', relatedObjectFilter: [] },
    ['input.0.relatedObjectFilter BAD_USER_INPUT'],
  ],
  [
    'a filter names fields of the type',
    { type: 'object', relatedObjectType: 'dcim.Region', relatedObjectFilter: { slog: { eq: 'x' }, name: {} } },
    ['input.0.relatedObjectFilter.slog BAD_USER_INPUT', 'input.0.relatedObjectFilter.name BAD_USER_INPUT'],
  ],
  ['no type of object', { objectTypes: [] }, ['input.0.objectTypes REQUIRED']],
  ['an unknown type of object', { objectTypes: ['dcim.Sites'] }, ['input.0.objectTypes BAD_USER_INPUT']],
  ['a default of the wrong type', { type: 'integer', default: 'x' }, ['input.0.default CUSTOM_FIELD_INVALID']],
])('%s', async (_, rest, expected) => {
  expect(codes(await field(rest))).toEqual(expected);
});

test('values are checked, unknown keys refused, defaults filled in', async () => {
  await field({ name: 'asn', type: 'integer', validationMaximum: '9', default: 7 });
  expect(codes(await site({ customFields: { asn: 'x' } }))).toEqual(['input.0.customFields.asn CUSTOM_FIELD_INVALID']);
  expect(codes(await site({ customFields: { asn: 10 } }))).toEqual(['input.0.customFields.asn CUSTOM_FIELD_INVALID']);
  expect(codes(await site({ customFields: { ans: 1 } }))).toEqual(['input.0.customFields.ans CUSTOM_FIELD_UNKNOWN']);
  expect(await valuesOf((await site()).result?.[0])).toEqual({ asn: 7 });
  expect(await valuesOf((await site({ customFields: { asn: 3 } })).result?.[0])).toEqual({ asn: 3 });
});

test('a required value is asked for', async () => {
  await field({ name: 'owner', required: true });
  expect(codes(await site())).toEqual(['input.0.customFields.owner CUSTOM_FIELD_REQUIRED']);
  expect(codes(await site({ customFields: { owner: '' } }))).toEqual([
    'input.0.customFields.owner CUSTOM_FIELD_REQUIRED',
  ]);
  expect(codes(await site({ customFields: { owner: 'noc' } }))).toEqual([]);
});

test('unique values stand once, in a batch and in a race', async () => {
  await field({ name: 'contract', unique: true });
  const input = (contract: string) => ({ name: plant.name('s'), slug: plant.name('s'), customFields: { contract } });
  expect(codes(await plant.create('dcim.Site', input('A'), input('B'), input('A')))).toEqual([
    'input.2.customFields.contract DUPLICATE',
  ]);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => plant.create('dcim.Site', input('C'))));
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  const many = await plant.run(
    (work) =>
      work.create(
        'dcim.Site',
        Array.from({ length: 500 }, (_, i) => input(`D${i}`)),
      ),
    { dryRun: true },
  );
  const few = await plant.run((work) => work.create('dcim.Site', [input('E'), input('F')]), { dryRun: true });
  expect([codes(many), codes(few)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(many.statements - few.statements).toBeLessThanOrEqual(4);
});

test('objects a value names exist', async () => {
  await field({ name: 'area', type: 'object', relatedObjectType: 'dcim.Region' });
  const region = await plant.named('dcim.Region');
  expect(codes(await site({ customFields: { area: plant.actor.organizationId } }))).toEqual([
    'input.0.customFields.area NOT_FOUND',
  ]);
  expect(codes(await site({ customFields: { area: region } }))).toEqual([]);
});

test('objects a value names match the filter of the field, through relations too', async () => {
  const [emea, apac] = [await plant.named('dcim.Region'), await plant.named('dcim.Region')];
  const place = (region: string, rest: InputRow = {}) =>
    plant.named('dcim.Site', { region, status: 'active', ...rest });
  const [fits, elsewhere, planned] = [await place(emea), await place(apac), await place(emea, { status: 'planned' })];
  const { slug } = await plant.row('dcim_region', emea);
  const filter = { region: { slug: { eq: slug } }, status: { eq: 'active' } };
  const related = { relatedObjectType: 'dcim.Site', relatedObjectFilter: filter };
  await field({ name: 'backup', type: 'object', ...related });
  await field({ name: 'peers', type: 'multiobject', ...related });
  const { errors } = await site({ customFields: { backup: elsewhere, peers: [fits, planned] } });
  const named = async (id: string) => String((await plant.row('dcim_site', id))['name']);
  expect(errors.map(({ path, code, message }) => [path, code, message])).toEqual([
    [
      'input.0.customFields.backup',
      'CUSTOM_FIELD_INVALID',
      `The site ${await named(elsewhere)} is none that the field takes: ${JSON.stringify(filter)}.`,
    ],
    [
      'input.0.customFields.peers',
      'CUSTOM_FIELD_INVALID',
      `The site ${await named(planned)} is none that the field takes: ${JSON.stringify(filter)}.`,
    ],
  ]);
  expect(codes(await site({ customFields: { backup: fits, peers: [fits] } }))).toEqual([]);
});

test('an object that stopped matching stays until another one is named', async () => {
  const target = await plant.named('dcim.Site', { status: 'active' });
  const other = await plant.named('dcim.Site', { status: 'planned' });
  await field({
    name: 'twins',
    type: 'multiobject',
    relatedObjectType: 'dcim.Site',
    relatedObjectFilter: { status: { eq: 'active' } },
  });
  const id = (await site({ customFields: { twins: [target] } })).result?.[0];
  await plant.update('dcim.Site', { id: target, status: 'retired' });
  expect(codes(await plant.update('dcim.Site', { id, customFields: { twins: [target] }, description: 'x' }))).toEqual(
    [],
  );
  expect(codes(await plant.update('dcim.Site', { id, customFields: { twins: [target, other] } }))).toEqual([
    'input.0.customFields.twins CUSTOM_FIELD_INVALID',
  ]);
});

test('a filter of another language that an import left takes nothing until it is mended', async () => {
  await plant.import('extras.CustomField', {
    name: 'foreign',
    type: 'object',
    objectTypes: ['dcim.Site'],
    relatedObjectType: 'dcim.Region',
    relatedObjectFilter: { slug__ic: 'x' },
  });
  const { errors } = await site({ customFields: { foreign: await plant.named('dcim.Region') } });
  expect(errors.map(({ code, message }) => [code, message])).toEqual([
    ['CUSTOM_FIELD_INVALID', expect.stringContaining("The filter of the field can't be read")],
  ]);
});

test('stored values follow their field', async () => {
  const id = (await site()).result?.[0];
  const created = await field({ name: 'tier', default: 'gold', objectTypes: ['dcim.Region'] });
  expect(await valuesOf(id)).toEqual({});
  const tier = created.result?.[0];
  await plant.update('extras.CustomField', { id: tier, objectTypes: ['dcim.Region', 'dcim.Site'] });
  expect(await valuesOf(id)).toEqual({ tier: 'gold' });
  await plant.update('extras.CustomField', { id: tier, name: 'level' });
  expect(await valuesOf(id)).toEqual({ level: 'gold' });
  await plant.update('extras.CustomField', { id: tier, objectTypes: ['dcim.Region'] });
  expect(await valuesOf(id)).toEqual({});
  await plant.update('extras.CustomField', { id: tier, objectTypes: ['dcim.Site'] });
  await plant.remove('extras.CustomField', tier ?? '');
  expect(await valuesOf(id)).toEqual({});
});

const choices = (rest: InputRow) => plant.create('extras.CustomFieldChoiceSet', { name: plant.name('set'), ...rest });

test.each<[string, InputRow, string[]]>([
  ['choices are asked for', {}, ['input.0.extraChoices REQUIRED']],
  ['published lists do', { baseChoices: 'IATA' }, []],
  ['choices are pairs', { extraChoices: ['a'] }, ['input.0.extraChoices BAD_USER_INPUT']],
  [
    'values stand once',
    {
      extraChoices: [
        ['a', 'A'],
        ['a', 'B'],
      ],
    },
    ['input.0.extraChoices BAD_USER_INPUT'],
  ],
  [
    'colours are for known values',
    { extraChoices: [['a', 'A']], choiceColors: { b: 'ff0000' } },
    ['input.0.choiceColors BAD_USER_INPUT'],
  ],
  ['pairs and colours do', { extraChoices: [['a', 'A']], choiceColors: { a: 'ff0000' } }, []],
])('choice sets: %s', async (_, rest, expected) => {
  expect(codes(await choices(rest))).toEqual(expected);
});

test('a choice in use stays in its set', async () => {
  const set = (
    await choices({
      extraChoices: [
        ['a', 'A'],
        ['b', 'B'],
        ['c', 'C'],
      ],
    })
  ).result?.[0];
  await field({ name: 'one', type: 'select', choiceSet: set });
  await field({ name: 'some', type: 'multiselect', choiceSet: set });
  expect(codes(await site({ customFields: { one: 'z' } }))).toEqual(['input.0.customFields.one CUSTOM_FIELD_INVALID']);
  expect(codes(await site({ customFields: { one: 'a', some: ['b'] } }))).toEqual([]);
  const keep = async (...values: string[]) =>
    codes(
      await plant.update('extras.CustomFieldChoiceSet', {
        id: set,
        extraChoices: values.map((value) => [value, value]),
      }),
    );
  expect(await keep('b', 'c')).toEqual(['input.0.extraChoices IN_USE']);
  expect(await keep('a', 'c')).toEqual(['input.0.extraChoices IN_USE']);
  expect(await keep('a', 'b')).toEqual([]);
});

test('data of a config context is an object', async () => {
  const put = async (data: unknown) =>
    codes(await plant.create('extras.ConfigContext', { name: plant.name('c'), data }));
  expect(await put('x')).toEqual(['input.0.data BAD_USER_INPUT']);
  expect(await put({ ntp: [] })).toEqual([]);
});

test('a tag goes on the types it is for', async () => {
  const [any, rackOnly] = [
    await plant.named('extras.Tag'),
    await plant.named('extras.Tag', { objectTypes: ['dcim.Rack'] }),
  ];
  const refused = await site({ tags: [any, rackOnly] });
  expect(refused.errors.map(({ code }) => code)).toEqual(['TAG_NOT_APPLICABLE']);
  expect(codes(await site({ tags: [any] }))).toEqual([]);
  const tenant = await plant.create('tenancy.Tenant', { name: 't', slug: 't', tags: [rackOnly] });
  expect(tenant.errors.map(({ code }) => code)).toEqual(['TAG_NOT_APPLICABLE']);
});
