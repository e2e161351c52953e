import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let device: string;
let other: string;
let port: string;
let second: string;
let foreign: string;

beforeAll(async () => {
  plant = await Plant.open();
  const site = await plant.named('dcim.Site');
  const type = await plant.type();
  [device, other] = [await plant.device(type, { site, name: 'r1' }), await plant.device(type, { site, name: 'r2' })];
  [port = '', second = '', foreign = ''] = await plant.all('dcim.Interface', [
    { device, name: 'e1', type: '1000base-t' },
    { device, name: 'e2', type: '1000base-t' },
    { device: other, name: 'e1', type: '1000base-t' },
  ]);
});
afterAll(() => plant?.close());

const on = (id: string) => ({ assignedObject: { interface: { id } } });
const create = (address: string, rest: InputRow = {}) => plant.create('ipam.IpAddress', { address, ...rest });
const make = (address: string, rest: InputRow = {}) => plant.make('ipam.IpAddress', { address, ...rest });

test.each<[string, string, InputRow, string[]]>([
  ['no mask of length 0', '10.0.0.1/0', {}, ['input.0.address BAD_USER_INPUT']],
  ['the network address may be noted', '10.0.0.0/24', {}, []],
  ['but not assigned', '10.0.1.0/24', { assigned: true }, ['input.0.address BAD_USER_INPUT']],
  ['nor may the broadcast address', '10.0.2.255/24', { assigned: true }, ['input.0.address BAD_USER_INPUT']],
  ['a /31 has neither', '10.0.3.0/31', { assigned: true }, []],
  ['nor has a /127', '2001:db8::/127', { assigned: true }, []],
  ['IPv6 has no broadcast', '2001:db8:1::ffff/112', { assigned: true }, []],
  ['IPv6 has a subnet-router address', '2001:db8:2::/64', { assigned: true }, ['input.0.address BAD_USER_INPUT']],
  ['only IPv6 configures itself', '10.0.4.1/24', { status: 'slaac' }, ['input.0.status BAD_USER_INPUT']],
  ['IPv6 may configure itself', '2001:db8:3::1/64', { status: 'slaac' }, []],
])('%s: %s', async (_, address, { assigned, ...rest }, expected) => {
  expect(codes(await create(address, { ...rest, ...(assigned === true && on(port)) }))).toEqual(expected);
});

test('a host stands once whatever its mask, unless all of them have a shared role', async () => {
  await make('10.1.0.1/24');
  expect(codes(await create('10.1.0.1/32'))).toEqual(['input.0.address ADDRESS_DUPLICATE']);
  expect(codes(await create('10.1.0.1/24', { role: 'vip' }))).toEqual(['input.0.address ADDRESS_DUPLICATE']);
  await make('10.1.0.2/24', { role: 'anycast' });
  expect(codes(await create('10.1.0.2/24', { role: 'anycast' }))).toEqual([]);
  expect(codes(await create('10.1.0.2/24', { role: 'loopback' }))).toEqual(['input.0.address ADDRESS_DUPLICATE']);
  const vrf = await plant.make('ipam.Vrf', { name: 'loose', enforceUnique: false });
  expect(
    codes(await plant.create('ipam.IpAddress', { address: '10.1.0.1/24', vrf }, { address: '10.1.0.1/24', vrf })),
  ).toEqual([]);
});

