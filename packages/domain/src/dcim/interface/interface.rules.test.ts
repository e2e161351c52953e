import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let site: string;
let device: string;
let other: string;

beforeAll(async () => {
  plant = await Plant.open();
  site = await plant.named('dcim.Site');
  const type = await plant.type();
  [device, other] = [await plant.device(type, { site }), await plant.device(type, { site })];
});
afterAll(() => plant?.close());

const create = (rest: InputRow) =>
  plant.create('dcim.Interface', { device, name: plant.name('e'), type: '1000base-t', ...rest });
const make = async (rest: InputRow = {}) => (await create(rest)).result?.[0] ?? '';

test('a component carries the place of its device and stays with it', async () => {
  const id = await make();
  expect(await plant.row('dcim_interface', id)).toMatchObject({ site_id: site, location_id: null, rack_id: null });
  expect(codes(await plant.update('dcim.Interface', { id, device: other }))).toContain('input.0.device IMMUTABLE');
});

test('a name stands once per device', async () => {
  await make({ name: 'uplink' });
  expect((await create({ name: 'uplink' })).errors[0]).toMatchObject({ code: 'DUPLICATE' });
  expect(codes(await create({ name: 'uplink', device: other }))).toEqual([]);
});

test.each<[string, InputRow, string[]]>([
  [
    'virtual interfaces can not be marked as connected',
    { type: 'virtual', markConnected: true },
    ['input.0.markConnected BAD_USER_INPUT'],
  ],
  ['LAGs have no PoE', { type: 'lag', poeMode: 'pse' }, ['input.0.poeMode BAD_USER_INPUT']],
  ['a PoE type needs a mode', { poeType: 'type1-ieee802.3af' }, ['input.0.poeMode REQUIRED']],
  ['PoE needs a socket', { poeMode: 'pse', poeType: 'type1-ieee802.3af' }, []],
  ['only wireless interfaces have a radio', { rfRole: 'ap' }, ['input.0.rfRole BAD_USER_INPUT']],
  [
    'a channel has its own frequency',
    { type: 'ieee802.11ax', rfChannel: '2.4g-1-2412-22', rfChannelFrequency: '2413' },
    ['input.0.rfChannelFrequency BAD_USER_INPUT'],
  ],
  [
    'tagged VLANs need the mode tagged',
    { mode: 'access', taggedVlans: ['VLAN'] },
    ['input.0.taggedVlans BAD_USER_INPUT'],
  ],
  ['an untagged VLAN needs a mode', { untaggedVlan: 'VLAN' }, ['input.0.untaggedVlan BAD_USER_INPUT']],
  ['a service VLAN needs the mode q-in-q', { mode: 'access', qinqSvlan: 'VLAN' }, ['input.0.qinqSvlan BAD_USER_INPUT']],
  ['access and tagged VLANs go with their modes', { mode: 'tagged', untaggedVlan: 'VLAN', taggedVlans: ['VLAN'] }, []],
  ['MTU has its limits', { mtu: 65_537 }, ['input.0.mtu BAD_USER_INPUT']],
  ['transmit power has its limits', { type: 'ieee802.11ax', txPower: 128 }, ['input.0.txPower BAD_USER_INPUT']],
])('%s', async (_, rest, expected) => {
  const vlan = await plant.make('ipam.Vlan', { vid: 10, name: plant.name('v') });
  const input = JSON.parse(JSON.stringify(rest).replaceAll('VLAN', vlan)) as InputRow;
  expect(codes(await create(input))).toEqual(expected);
});

test('a channel fills in frequency and width', async () => {
  const id = await make({ type: 'ieee802.11ax', rfChannel: '2.4g-1-2412-22' });
  expect(await plant.row('dcim_interface', id)).toMatchObject({
    rf_channel_frequency: '2412.000',
    rf_channel_width: '22.000',
  });
});

