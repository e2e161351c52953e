import { changeSettings, type Actor, type Outcome } from '@plumbline/engine';
import { codes, Plant } from './plant.ts';

let plant: Plant;
beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const set = async (...input: (readonly [key: string, value: unknown])[]): Promise<readonly string[]> => {
  const changes = input.map(([key, value]) => ({ key, value, version: null }));
  const options = { level: 'ORGANIZATION', reason: null, dryRun: false } as const;
  const { errors } = await changeSettings(plant.writer, plant.actor, changes, options);
  return errors.map(({ path, message }) => `${path}: ${message}`);
};

const said = ({ errors }: Outcome<unknown>): string[] =>
  errors.map(({ path, code, message }) => `${path} ${code} ${message}`);

const site = (name: string, rest: object = {}) => ({ name, slug: name.toLowerCase(), ...rest });

describe('validators', () => {
  beforeAll(async () => {
    expect(
      await set([
        'core.customValidators',
        {
          'dcim.Site': [
            { name: { minLength: 3, maxLength: 8, regex: '^[A-Z]' } },
            { facility: { required: true }, latitude: { min: -10, max: 60.5 }, comments: { prohibited: true } },
            { status: { neq: 'retired' }, 'region.slug': { eq: 'emea' } },
          ],
        },
      ]),
    ).toEqual([]);
  });
  afterAll(() => set(['core.customValidators', null]));

  test('all that a row does not satisfy is told at once, and nothing is stored', async () => {
    const [emea, apac] = await plant.all('dcim.Region', [site('emea'), site('apac')]);
    const fine = { facility: 'FRA1', latitude: '50.1', region: { id: emea } };
    const create = (...rows: ReturnType<typeof site>[]) => plant.run((work) => work.create('dcim.Site', rows));
    expect(
      said(
        await create(
          site('Frankfurt', fine),
          site('ab', { ...fine, latitude: '60.6', comments: 'x', facility: null }),
          site('Tokyo', { ...fine, status: 'retired', region: { id: apac } }),
          site('Berlin', fine),
          site('Nowhere', { facility: 'X' }),
        ),
      ).toSorted(),
    ).toEqual([
      'input.0.name VALIDATOR Name must have at most this many characters: 8.',
      'input.1.comments VALIDATOR Comments must have no value.',
      'input.1.facility VALIDATOR Facility must have a value.',
      'input.1.latitude VALIDATOR Latitude must be at most 60.5.',
      'input.1.name VALIDATOR Name must have at least this many characters: 3.',
      'input.1.name VALIDATOR Name must match ^[A-Z].',
      'input.2.region VALIDATOR Region.slug must be emea.',
      'input.2.status VALIDATOR Status must not be retired.',
      'input.4.region VALIDATOR Region.slug must be emea.',
    ]);
    const id = await plant.make('dcim.Site', site('Berlin', fine));
    const update = (row: object) => plant.run((work) => work.update('dcim.Site', [{ id, ...row }]));
    expect(codes(await update({ facility: null }))).toEqual(['input.0.facility VALIDATOR']);
    expect(codes(await update({ facility: 'BER2' }))).toEqual([]);
  });

  test('an import stores the row all the same and notes what it does not satisfy', async () => {
    const trusted = await plant.run((work) => work.create('dcim.Site', [site('xy')]), { trusted: true });
    expect(trusted.errors).toEqual([]);
    expect(trusted.findings.map(({ code }) => code)).toContain('VALIDATOR');
  });

  test('the number of statements does not follow the number of rows', async () => {
    const region = await plant.make('dcim.Region', site('bulk'));
    const rows = (n: number, at: string) =>
      Array.from({ length: n }, (_, i) => site(`B${at}${i}`, { facility: 'x', region: { id: region } }));
    const few = await plant.run((work) => work.create('dcim.Site', rows(5, 'a')));
    const many = await plant.run((work) => work.create('dcim.Site', rows(50, 'b')));
    expect([codes(few).length, codes(many).length]).toEqual([5, 50]);
    expect(many.statements - few.statements).toBeLessThanOrEqual(2);
  });
});

describe('protection rules', () => {
  beforeAll(async () => {
    expect(await set(['core.protectionRules', { 'dcim.Region': [{ description: { eq: 'to go' } }] }])).toEqual([]);
  });
  afterAll(() => set(['core.protectionRules', null]));

  test('a row goes once it is in the state that is asked for, and so do those that go along', async () => {
    const root = await plant.make('dcim.Region', site('root', { description: 'to go' }));
    const leaf = await plant.make('dcim.Region', site('leaf', { parent: { id: root } }));
    const remove = (id: string) => plant.run((work) => work.delete('dcim.Region', { ids: [id] }));
    expect(said(await remove(leaf))).toEqual(['ids.0 PROTECTED Region leaf is protected: Description must be to go.']);
    expect(codes(await remove(root))).toEqual(['ids.0 PROTECTED']);
    await plant.run((work) => work.update('dcim.Region', [{ id: leaf, description: 'to go' }]));
    expect(codes(await remove(root))).toEqual([]);
  });
});

describe('maintenance', () => {
  const member: Partial<Actor> = {
    superuser: false,
    grants: [{ objectTypes: ['*'], actions: ['*'], predicate: null, fields: null }],
  };
  const write = (over: Partial<Actor>, options = {}) =>
    plant.writer.run({ ...plant.actor, ...over }, options, (work) =>
      work.create('dcim.Region', [site(`m${Math.random()}`.replace('.', ''))]),
    );

  test('while it lasts administrators write, and others are told why not', async () => {
    expect(codes(await write(member))).toEqual([]);
    await set(['core.maintenanceMode', true], ['core.bannerMaintenance', 'Back at 6.']);
    expect(said(await write(member))).toEqual([
      ' MAINTENANCE Under maintenance: only administrators may change anything now. Back at 6.',
    ]);
    expect(codes(await write({}))).toEqual([]);
    expect(codes(await write({ ...member, source: 'system' }))).toEqual([]);
    expect(codes(await write(member, { duringMaintenance: true }))).toEqual([]);
    await set(['core.maintenanceMode', false]);
    expect(codes(await write(member))).toEqual([]);
  });
});

test('conditions on types, fields and checks that there are not are refused, all at once', async () => {
  expect(
    await set([
      'core.protectionRules',
      {
        'dcim.Sites': [{ name: { eq: 'x' } }],
        'dcim.Site': [{ nam: { eq: 'x' }, name: { minlength: 1, min: 'x' }, 'regio.name': { eq: 1 } }, 7],
      },
    ]),
  ).toEqual([
    'input.0.value: There is no type "dcim.Sites". Did you mean "dcim.Site"?',
    'input.0.value: dcim.Site has no field "nam". Did you mean "name"?',
    'input.0.value: There is no check "minlength" for dcim.Site.name. Did you mean "minLength"?',
    'input.0.value: "min" of dcim.Site.name takes a number.',
    'input.0.value: dcim.Site has no reference "regio".',
    'input.0.value: dcim.Site takes objects of fields and checks, such as { "name": { "minLength": 3 } }.',
  ]);
});
