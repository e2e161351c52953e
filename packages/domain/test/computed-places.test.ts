import { registry } from '../src/index.ts';
import {
  deviceSpace,
  freePositions,
  rackUtilization,
  reservationSpaces,
  unitText,
  type Mount,
} from '../src/dcim/rack/rack-space.ts';
import { Desk } from './desk.ts';

let desk: Desk;
let site: string;

beforeAll(async () => {
  desk = await Desk.open();
  site = await desk.plant.named('dcim.Site');
});
afterAll(() => desk.close());

const node = async (query: string): Promise<Record<string, unknown>> => {
  const { data } = await desk.ask(`{ one: ${query} }`);
  return data['one'] as Record<string, unknown>;
};

const ofRack = (id: string, selection: string) => node(`rack(id: "${id}") { ${selection} }`);
const ofDevice = (id: string, selection: string) => node(`device(id: "${id}") { ${selection} }`);

const mount = (positionHalfU: number, heightHalfU: number, rest: Partial<Mount> = {}): Mount => ({
  positionHalfU,
  heightHalfU,
  face: 'front',
  isFullDepth: false,
  width: 'full',
  side: null,
  ...rest,
});

/** A device in a rack as the API takes it. */
const mounted = async (
  rack: string,
  { positionHalfU, heightHalfU, face, isFullDepth, width, side }: Mount,
  excluded = false,
) => {
  const type = await desk.plant.type({
    uHeight: String(heightHalfU / 2),
    isFullDepth,
    width,
    excludeFromUtilization: excluded,
    weight: '2.50',
    weightUnit: 'kg',
  });
  return desk.plant.device(type, {
    site,
    rack,
    position: String((positionHalfU ?? 0) / 2),
    face,
    ...(side && { side }),
  });
};

const FRAME = { startingUnit: 3, heightU: 12 };
const MOUNTS = [
  mount(6, 2),
  mount(9, 3, { isFullDepth: true }),
  mount(14, 2, { face: 'rear' }),
  mount(14, 1, { face: 'front', width: 'half', side: 'left' }),
  mount(20, 2, { width: 'half', side: 'right', isFullDepth: true }),
];

test('a rack is as full and has as free units what the rules of its space say', async () => {
  const { plant } = desk;
  const rack = await plant.rack(site, {
    uHeight: FRAME.heightU,
    startingUnit: FRAME.startingUnit,
    weight: '100',
    weightUnit: 'kg',
  });
  expect(
    await ofRack(rack, 'utilization totalWeightKg availableUnits(heightU: "6") tall: availableUnits(heightU: "13")'),
  ).toEqual({
    utilization: '0',
    totalWeightKg: '100',
    availableUnits: ['3', '3.5', '4', '4.5', '5', '5.5', '6', '6.5', '7', '7.5', '8', '8.5', '9'],
    tall: [],
  });
  for (const one of MOUNTS) await mounted(rack, one);
  const excluded = mount(24, 2);
  await mounted(rack, excluded, true);
  const user = await plant.user();
  await plant.make('dcim.RackReservation', { rack, units: [5, 6, 13], user, description: 'Held' });
  const taken = MOUNTS.flatMap((one) => deviceSpace(one) ?? []);
  const { percent } = rackUtilization(FRAME, [...taken, ...reservationSpaces([5, 6, 13])]);
  const { utilization, totalWeightKg } = await ofRack(rack, 'utilization totalWeightKg');
  expect(Number(utilization)).toBeCloseTo(percent, 3);
  expect(totalWeightKg).toBe('115');
  const all = [...taken, ...[excluded].flatMap((one) => deviceSpace(one) ?? [])];
  const shapes: readonly [string, Omit<Mount, 'positionHalfU'>][] = [
    ['heightU: "1"', mount(0, 2, { face: null })],
    ['heightU: "1.5", face: "front"', mount(0, 3)],
    ['face: "rear"', mount(0, 2, { face: 'rear' })],
    ['heightU: "0.5", face: "front", side: "right"', mount(0, 1, { width: 'half', side: 'right' })],
    ['heightU: "2", side: "left"', mount(0, 4, { face: null, width: 'half', side: 'left' })],
  ];
  for (const [given, shape] of shapes) {
    const { availableUnits } = await ofRack(rack, `availableUnits(${given})`);
    expect([given, availableUnits]).toEqual([given, freePositions(FRAME, all, shape).map(unitText)]);
  }
  const free = freePositions(FRAME, [...all, ...reservationSpaces([5, 6, 13])], mount(0, 2, { face: null }));
  expect(await ofRack(rack, 'availableUnits(exceptReserved: true)')).toEqual({ availableUnits: free.map(unitText) });
});

