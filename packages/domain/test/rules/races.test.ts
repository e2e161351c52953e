import type { InputRow } from '@plumbline/engine';
import { Plant } from '../plant.ts';
import { stacks } from './cases/chassis.ts';
import { devicesAt, reachable } from './cases/devices.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

/** What each of several writers at the same time heard first; null for those that got through. */
const heard = async (writes: readonly Promise<{ readonly errors: readonly { readonly code: string }[] }>[]) =>
  (await Promise.all(writes)).map(({ errors }) => errors[0]?.code ?? null).toSorted();

const update = (model: string, row: InputRow) => plant.update(model, row);

test('of two devices mounted at one place, on the same or the other face, one gets it', async () => {
  const site = await plant.named('dcim.Site');
  const rack = await plant.rack(site);
  const device = await plant.deviceInput(await plant.type(), { site, rack, position: '5' });
  const put = (face: string) => plant.create('dcim.Device', { ...device, name: plant.name('dev'), face });
  expect(await heard([put('front'), put('rear')])).toEqual(['RACK_SPACE_TAKEN', null]);
});

test('a type does not grow into a device that is mounted meanwhile', async () => {
  const site = await plant.named('dcim.Site');
  const rack = await plant.rack(site);
  const grower = await plant.type();
  await plant.device(grower, { site, rack, face: 'front', position: '1' });
  const device = await plant.deviceInput(await plant.type(), { site, rack, face: 'front', position: '2' });
  const outcomes = await Promise.allSettled([
    update('dcim.DeviceType', { id: grower, uHeight: '2' }),
    plant.create('dcim.Device', device),
  ]);
  const stored = outcomes.filter((one) => one.status === 'fulfilled' && one.value.errors.length === 0);
  expect(stored).toHaveLength(1);
});

