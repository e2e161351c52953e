import { codes, Plant } from '../plant.ts';
import { devicesAt } from './cases/devices.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

test('a reference to one of several kinds names one object that exists', async () => {
  const [site, region] = [await plant.named('dcim.Site'), await plant.named('dcim.Region')];
  const scoped = async (scope: object) => codes(await plant.create('ipam.Prefix', { prefix: '10.9.0.0/24', scope }));
  expect(await scoped({ site: { id: site }, region: { id: region } })).toEqual(['input.0.scope BAD_USER_INPUT']);
  expect(await scoped({ site: { id: plant.actor.organizationId } })).toEqual(['input.0.scope NOT_FOUND']);
  expect(await scoped({ site: { id: site } })).toEqual([]);
  const both = `UPDATE ipam_prefix SET scope_region_id = $1 WHERE scope_site_id = $2`;
  await expect(plant.dataSource.query(both, [region, site])).rejects.toMatchObject({
    constraint: expect.stringMatching(/^ck_ipam_prefix_scope_/) as unknown,
  });
});

test('blank text is no text, so that it repeats', async () => {
  const site = await plant.named('dcim.Site');
  const rows = [1, 2].map((n) => ({ name: `blank ${n}`, site, assetTag: '' }));
  const ids = await plant.all('dcim.Rack', rows);
  expect(await plant.row('dcim_rack', ids[1] ?? '')).toMatchObject({ asset_tag: null });
});

test('names are ordered by their numbers, and equal only when they are the same', async () => {
  for (const name of ['row 10', 'row 9', 'Row 9']) await plant.make('dcim.Site', { name, slug: plant.name('s') });
  const rows = await plant.dataSource.query<{ name: string }[]>(
    `SELECT name FROM dcim_site WHERE name ILIKE 'row %' ORDER BY name`,
  );
  expect(rows.map(({ name }) => name)).toEqual(['row 9', 'Row 9', 'row 10']);
});

test('a user who holds units is not deleted', async () => {
  const [rack, user] = [await plant.rack(await plant.named('dcim.Site')), await plant.user()];
  await plant.make('dcim.RackReservation', { rack, user, description: 'Held', units: [1] });
  expect((await plant.remove('users.User', user)).errors[0]).toMatchObject({ code: 'IN_USE' });
  expect(codes(await plant.create('dcim.RackReservation', { rack, user, units: [2] }))).toEqual([
    'input.0.description REQUIRED',
  ]);
});

test.each([
  ['dcim.Interface', { type: '1000base-t' }],
  ['dcim.ConsolePort', {}],
  ['dcim.ConsoleServerPort', {}],
  ['dcim.PowerPort', {}],
  ['dcim.PowerOutlet', {}],
  ['dcim.FrontPort', { type: 'lc' }],
  ['dcim.RearPort', { type: 'lc' }],
  ['dcim.ModuleBay', {}],
])('a component stays on its device: %s', async (model, rest) => {
  const [device, other] = await devicesAt(plant, 2);
  const id = await plant.make(model, { device, name: 'p1', ...rest });
  expect(codes(await plant.update(model, { id, device: other }))).toEqual(['input.0.device IMMUTABLE']);
});

test.each([
  ['dcim.InterfaceTemplate', { type: '1000base-t' }],
  ['dcim.ConsolePortTemplate', {}],
  ['dcim.ConsoleServerPortTemplate', {}],
  ['dcim.PowerPortTemplate', {}],
  ['dcim.PowerOutletTemplate', {}],
  ['dcim.FrontPortTemplate', { type: 'lc' }],
  ['dcim.RearPortTemplate', { type: 'lc' }],
  ['dcim.ModuleBayTemplate', {}],
])('a template stays in its type: %s', async (model, rest) => {
  const [deviceType, other] = [await plant.type(), await plant.type()];
  const id = await plant.make(model, { deviceType, name: 'p1', ...rest });
  expect(codes(await plant.update(model, { id, deviceType: other }))).toEqual(['input.0.deviceType IMMUTABLE']);
  const moduleType = await plant.make('dcim.ModuleType', {
    model: plant.name('module'),
    manufacturer: await plant.named('dcim.Manufacturer'),
  });
  const ofModule = await plant.make(model, { moduleType, name: 'p1', ...rest });
  expect(codes(await plant.update(model, { id: ofModule, moduleType: null, deviceType }))).toEqual([
    'input.0.deviceType IMMUTABLE',
    'input.0.moduleType IMMUTABLE',
  ]);
  expect((await plant.create(model, { moduleType, deviceType, name: 'p2', ...rest })).errors).toMatchObject([
    { code: 'BAD_USER_INPUT', message: 'A template belongs to one device type or to one module type.' },
  ]);
});

test('a connector of an end is taken once', async () => {
  const [device] = await devicesAt(plant, 1);
  const ids = await plant.all(
    'dcim.Interface',
    [1, 2, 3, 4].map((n) => ({ device, name: `e${n}`, type: '1000base-t' })),
  );
  const at = (id: string | undefined) => ({ interface: { id } });
  await plant.make('dcim.Cable', {
    profile: 'trunk-2c1p',
    aTerminations: [at(ids[0]), at(ids[1])],
    bTerminations: [at(ids[2]), at(ids[3])],
  });
  const twice = `UPDATE dcim_cable_termination SET connector = 1 WHERE cable_end = 'A'`;
  await expect(plant.dataSource.query(twice)).rejects.toMatchObject({
    constraint: expect.stringMatching(/^uq_dcim_cable_termination_cable_cable_end_connector_/) as unknown,
  });
});

test.each([
  ['a-b', ['input.0.name BAD_USER_INPUT']],
  ['a__b', ['input.0.name BAD_USER_INPUT']],
  ['Rack_Row1', []],
])('a custom field has a name that can be a key: %s', async (name, expected) => {
  const outcome = await plant.create('extras.CustomField', { name, type: 'text', objectTypes: ['ipam.Rir'] });
  expect(codes(outcome)).toEqual(expected);
});
