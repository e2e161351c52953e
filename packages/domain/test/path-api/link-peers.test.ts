import { organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { Desk } from '../desk.ts';
import { devicesAt } from '../rules/cases/devices.ts';
import { building, cable, circuit, ends, ports } from './scene.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

interface Named {
  readonly name: string;
  readonly linkPeers: readonly Record<string, unknown>[];
}

const PEERS =
  'linkPeers { __typename ... on Interface { name } ... on FrontPort { name } ... on PowerOutlet { name } }';

const peersOf = async (
  many: string,
  device: string | undefined,
  reader = desk.reader,
): Promise<Record<string, unknown>> => {
  const query = `query ($d: [ID!]) { all: ${many}(filter: { device: { id: { in: $d } } }) { nodes { name ${PEERS} } } }`;
  const { data } = await desk.ask(query, { d: [device] }, reader);
  const { nodes } = data['all'] as { nodes: Named[] };
  return Object.fromEntries(
    nodes.map(({ name, linkPeers }) => [name, linkPeers.map((one) => String(one['name'] ?? one['__typename']))]),
  );
};

test('each kind of port names what is at the other end of its link', async () => {
  const { plant } = desk;
  const [one, two] = await devicesAt(plant, 2);
  const wired = { type: '1000base-t' };
  const [a, b, c, d] = await ports(plant, 'dcim.Interface', one, ['a', 'b', 'c', 'd'], wired);
  const [x, y] = await ports(plant, 'dcim.Interface', two, ['x', 'y'], wired);
  const [w1] = await ports(plant, 'dcim.Interface', one, ['w1'], { type: 'ieee802.11ax' });
  const [w2] = await ports(plant, 'dcim.Interface', two, ['w2'], { type: 'ieee802.11ax' });
  const line = await circuit(plant);
  const [inlet] = await ports(plant, 'dcim.PowerPort', one, ['psu']);
  const [outlet] = await ports(plant, 'dcim.PowerOutlet', two, ['out']);
  await cable(plant, ends('interface', a), ends('interface', y, x));
  await cable(plant, ends('interface', b), ends('circuitTermination', line.a));
  await cable(plant, ends('interface', c), ends('interface', d));
  await plant.make('wireless.WirelessLink', { interfaceA: w2, interfaceB: w1 });
  await cable(plant, ends('powerPort', inlet), ends('powerOutlet', outlet));
  expect(await peersOf('interfaces', one)).toEqual({
    a: expect.arrayContaining(['x', 'y']),
    b: ['CircuitTermination'],
    c: ['d'],
    d: ['c'],
    w1: ['w2'],
  });
  expect(await peersOf('interfaces', two)).toEqual({ x: ['a'], y: ['a'], w2: ['w1'] });
  expect(await peersOf('powerPorts', one)).toEqual({ psu: ['out'] });
  const { data } = await desk.ask(
    '{ circuitTerminations { nodes { termSide linkPeers { ... on Interface { name device { id } } } } } }',
  );
  expect(data).toEqual({
    circuitTerminations: {
      nodes: [
        { termSide: 'A', linkPeers: [{ name: 'b', device: { id: one } }] },
        { termSide: 'Z', linkPeers: [] },
      ],
    },
  });
});

test('what the caller may not see is missing', async () => {
  const { left, lefts } = await building(desk.plant, 1);
  const noPanels: RowPredicates = (model, actor) =>
    model.name === 'dcim.FrontPort' ? { sql: () => 'false' } : organizationPredicates(model, actor);
  expect(await peersOf('interfaces', left)).toEqual({ eth1: ['F1'] });
  expect(await peersOf('interfaces', left, desk.readerWith(noPanels))).toEqual({ eth1: [] });
  expect(lefts).toHaveLength(1);
});

test('a page of devices with their ports takes as many statements as one device with one port', async () => {
  const [small, large, other] = [
    await building(desk.plant, 1),
    await building(desk.plant, 6),
    await building(desk.plant, 2),
  ];
  const query = `query ($d: [ID!]) { devices(filter: { id: { in: $d } }) { nodes { interfaces { nodes { ${PEERS} } } frontPorts { nodes { ${PEERS} } } } } }`;
  const count = async (...rooms: (typeof small)[]): Promise<number> => {
    const { statements } = await desk.ask(query, { d: rooms.flatMap(({ left, panelA }) => [left, panelA]) });
    return statements.length;
  };
  expect(await count(small)).toBe(7); // devices, two lists of ports, their peers, the peers' rows: interfaces, front ports
  expect(await count(large, other, small)).toBe(7);
});
