import type { InputRow } from '@plumbline/engine';
import { Plant } from '../plant.ts';
import { many, named } from './case.ts';
import { devicesAt } from './cases/devices.ts';
import { clustersOf, machinesAt } from './cases/machines.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

type Write = Promise<{ readonly errors: readonly { readonly code: string }[] }>;

/** What each of two writers at the same time heard first; null for one that got through. */
const heard = async (...writes: readonly Write[]) =>
  (await Promise.all(writes)).map(({ errors }) => errors[0]?.code ?? null).toSorted();

/** That of two writers at the same time exactly one gets through. */
const oneOf = async (...writes: readonly Write[]): Promise<void> => {
  expect((await heard(...writes)).filter((code) => code === null)).toHaveLength(1);
};

const create = (model: string, row: InputRow): Write => plant.create(model, row);
const update = (model: string, row: InputRow): Write => plant.update(model, row);
const site = (): Promise<string> => plant.named('dcim.Site');

test('of two aggregates that share addresses one gets in', async () => {
  const rir = await plant.named('ipam.Rir');
  const put = (prefix: string) => create('ipam.Aggregate', { rir, prefix });
  expect(await heard(put('10.0.0.0/8'), put('10.1.0.0/16'))).toEqual(['AGGREGATE_OVERLAP', null]);
});

test('of two ranges that share addresses one gets in', async () => {
  const put = (from: number, to: number) =>
    create('ipam.IpRange', { startAddress: `192.0.2.${from}/24`, endAddress: `192.0.2.${to}/24` });
  expect(await heard(put(10, 20), put(15, 30))).toEqual(['RANGE_OVERLAP', null]);
});

const provided = async () => {
  const provider = await plant.named('circuits.Provider');
  const network = await plant.make('circuits.ProviderNetwork', { provider, name: plant.name('net') });
  const account = await plant.make('circuits.ProviderAccount', { provider, account: plant.name('account') });
  return { provider, network, account, other: await plant.named('circuits.Provider') };
};

test('an account does not move to another provider while a circuit takes it', async () => {
  const { provider, account, other } = await provided();
  const type = await plant.named('circuits.CircuitType');
  await oneOf(
    update('circuits.ProviderAccount', { id: account, provider: other }),
    create('circuits.Circuit', { cid: plant.name('cid'), type, provider, providerAccount: account }),
  );
});

test('a network does not move to another provider while a virtual circuit crosses it', async () => {
  const { network, account, other } = await provided();
  const type = await plant.named('circuits.VirtualCircuitType');
  await oneOf(
    update('circuits.ProviderNetwork', { id: network, provider: other }),
    create('circuits.VirtualCircuit', { cid: 'v1', type, providerNetwork: network, providerAccount: account }),
  );
});

test('a cable does not reach an end that moves into the network of a provider', async () => {
  const { provider, network } = await provided();
  const type = await plant.named('circuits.CircuitType');
  const circuit = await plant.make('circuits.Circuit', { cid: plant.name('cid'), type, provider });
  const [device] = await devicesAt(plant, 1);
  const port = await plant.make('dcim.Interface', { device, name: 'e1', type: '1000base-t' });
  const end = await plant.make('circuits.CircuitTermination', {
    circuit,
    termSide: 'A',
    termination: { site: { id: await site() } },
  });
  await oneOf(
    update('circuits.CircuitTermination', { id: end, termination: { providerNetwork: { id: network } } }),
    create('dcim.Cable', {
      aTerminations: [{ circuitTermination: { id: end } }],
      bTerminations: [{ interface: { id: port } }],
    }),
  );
});

test('an interface does not stop being virtual while a virtual circuit ends there', async () => {
  const { network } = await provided();
  const type = await plant.named('circuits.VirtualCircuitType');
  const virtualCircuit = await plant.make('circuits.VirtualCircuit', { cid: 'v2', type, providerNetwork: network });
  const [device] = await devicesAt(plant, 1);
  const id = await plant.make('dcim.Interface', { device, name: 'v1', type: 'virtual' });
  await oneOf(
    update('dcim.Interface', { id, type: '1000base-t' }),
    create('circuits.VirtualCircuitTermination', { virtualCircuit, interface: id }),
  );
});

test('an interface does not stop being a radio while a wireless link ends there', async () => {
  const [device] = await devicesAt(plant, 1);
  const [a, b] = await plant.all(
    'dcim.Interface',
    ['w1', 'w2'].map((name) => ({ device, name, type: 'ieee802.11ax' })),
  );
  await oneOf(
    update('dcim.Interface', { id: b, type: '1000base-t' }),
    create('wireless.WirelessLink', { interfaceA: a, interfaceB: b }),
  );
});