test('of many who race for one host exactly one wins, whatever the role of the rest', async () => {
  const outcomes = await Promise.all([
    create('10.1.9.1/24'),
    create('10.1.9.1/24'),
    create('10.1.9.1/32'),
    create('10.1.9.1/24'),
  ]);
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  const mixed = await Promise.all([create('10.1.9.2/24'), create('10.1.9.2/24', { role: 'vip' })]);
  expect(mixed.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('two thousand addresses take as many statements as two', async () => {
  const inputs = Array.from({ length: 2000 }, (_, i) => ({ address: `10.64.${i >> 8}.${i & 255}/16` }));
  const few = await plant.run((work) => work.create('ipam.IpAddress', inputs.slice(0, 2)), { dryRun: true });
  const many = await plant.run((work) => work.create('ipam.IpAddress', inputs), { dryRun: true });
  expect([codes(few), codes(many)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, streams its records, and looks for prefixes beforehand
  expect(many.statements - few.statements).toBeLessThanOrEqual(5);
});

test('many addresses are stored with their prefix, and none is written twice', async () => {
  const prefix = await plant.make('ipam.Prefix', { prefix: '10.65.0.0/24' });
  const inputs = Array.from({ length: 120 }, (_, i) => ({ address: `10.${i < 60 ? 65 : 66}.0.${(i % 60) + 1}/24` }));
  await plant.all('ipam.IpAddress', inputs);
  const [stored] = await plant.dataSource.query<readonly object[]>(
    `SELECT count(*)::int AS rows, count(*) FILTER (WHERE parent_prefix_id = $1)::int AS inside, count(DISTINCT cmin::text)::int AS writes
     FROM ipam_ip_address WHERE host << '10.65.0.0/24' OR host << '10.66.0.0/24'`,
    [prefix],
  );
  expect(stored).toEqual({ rows: 120, inside: 60, writes: 1 });
});

test('DNS names are kept in lower case', async () => {
  const id = await make('10.1.1.1/24', { dnsName: 'SW1.Example.COM' });
  expect(await plant.row('ipam_ip_address', id)).toMatchObject({ dns_name: 'sw1.example.com' });
  expect(codes(await create('10.1.1.2/24', { dnsName: 'no spaces here' }))).toEqual(['input.0.dnsName BAD_USER_INPUT']);
});

test('an address is not translated to itself', async () => {
  const id = await make('10.1.2.1/24');
  expect(codes(await plant.update('ipam.IpAddress', { id, natInside: id }))).toEqual([
    'input.0.natInside BAD_USER_INPUT',
  ]);
});

test('the primary address of a device is on one of its interfaces and of the right family', async () => {
  const [own, theirs, six] = [
    await make('10.2.0.1/24', on(port)),
    await make('10.2.0.2/24', on(foreign)),
    await make('2001:db8:9::1/64', on(port)),
  ];
  const set = async (rest: InputRow) => codes(await plant.update('dcim.Device', { id: device, ...rest }));
  expect(await set({ primaryIp4: theirs })).toEqual(['input.0.primaryIp4 ADDRESS_NOT_ON_DEVICE']);
  expect(await set({ primaryIp4: six })).toEqual(['input.0.primaryIp4 BAD_USER_INPUT']);
  expect(await set({ primaryIp6: own })).toEqual(['input.0.primaryIp6 BAD_USER_INPUT']);
  expect(await set({ primaryIp4: own, primaryIp6: six, oobIp: own })).toEqual([]);
  expect(await set({ oobIp: six })).toEqual([]);
});

test('the outside of a translated address and further assignments count too', async () => {
  const inside = await make('10.2.1.1/24', on(port));
  const outside = await make('192.0.2.1/32', { natInside: inside });
  expect(codes(await plant.update('dcim.Device', { id: device, primaryIp4: outside }))).toEqual([]);
  const shared = await make('10.2.1.2/24', on(foreign));
  await plant.make('ipam.IpAddressAssignment', { ipAddress: shared, assignedObject: { interface: { id: port } } });
  expect(codes(await plant.update('dcim.Device', { id: device, primaryIp4: shared }))).toEqual([]);
});

test('an address in use by a device stays on that device', async () => {
  const id = await make('10.3.0.1/24', on(port));
  await plant.update('dcim.Device', { id: device, primaryIp4: id });
  const moved = await plant.update('ipam.IpAddress', { id, ...on(foreign) });
  expect(codes(moved)).toEqual(['input.0.assignedObject ADDRESS_IN_USE']);
  expect(moved.errors[0]?.message).toBe('The address is the primary IPv4 address of r1; choose another there first.');
  expect(codes(await plant.update('ipam.IpAddress', { id, assignedObject: null }))).toEqual([
    'input.0.assignedObject ADDRESS_IN_USE',
  ]);
  expect(codes(await plant.update('ipam.IpAddress', { id, ...on(second) }))).toEqual([]);
});

test('deleting an address clears it from its device, on record', async () => {
  const id = await make('10.3.1.1/24', on(port));
  await plant.update('dcim.Device', { id: device, primaryIp4: id });
  const { errors, changes } = await plant.remove('ipam.IpAddress', id);
  expect(errors).toEqual([]);
  expect(changes).toContainEqual(expect.objectContaining({ type: 'dcim.Device', action: 'update' }));
  expect(await plant.row('dcim_device', device)).toMatchObject({ primary_ip4_id: null });
});

test('an address is primary for one device', async () => {
  const shared = await make('10.4.0.1/24', on(port));
  await plant.make('ipam.IpAddressAssignment', { ipAddress: shared, assignedObject: { interface: { id: foreign } } });
  expect(codes(await plant.update('dcim.Device', { id: device, primaryIp4: shared }))).toEqual([]);
  expect((await plant.update('dcim.Device', { id: other, primaryIp4: shared })).errors[0]).toMatchObject({
    code: 'DUPLICATE',
  });
});
