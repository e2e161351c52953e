import { devicesAt } from './rules/cases/devices.ts';
import { Desk } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const ports = async (device: string | undefined, type: string, ...names: string[]): Promise<string[]> =>
  desk.plant.all(
    'dcim.Interface',
    names.map((name) => ({ device, name, type })),
  );

const nodes = async <T>(query: string): Promise<T[]> => {
  const { data } = await desk.ask(`{ all: ${query} }`);
  return (data['all'] as { nodes: T[] }).nodes;
};

const virtualCircuit = async (): Promise<string> => {
  const { plant } = desk;
  const providerNetwork = await plant.make('circuits.ProviderNetwork', {
    name: plant.name('net'),
    provider: await plant.named('circuits.Provider'),
  });
  const type = await plant.named('circuits.VirtualCircuitType');
  return plant.make('circuits.VirtualCircuit', { cid: plant.name('vc'), type, providerNetwork });
};

test('an interface is connected by its cable, else its wireless link, else its virtual circuit', async () => {
  const { plant } = desk;
  const [device] = await devicesAt(plant, 1);
  const [e1, e2] = await ports(device, '1000base-t', 'e1', 'e2');
  const [w1, w2] = await ports(device, 'ieee802.11ax', 'w1', 'w2');
  const [v1] = await ports(device, 'virtual', 'v1', 'v2');
  const at = (id: string | undefined) => [{ interface: { id } }];
  await plant.make('dcim.Cable', { aTerminations: at(e1), bTerminations: at(e2) });
  await plant.make('wireless.WirelessLink', { interfaceA: w1, interfaceB: w2 });
  await plant.make('circuits.VirtualCircuitTermination', { virtualCircuit: await virtualCircuit(), interface: v1 });
  expect(await nodes('interfaces { nodes { name connectedBy } }')).toEqual([
    { name: 'e1', connectedBy: 'cable' },
    { name: 'e2', connectedBy: 'cable' },
    { name: 'v1', connectedBy: 'virtualCircuit' },
    { name: 'v2', connectedBy: null },
    { name: 'w1', connectedBy: 'wirelessLink' },
    { name: 'w2', connectedBy: 'wirelessLink' },
  ]);
});

test('peers of a virtual circuit talk to peers, hubs to spokes, spokes to hubs', async () => {
  const { plant } = desk;
  const [device] = await devicesAt(plant, 1);
  const roles = ['peer', 'peer', 'hub', 'spoke', 'spoke'];
  const names = roles.map((role, at) => `${role}${at}`);
  const ids = await ports(device, 'virtual', ...names);
  const circuit = await virtualCircuit();
  await plant.all(
    'circuits.VirtualCircuitTermination',
    ids.map((id, at) => ({ virtualCircuit: circuit, interface: id, role: roles[at] })),
  );
  const found = await nodes<{ interface: { name: string }; peers: { interface: { name: string } }[] }>(
    `virtualCircuitTerminations(filter: { virtualCircuit: { id: { eq: "${circuit}" } } }) { nodes { interface { name } peers } }`,
  );
  const heard = found.map(({ interface: { name }, peers }) => [name, peers.map((peer) => peer.interface.name)]);
  expect(Object.fromEntries(heard)).toEqual({
    peer0: ['peer1'],
    peer1: ['peer0'],
    hub2: ['spoke3', 'spoke4'],
    spoke3: ['hub2'],
    spoke4: ['hub2'],
  });
});