test('a rack does not shrink below a device that is mounted meanwhile', async () => {
  const site = await plant.named('dcim.Site');
  const rack = await plant.rack(site);
  const device = await plant.deviceInput(await plant.type(), { site, rack, face: 'front', position: '40' });
  const outcomes = await heard([update('dcim.Rack', { id: rack, uHeight: 10 }), plant.create('dcim.Device', device)]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('units are reserved by one of two', async () => {
  const rack = await plant.rack(await plant.named('dcim.Site'));
  const user = await plant.user();
  const hold = (units: readonly number[]) =>
    plant.create('dcim.RackReservation', { rack, user, units, description: 'Held' });
  expect(await heard([hold([1, 2]), hold([2, 3])])).toEqual(['RACK_UNITS_RESERVED', null]);
});

test('an address becomes primary for one of two devices', async () => {
  const { devices, interfaces, addresses } = await reachable(plant, 2);
  await plant.make('ipam.IpAddressAssignment', {
    ipAddress: addresses[0],
    assignedObject: { interface: { id: interfaces[1] } },
  });
  const claim = (id: string | undefined) => update('dcim.Device', { id, primaryIp4: addresses[0] });
  expect(await heard(devices.map(claim))).toEqual(['DUPLICATE', null]);
});

test('an address does not leave a device that makes it primary meanwhile', async () => {
  const { devices, interfaces, addresses } = await reachable(plant, 2);
  const outcomes = await heard([
    update('dcim.Device', { id: devices[0], primaryIp4: addresses[0] }),
    update('ipam.IpAddress', { id: addresses[0], assignedObject: { interface: { id: interfaces[1] } } }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('a VRF does not begin to refuse duplicates while one comes in', async () => {
  const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf'), enforceUnique: false });
  await plant.make('ipam.Prefix', { prefix: '10.0.0.0/24', vrf });
  const outcomes = await heard([
    update('ipam.Vrf', { id: vrf, enforceUnique: true }),
    plant.create('ipam.Prefix', { prefix: '10.0.0.0/24', vrf }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('two interfaces do not become parents of each other', async () => {
  const [device] = await devicesAt(plant, 1);
  const [a, b] = await plant.all(
    'dcim.Interface',
    ['a', 'b'].map((name) => ({ device, name, type: 'virtual' })),
  );
  const outcomes = await heard([
    update('dcim.Interface', { id: a, parent: b }),
    update('dcim.Interface', { id: b, parent: a }),
  ]);
  expect(outcomes).toEqual(['BAD_USER_INPUT', null]);
});

test('a port does not shrink below a position that is mapped meanwhile', async () => {
  const [device] = await devicesAt(plant, 1);
  const port = (model: string) => plant.make(model, { device, name: plant.name('p'), type: 'lc', positions: 2 });
  const [frontPort, rearPort] = [await port('dcim.FrontPort'), await port('dcim.RearPort')];
  const outcomes = await heard([
    update('dcim.FrontPort', { id: frontPort, positions: 1 }),
    plant.create('dcim.PortMapping', { frontPort, rearPort, frontPortPosition: 2 }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('a port takes one of two cables, whichever end it is on', async () => {
  const [device] = await devicesAt(plant, 1);
  const ids = await plant.all(
    'dcim.Interface',
    ['a', 'b', 'c'].map((name) => ({ device, name, type: '1000base-t' })),
  );
  const at = (n: number) => [{ interface: { id: ids[n] } }];
  const outcomes = await heard([
    plant.create('dcim.Cable', { aTerminations: at(0), bTerminations: at(1) }),
    plant.create('dcim.Cable', { aTerminations: at(2), bTerminations: at(0) }),
  ]);
  expect(outcomes).toEqual(['CABLE_OCCUPIED', null]);
});

test('tenants of two groups deleted at the same time do not meet', async () => {
  const groups = [await plant.named('tenancy.TenantGroup'), await plant.named('tenancy.TenantGroup')];
  const name = plant.name('tenant');
  await plant.all(
    'tenancy.Tenant',
    groups.map((group) => ({ name, slug: name, group })),
  );
  expect(await heard(groups.map((id) => plant.remove('tenancy.TenantGroup', id)))).toEqual(['IN_USE', null]);
});

test('prefixes that change places at the same time end up in order', async () => {
  const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
  const [outer = '', inner = ''] = await plant.all('ipam.Prefix', [
    { prefix: '10.0.0.0/8', vrf },
    { prefix: '10.1.0.0/16', vrf },
  ]);
  const outcomes = await heard([
    update('ipam.Prefix', { id: inner, prefix: '172.16.1.0/24' }),
    update('ipam.Prefix', { id: outer, prefix: '172.16.0.0/12' }),
  ]);
  expect(outcomes).toEqual([null, null]);
  expect(await plant.row('ipam_prefix', inner)).toMatchObject({ parent_id: outer, depth: 1 });
  expect(await plant.row('ipam_prefix', outer)).toMatchObject({ parent_id: null, child_count: 1 });
});

test('of two modules for one bay one gets it', async () => {
  const [device] = await devicesAt(plant, 1);
  const moduleBay = await plant.make('dcim.ModuleBay', { device, name: 'bay' });
  const moduleType = await plant.make('dcim.ModuleType', {
    model: plant.name('module'),
    manufacturer: await plant.named('dcim.Manufacturer'),
  });
  const put = () => plant.create('dcim.Module', { device, moduleBay, moduleType });
  expect(await heard([put(), put()])).toEqual(['DUPLICATE', null]);
});

test('a module does not move to another device while it gets a component', async () => {
  const [device, other] = await devicesAt(plant, 2);
  const [bay, there] = await plant.all(
    'dcim.ModuleBay',
    [device, other].map((id) => ({ device: id, name: 'bay' })),
  );
  const moduleType = await plant.make('dcim.ModuleType', {
    model: plant.name('module'),
    manufacturer: await plant.named('dcim.Manufacturer'),
  });
  const module = await plant.make('dcim.Module', { device, moduleBay: bay, moduleType });
  const outcomes = await heard([
    update('dcim.Module', { id: module, device: other, moduleBay: there }),
    plant.create('dcim.PowerPort', { device, module, name: 'psu' }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('a MAC address becomes the primary one of one of two interfaces', async () => {
  const [device] = await devicesAt(plant, 1);
  const ids = await plant.all(
    'dcim.Interface',
    ['a', 'b'].map((name) => ({ device, name, type: '1000base-t' })),
  );
  const primaryMacAddress = await plant.make('dcim.MacAddress', { macAddress: '02:00:00:00:00:01' });
  const outcomes = await heard(ids.map((id) => update('dcim.Interface', { id, primaryMacAddress })));
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('a MAC address does not move while it becomes a primary one', async () => {
  const [device] = await devicesAt(plant, 1);
  const [a, b] = await plant.all(
    'dcim.Interface',
    ['a', 'b'].map((name) => ({ device, name, type: '1000base-t' })),
  );
  const mac = await plant.make('dcim.MacAddress', {
    macAddress: '02:00:00:00:00:02',
    assignedObject: { interface: { id: a } },
  });
  const outcomes = await heard([
    update('dcim.MacAddress', { id: mac, assignedObject: { interface: { id: b } } }),
    update('dcim.Interface', { id: a, primaryMacAddress: mac }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('a device is not made the master of a chassis that it leaves meanwhile', async () => {
  const { ids, seconds } = await stacks(plant, 1);
  const outcomes = await heard([
    update('dcim.VirtualChassis', { id: ids[0], master: seconds[0] }),
    update('dcim.Device', { id: seconds[0], virtualChassis: null }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});

test('a type does not cease to be a parent while it gets a device bay', async () => {
  const deviceType = await plant.type({ subdeviceRole: 'parent' });
  const outcomes = await heard([
    update('dcim.DeviceType', { id: deviceType, subdeviceRole: null }),
    plant.create('dcim.DeviceBayTemplate', { deviceType, name: 'bay' }),
  ]);
  expect(outcomes.filter((code) => code === null)).toHaveLength(1);
});