test('parents, bridges and LAGs are on the same device and of the right type', async () => {
  const [own, foreign, lag] = [await make(), await make({ device: other }), await make({ type: 'lag' })];
  expect(codes(await create({ type: 'virtual', parent: foreign }))).toEqual(['input.0.parent DEVICE_MISMATCH']);
  expect(codes(await create({ parent: own }))).toEqual(['input.0.parent BAD_USER_INPUT']);
  expect(codes(await create({ bridge: foreign }))).toEqual(['input.0.bridge DEVICE_MISMATCH']);
  expect(codes(await create({ type: 'virtual', lag }))).toEqual(['input.0.lag BAD_USER_INPUT']);
  expect(codes(await create({ lag: own }))).toEqual(['input.0.lag BAD_USER_INPUT']);
  expect(codes(await create({ type: 'virtual', parent: own, bridge: own }))).toEqual([]);
  expect(codes(await create({ lag }))).toEqual([]);
  expect(codes(await plant.update('dcim.Interface', { id: own, bridge: own }))).toEqual([
    'input.0.bridge BAD_USER_INPUT',
  ]);
});

test('parents do not run in a circle, and a parent is not deleted below its children', async () => {
  const upper = await make({ type: 'virtual' });
  const lower = await make({ type: 'virtual', parent: upper });
  expect(codes(await plant.update('dcim.Interface', { id: upper, parent: lower }))).toEqual([
    'input.0.parent BAD_USER_INPUT',
  ]);
  expect((await plant.remove('dcim.Interface', upper)).errors[0]).toMatchObject({ code: 'IN_USE' });
});

test('VLANs of another site are refused', async () => {
  const elsewhere = await plant.make('ipam.Vlan', { vid: 20, name: 'far', site: await plant.named('dcim.Site') });
  const here = await plant.make('ipam.Vlan', { vid: 20, name: 'near', site });
  expect(codes(await create({ mode: 'access', untaggedVlan: elsewhere }))).toEqual([
    'input.0.untaggedVlan SITE_MISMATCH',
  ]);
  expect(codes(await create({ mode: 'tagged', taggedVlans: [here, elsewhere] }))).toHaveLength(1);
  expect(codes(await create({ mode: 'tagged', untaggedVlan: here, taggedVlans: [here] }))).toEqual([]);
});

test('without mode the VLANs go', async () => {
  const vlan = await plant.make('ipam.Vlan', { vid: 30, name: 'gone' });
  const id = await make({ mode: 'tagged', untaggedVlan: vlan, taggedVlans: [vlan] });
  expect(codes(await plant.update('dcim.Interface', { id, mode: 'access' }))).toEqual([]);
  expect(await plant.dataSource.query('SELECT 1 FROM dcim_interface_tagged_vlans WHERE source_id = $1', [id])).toEqual(
    [],
  );
  expect(codes(await plant.update('dcim.Interface', { id, mode: null }))).toEqual([]);
  expect(await plant.row('dcim_interface', id)).toMatchObject({ untagged_vlan_id: null });
});

test('a thousand interfaces take as many statements as two', async () => {
  const vlan = await plant.make('ipam.Vlan', { vid: 40, name: 'bulk', site });
  const inputs = Array.from({ length: 1000 }, (_, i) => ({
    device,
    name: `b${i}`,
    type: '1000base-t',
    mode: 'access',
    untaggedVlan: vlan,
  }));
  const few = await plant.run((work) => work.create('dcim.Interface', inputs.slice(0, 2)), { dryRun: true });
  const many = await plant.run((work) => work.create('dcim.Interface', inputs), { dryRun: true });
  expect([codes(few), codes(many)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(many.statements - few.statements).toBeLessThanOrEqual(4);
});

test('a template is bridged within its type', async () => {
  const [type, foreign] = [await plant.type(), await plant.type()];
  const far = await plant.make('dcim.InterfaceTemplate', { deviceType: foreign, name: 'br', type: 'bridge' });
  const near = await plant.make('dcim.InterfaceTemplate', { deviceType: type, name: 'br', type: 'bridge' });
  const put = async (bridge: string) =>
    codes(await plant.create('dcim.InterfaceTemplate', { deviceType: type, name: 'e', type: '1000base-t', bridge }));
  expect(await put(far)).toEqual(['input.0.bridge DEVICE_MISMATCH']);
  expect(await put(near)).toEqual([]);
  expect(codes(await plant.update('dcim.InterfaceTemplate', { id: near, deviceType: foreign }))).toContain(
    'input.0.deviceType IMMUTABLE',
  );
});
