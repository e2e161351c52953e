import { codes, Plant } from '../test/plant.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const firstCode = async (model: string, input: Record<string, unknown>) =>
  (await plant.create(model, input)).errors[0]?.code ?? null;

describe.each(['dcim.Region', 'dcim.SiteGroup', 'dcim.DeviceRole'])('%s', (model) => {
  test('names and slugs stand once below a parent and once at the top', async () => {
    const parent = await plant.named(model);
    for (const upper of [parent, null]) {
      expect(await firstCode(model, { name: 'x', slug: 'x', parent: upper })).toBeNull();
      expect(await firstCode(model, { name: 'x', slug: 'y', parent: upper })).toBe('DUPLICATE');
      expect(await firstCode(model, { name: 'y', slug: 'x', parent: upper })).toBe('DUPLICATE');
    }
  });

  test('nothing is its own ancestor, and children go with their parent', async () => {
    const upper = await plant.named(model);
    const lower = await plant.named(model, { parent: upper });
    expect(codes(await plant.update(model, { id: upper, parent: lower }))).toHaveLength(1);
    const { errors, changes } = await plant.remove(model, upper);
    expect([errors, changes.length]).toEqual([[], 2]);
  });
});

test('platforms stand once per manufacturer and once without, wherever they are nested', async () => {
  const manufacturer = await plant.named('dcim.Manufacturer');
  const parent = await plant.named('dcim.Platform');
  for (const maker of [manufacturer, null]) {
    expect(await firstCode('dcim.Platform', { name: 'os', slug: 'os', manufacturer: maker })).toBeNull();
    expect(await firstCode('dcim.Platform', { name: 'os', slug: 'os2', manufacturer: maker, parent })).toBe(
      'DUPLICATE',
    );
  }
});

test('a route distinguisher stands once; VRFs without one repeat their names', async () => {
  expect(await firstCode('ipam.Vrf', { name: 'a', rd: '65000:1' })).toBeNull();
  expect(await firstCode('ipam.Vrf', { name: 'b', rd: '65000:1' })).toBe('DUPLICATE');
  expect([await firstCode('ipam.Vrf', { name: 'a' }), await firstCode('ipam.Vrf', { name: 'a' })]).toEqual([
    null,
    null,
  ]);
});

test('types stand once per manufacturer', async () => {
  const manufacturer = await plant.named('dcim.Manufacturer');
  expect(await firstCode('dcim.DeviceType', { manufacturer, model: 'm', slug: 'm' })).toBeNull();
  expect(await firstCode('dcim.DeviceType', { manufacturer, model: 'm', slug: 'n' })).toBe('DUPLICATE');
  expect(await firstCode('dcim.DeviceType', { manufacturer, model: 'n', slug: 'm' })).toBe('DUPLICATE');
});

test('deleting a region frees its sites and takes along what is scoped to it', async () => {
  const region = await plant.named('dcim.Region');
  const site = await plant.named('dcim.Site', { region });
  const group = await plant.named('ipam.VlanGroup', { scope: { region: { id: region } } });
  expect((await plant.remove('dcim.Region', region)).errors).toEqual([]);
  expect(await plant.row('dcim_site', site)).toMatchObject({ region_id: null });
  expect(await plant.row('ipam_vlan_group', group)).toEqual({});
});

test('a site in use is not deleted, and the refusal says by whom', async () => {
  const site = await plant.named('dcim.Site');
  await plant.rack(site);
  const { errors } = await plant.remove('dcim.Site', site);
  expect(errors[0]).toMatchObject({ code: 'IN_USE', details: { holders: [{ type: 'dcim.Rack', count: 1 }] } });
});