test('a face or height that does not exist is refused', async () => {
  const rack = await desk.plant.rack(site);
  for (const wrong of ['face: "top"', 'heightU: "0"', 'heightU: "1.25"'])
    await expect(ofRack(rack, `availableUnits(${wrong})`)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('a device has one primary address, IPv6 first unless the setting says otherwise', async () => {
  const { plant } = desk;
  const device = await plant.device(await plant.type(), { site });
  const assignedObject = {
    interface: { id: await plant.make('dcim.Interface', { device, name: 'eth0', type: '1000base-t' }) },
  };
  const ip4 = await plant.make('ipam.IpAddress', { address: '10.0.0.1/24', assignedObject });
  const primary = async () => (await ofDevice(device, 'primaryIp { address }'))['primaryIp'];
  expect(await primary()).toBeNull();
  await plant.update('dcim.Device', { id: device, primaryIp4: { id: ip4 } });
  expect(await primary()).toEqual({ address: '10.0.0.1/24' });
  const ip6 = await plant.make('ipam.IpAddress', { address: '2001:db8::1/64', assignedObject });
  await plant.update('dcim.Device', { id: device, primaryIp6: { id: ip6 } });
  expect(await primary()).toEqual({ address: '2001:db8::1/64' });
  await plant.dataSource.query(
    "INSERT INTO core_setting (id, organization_id, key, value) VALUES (gen_random_uuid(), $1, 'ipam.preferIpv4', 'true')",
    [plant.actor.organizationId],
  );
  expect(await primary()).toEqual({ address: '10.0.0.1/24' });
});

test('a virtual machine and a context of a device have a primary address too', async () => {
  const { plant } = desk;
  const host = await plant.device(await plant.type(), { site });
  const vm = await plant.make('virtualization.VirtualMachine', { name: 'vm primary', site });
  const [vmInterface, own] = [
    await plant.make('virtualization.VmInterface', { virtualMachine: vm, name: 'eth0' }),
    await plant.make('dcim.Interface', { device: host, name: 'eth0', type: '1000base-t' }),
  ];
  const address = (text: string, assignedObject: object) =>
    plant.make('ipam.IpAddress', { address: text, assignedObject });
  const primaryIp6 = { id: await address('2001:db8:1::1/64', { vmInterface: { id: vmInterface } }) };
  const primaryIp4 = { id: await address('10.1.0.1/24', { interface: { id: own } }) };
  await plant.update('virtualization.VirtualMachine', { id: vm, primaryIp6 });
  const context = await plant.make('dcim.VirtualDeviceContext', {
    device: host,
    name: 'a',
    status: 'active',
    primaryIp4,
  });
  await plant.dataSource.query("DELETE FROM core_setting WHERE key = 'ipam.preferIpv4'");
  expect(await node(`virtualMachine(id: "${vm}") { primaryIp { address } }`)).toEqual({
    primaryIp: { address: '2001:db8:1::1/64' },
  });
  expect(await node(`virtualDeviceContext(id: "${context}") { primaryIp { address } }`)).toEqual({
    primaryIp: { address: '10.1.0.1/24' },
  });
});

test('a device takes its config template from itself, its role or its platform', async () => {
  const { plant } = desk;
  const [mine, ofRole, ofPlatform] = await plant.all(
    'extras.ConfigTemplate',
    ['mine', 'role', 'platform'].map((name) => ({ name, templateCode: name })),
  );
  const platform = await plant.named('dcim.Platform', { configTemplate: ofPlatform });
  const role = await plant.named('dcim.DeviceRole');
  const device = await plant.device(await plant.type(), { site, role, platform });
  const template = async () => (await ofDevice(device, 't: effectiveConfigTemplate { name }'))['t'];
  expect(await template()).toEqual({ name: 'platform' });
  await plant.update('dcim.DeviceRole', { id: role, configTemplate: ofRole });
  expect(await template()).toEqual({ name: 'role' });
  await plant.update('dcim.Device', { id: device, configTemplate: mine });
  expect(await template()).toEqual({ name: 'mine' });
});

/** A power strip fed by one port, with outlets, and what hangs below them. */
const strip = async (outlets: number): Promise<{ inlet: string; sockets: string[] }> => {
  const { plant } = desk;
  const device = await plant.device(await plant.type(), { site });
  const inlet = await plant.make('dcim.PowerPort', { device, name: 'in' });
  const sockets = await plant.all(
    'dcim.PowerOutlet',
    Array.from({ length: outlets }, (_, n) => ({ device, name: `out${n}`, powerPort: { id: inlet } })),
  );
  return { inlet, sockets };
};

const cable = async (powerOutlet: string, powerPort: string) => {
  const a = [{ powerOutlet: { id: powerOutlet } }];
  const b = [{ powerPort: { id: powerPort } }];
  expect((await desk.plant.create('dcim.Cable', { aTerminations: a, bTerminations: b })).errors).toEqual([]);
};

const load = async (allocatedDraw: number | null, maximumDraw: number | null): Promise<string> => {
  const { plant } = desk;
  return plant.make('dcim.PowerPort', {
    device: await plant.device(await plant.type(), { site }),
    name: 'psu',
    allocatedDraw,
    maximumDraw,
  });
};

const drawOf = async (port: string) => node(`powerPort(id: "${port}") { totalAllocatedDraw totalMaximumDraw }`);

test('a power port without a draw of its own draws what hangs below its outlets, strip below strip', async () => {
  const [first, second] = [await strip(3), await strip(2)];
  const [a, b, c] = [await load(200, 300), await load(null, 100), await load(50, null)];
  expect(await drawOf(first.inlet)).toEqual({ totalAllocatedDraw: 0, totalMaximumDraw: 0 });
  await cable(first.sockets[0] ?? '', a);
  await cable(first.sockets[1] ?? '', second.inlet);
  await cable(second.sockets[0] ?? '', b);
  await cable(second.sockets[1] ?? '', c);
  expect(await drawOf(first.inlet)).toEqual({ totalAllocatedDraw: 250, totalMaximumDraw: 400 });
  expect(await drawOf(second.inlet)).toEqual({ totalAllocatedDraw: 50, totalMaximumDraw: 100 });
  expect(await drawOf(b)).toEqual({ totalAllocatedDraw: 0, totalMaximumDraw: 100 });
});

test('strips that feed each other in a circle draw what hangs on them, once', async () => {
  const [first, second] = [await strip(2), await strip(2)];
  await cable(first.sockets[0] ?? '', second.inlet);
  await cable(second.sockets[0] ?? '', first.inlet);
  await cable(second.sockets[1] ?? '', await load(70, 90));
  expect(await drawOf(first.inlet)).toEqual({ totalAllocatedDraw: 70, totalMaximumDraw: 90 });
  expect(await drawOf(second.inlet)).toEqual({ totalAllocatedDraw: 70, totalMaximumDraw: 90 });
});

const feedOf = async (rack: string, rest: object = {}): Promise<string> => {
  const { plant } = desk;
  const powerPanel = await plant.make('dcim.PowerPanel', { site, name: plant.name('panel') });
  return plant.make('dcim.PowerFeed', { powerPanel, rack, name: plant.name('feed'), ...rest });
};

const cableFeed = async (powerFeed: string, powerPort: string) => {
  const ends = { aTerminations: [{ powerFeed: { id: powerFeed } }], bTerminations: [{ powerPort: { id: powerPort } }] };
  expect((await desk.plant.create('dcim.Cable', ends)).errors).toEqual([]);
};

test('a rack uses the power that hangs on its feeds', async () => {
  const rack = await desk.plant.rack(site);
  const used = async () => (await ofRack(rack, 'powerUtilization'))['powerUtilization'];
  expect(await used()).toBe('0');
  const feeds = [
    await feedOf(rack, { voltage: 230, amperage: 16, maxUtilization: 80 }),
    await feedOf(rack, { voltage: 230, amperage: 16, maxUtilization: 80 }),
  ];
  expect(await used()).toBe('0');
  const { inlet, sockets } = await strip(2);
  await cableFeed(feeds[0] ?? '', inlet);
  await cable(sockets[0] ?? '', await load(300, 400));
  await cable(sockets[1] ?? '', await load(436, 500));
  await desk.plant.dataSource.query('UPDATE dcim_power_feed SET available_power = 2944 WHERE rack_id = $1', [rack]);
  expect(await used()).toBe('12.5');
});

test('a three-phase feed shows what each leg draws', async () => {
  const { plant } = desk;
  const rack = await plant.rack(site);
  const { inlet, sockets } = await strip(3);
  for (const [n, feedLeg] of ['A', 'B', 'A'].entries())
    await plant.update('dcim.PowerOutlet', { id: sockets[n], feedLeg });
  await cable(sockets[0] ?? '', await load(100, 150));
  await cable(sockets[1] ?? '', await load(60, 90));
  const legs = async () => (await node(`powerPort(id: "${inlet}") { legDraws }`))['legDraws'];
  expect(await legs()).toBeNull();
  await cableFeed(await feedOf(rack, { phase: 'three-phase', voltage: 230, amperage: 16, maxUtilization: 80 }), inlet);
  expect(await legs()).toEqual([
    { leg: 'A', allocated: 100, maximum: 150, outlets: 2 },
    { leg: 'B', allocated: 60, maximum: 90, outlets: 1 },
    { leg: 'C', allocated: 0, maximum: 0, outlets: 0 },
  ]);
});

test('modules weigh in their device and rack', async () => {
  const { plant } = desk;
  const rack = await plant.rack(site);
  const device = await mounted(rack, mount(20, 2));
  const manufacturer = await plant.named('dcim.Manufacturer');
  const moduleType = await plant.make('dcim.ModuleType', {
    manufacturer,
    model: 'card',
    weight: '750',
    weightUnit: 'g',
  });
  for (const name of ['bay 1', 'bay 2']) {
    const moduleBay = await plant.make('dcim.ModuleBay', { device, name });
    await plant.make('dcim.Module', { device, moduleBay, moduleType });
  }
  expect(await ofDevice(device, 'totalWeightKg')).toEqual({ totalWeightKg: '4' });
  expect(await ofRack(rack, 'totalWeightKg')).toEqual({ totalWeightKg: '4' });
});

test('every computed field of the model is answered alike by both paths, in as many statements at 50 rows as at 1', async () => {
  for (const model of registry.models)
    for (const { name, spec } of model.computed.values()) {
      const query = (first: number) =>
        `{ ${model.many}(first: ${first}) { nodes { ${name}${spec.target === undefined ? '' : ' { id display }'} } } }`;
      const [one, many] = [await desk.ask(query(1)), await desk.ask(query(50))];
      expect([name, JSON.stringify((await desk.execute(query(50))).data)]).toEqual([name, JSON.stringify(many.data)]);
      expect([name, one.statements.length]).toEqual([name, spec.target === undefined ? 1 : one.statements.length]);
      expect(many.statements.length).toBeLessThanOrEqual(2);
    }
});