test('a machine does not join a cluster that moves to another site meanwhile', async () => {
  const [from, to] = [await site(), await site()];
  const [cluster] = await clustersOf(plant, 1, { scope: { site: { id: from } } });
  await Promise.all([
    update('virtualization.Cluster', { id: cluster, scope: { site: { id: to } } }),
    create('virtualization.VirtualMachine', { name: plant.name('vm'), cluster, site: from }),
  ]);
  const rows = await plant.dataSource.query<{ site_id: string }[]>(
    'SELECT site_id FROM virtualization_virtual_machine WHERE cluster_id = $1',
    [cluster],
  );
  const { site_id } = await plant.row('virtualization_cluster', cluster ?? '');
  expect(rows.filter((row) => row.site_id !== site_id)).toEqual([]);
});

test('a device does not change its cluster while a machine is bound to it', async () => {
  const [cluster, other] = await clustersOf(plant, 2);
  const [device] = await devicesAt(plant, 1, { cluster });
  await oneOf(
    update('dcim.Device', { id: device, cluster: other }),
    create('virtualization.VirtualMachine', { name: plant.name('vm'), device, cluster }),
  );
});

test('a cluster does not move away from a device that joins it meanwhile', async () => {
  const [from, to] = [await site(), await site()];
  const [cluster] = await clustersOf(plant, 1, { scope: { site: { id: from } } });
  const [device] = await devicesAt(plant, 1, { site: from });
  await oneOf(
    update('virtualization.Cluster', { id: cluster, scope: { site: { id: to } } }),
    update('dcim.Device', { id: device, cluster }),
  );
});

test('disks added at the same time both count', async () => {
  const [virtualMachine = ''] = await machinesAt(plant, 1);
  const add = (name: string, size: number) => create('virtualization.VirtualDisk', { virtualMachine, name, size });
  expect(await heard(add('sda', 500), add('sdb', 300))).toEqual([null, null]);
  expect(await plant.row('virtualization_virtual_machine', virtualMachine)).toMatchObject({ disk: 800 });
});

test('two interfaces of a machine do not become parents of each other', async () => {
  const [virtualMachine] = await machinesAt(plant, 1);
  const [a, b] = await plant.all(
    'virtualization.VmInterface',
    ['a', 'b'].map((name) => ({ virtualMachine, name })),
  );
  await oneOf(
    update('virtualization.VmInterface', { id: a, parent: b }),
    update('virtualization.VmInterface', { id: b, parent: a }),
  );
});

test('a point-to-point L2VPN gets one of two last ends', async () => {
  const l2vpn = await plant.make('vpn.L2vpn', { ...named(plant), type: 'vpws' });
  const vlans = await plant.all(
    'ipam.Vlan',
    many(3, (at) => ({ name: plant.name('vlan'), vid: at + 100 })),
  );
  const end = (id: string | undefined) => ({ l2vpn, assignedObject: { vlan: { id } } });
  await plant.make('vpn.L2vpnTermination', end(vlans[0]));
  expect(
    await heard(create('vpn.L2vpnTermination', end(vlans[1])), create('vpn.L2vpnTermination', end(vlans[2]))),
  ).toEqual(['POINT_TO_POINT_FULL', null]);
});

test('an L2VPN does not become point-to-point while a third end comes in', async () => {
  const l2vpn = await plant.make('vpn.L2vpn', { ...named(plant), type: 'vpls' });
  const vlans = await plant.all(
    'ipam.Vlan',
    many(3, (at) => ({ name: plant.name('vlan'), vid: at + 200 })),
  );
  const end = (id: string | undefined) => ({ l2vpn, assignedObject: { vlan: { id } } });
  await plant.all('vpn.L2vpnTermination', vlans.slice(0, 2).map(end));
  await oneOf(update('vpn.L2vpn', { id: l2vpn, type: 'epl' }), create('vpn.L2vpnTermination', end(vlans[2])));
});

test('a schema does not change under data that come in', async () => {
  const profile = await plant.make('extras.ConfigContextProfile', { name: plant.name('profile') });
  await oneOf(
    update('extras.ConfigContextProfile', { id: profile, schema: { type: 'object', required: ['ntp'] } }),
    create('extras.ConfigContext', { name: plant.name('context'), profile, data: { dns: [] } }),
  );
});

test('an address does not leave a machine that makes it primary meanwhile', async () => {
  const machines = await machinesAt(plant, 2);
  const interfaces = await plant.all(
    'virtualization.VmInterface',
    machines.map((virtualMachine) => ({ virtualMachine, name: 'eth0' })),
  );
  const on = (at: number) => ({ assignedObject: { vmInterface: { id: interfaces[at] } } });
  const address = await plant.make('ipam.IpAddress', { address: '198.51.100.1/24', ...on(0) });
  await oneOf(
    update('virtualization.VirtualMachine', { id: machines[0], primaryIp4: address }),
    update('ipam.IpAddress', { id: address, ...on(1) }),
  );
});
