import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let site: string;
let other: string;
let type: string;

beforeAll(async () => {
  plant = await Plant.open();
  site = await plant.named('dcim.Site');
  other = await plant.named('dcim.Site');
  type = await plant.type();
});
afterAll(() => plant?.close());

const location = (at: string, rest: InputRow = {}) => plant.named('dcim.Location', { site: at, ...rest });
const devices = (id: string) => plant.row('dcim_device', id);

test('names repeat neither at one site and tenant nor, whatever the case, without tenant', async () => {
  const tenant = await plant.named('tenancy.Tenant');
  await plant.device(type, { name: 'Leaf1', site });
  const again = await plant.create('dcim.Device', await plant.deviceInput(type, { name: 'leaf1', site }));
  expect(again.errors[0]).toMatchObject({ code: 'DUPLICATE' });
  expect(
    codes(await plant.create('dcim.Device', await plant.deviceInput(type, { name: 'leaf1', site, tenant }))),
  ).toEqual([]);
  expect(
    codes(await plant.create('dcim.Device', await plant.deviceInput(type, { name: 'leaf1', site: other }))),
  ).toEqual([]);
  const nameless = await plant.create(
    'dcim.Device',
    await plant.deviceInput(type, { name: null, site }),
    await plant.deviceInput(type, { name: null, site }),
  );
  expect(codes(nameless)).toEqual([]);
});

test('a device takes site and location from its rack', async () => {
  const room = await location(site);
  const rack = await plant.rack(site, { location: room });
  const id = await plant.device(type, { rack });
  expect(await devices(id)).toMatchObject({ site_id: site, location_id: room });
});

test('site, location and rack of a device agree', async () => {
  const [room, elsewhere] = [await location(site), await location(other)];
  const rack = await plant.rack(site, { location: room });
  const put = async (rest: InputRow) => codes(await plant.create('dcim.Device', await plant.deviceInput(type, rest)));
  expect(await put({ site: other, rack })).toContain('input.0.rack SITE_MISMATCH');
  expect(await put({ site, location: elsewhere })).toEqual(['input.0.location SITE_MISMATCH']);
  expect(await put({ site, rack, location: await location(site) })).toEqual(['input.0.location LOCATION_MISMATCH']);
  expect(await put({ site, rack, location: room })).toEqual([]);
});

test('a platform of another manufacturer is refused', async () => {
  const manufacturer = await plant.named('dcim.Manufacturer');
  const [foreign, open] = [await plant.named('dcim.Platform', { manufacturer }), await plant.named('dcim.Platform')];
  const put = async (platform: string) =>
    codes(await plant.create('dcim.Device', await plant.deviceInput(type, { site, platform })));
  expect(await put(foreign)).toEqual(['input.0.platform MANUFACTURER_MISMATCH']);
  expect(await put(open)).toEqual([]);
});

test('a new device takes airflow and platform of its type unless told otherwise', async () => {
  const platform = await plant.named('dcim.Platform');
  const airy = await plant.type({ airflow: 'front-to-rear', defaultPlatform: platform });
  const [plain, told] = [
    await plant.device(airy, { site }),
    await plant.device(airy, { site, airflow: 'passive', platform: null }),
  ];
  expect(await devices(plain)).toMatchObject({ airflow: 'front-to-rear', platform_id: platform });
  expect(await devices(told)).toMatchObject({ airflow: 'passive', platform_id: null });
});

test('moving a rack takes devices, components and cable ends along', async () => {
  const rack = await plant.rack(site);
  const device = await plant.device(type, { rack });
  const [a, b] = await plant.all('dcim.Interface', [
    { device, name: 'e1', type: '1000base-t' },
    { device, name: 'e2', type: '1000base-t' },
  ]);
  const cable = await plant.make('dcim.Cable', {
    aTerminations: [{ interface: { id: a } }],
    bTerminations: [{ interface: { id: b } }],
  });
  const room = await location(other);
  expect(codes(await plant.update('dcim.Rack', { id: rack, site: other, location: room }))).toEqual([]);
  expect(await devices(device)).toMatchObject({ site_id: other, location_id: room, rack_id: rack });
  expect(await plant.row('dcim_interface', a ?? '')).toMatchObject({
    site_id: other,
    location_id: room,
    rack_id: rack,
  });
  const ends = await plant.dataSource.query(
    'SELECT DISTINCT site_id, device_id FROM dcim_cable_termination WHERE cable_id = $1',
    [cable],
  );
  expect(ends).toEqual([{ site_id: other, device_id: device }]);
});

test('moving a location takes its child locations, racks and loose devices along', async () => {
  const hall = await location(site);
  const room = await location(site, { parent: hall });
  const rack = await plant.rack(site, { location: room });
  const [racked, loose] = [await plant.device(type, { rack }), await plant.device(type, { site, location: hall })];
  const prefix = await plant.make('ipam.Prefix', { prefix: '10.77.0.0/24', scope: { location: { id: room } } });
  expect(codes(await plant.update('dcim.Location', { id: hall, site: other }))).toEqual([]);
  expect(await plant.row('dcim_location', room)).toMatchObject({ site_id: other });
  expect(await plant.row('dcim_rack', rack)).toMatchObject({ site_id: other });
  for (const id of [racked, loose]) expect(await devices(id)).toMatchObject({ site_id: other });
  expect(await plant.row('ipam_prefix', prefix)).toMatchObject({ site_id: other, location_id: room });
});

test('a location lies at the site of its parent', async () => {
  const hall = await location(site);
  const put = (at: string) =>
    plant.create('dcim.Location', { name: 'r', slug: plant.name('r'), site: at, parent: hall });
  expect(codes(await put(other))).toEqual(['input.0.parent SITE_MISMATCH']);
  expect(codes(await put(site))).toEqual([]);
});

test('context data of a device is an object', async () => {
  const put = async (localContextData: unknown) =>
    codes(await plant.create('dcim.Device', await plant.deviceInput(type, { site, localContextData })));
  expect(await put([1])).toEqual(['input.0.localContextData BAD_USER_INPUT']);
  expect(await put({ ntp: ['10.0.0.1'] })).toEqual([]);
});
