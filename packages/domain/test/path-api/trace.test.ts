import { createReader, organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { Desk } from '../desk.ts';
import { devicesAt } from '../rules/cases/devices.ts';
import { building, cable, circuit, ends, ports } from './scene.ts';

let desk: Desk;
let room: Awaited<ReturnType<typeof building>>;

beforeAll(async () => {
  desk = await Desk.open();
  room = await building(desk.plant, 2);
});
afterAll(() => desk.close());

type Json = Record<string, unknown>;

const END =
  '{ hidden type object { __typename ... on Interface { name } ... on FrontPort { name } ... on RearPort { name } } }';
const TRACE = `{ origin ${END} destinations ${END} isComplete isActive isSplit splitAt ${END} length unknownLengths
  hops { near ${END} links { kind hidden label color status length lengthUnit lengthM object { __typename ... on Cable { number } } } far ${END} } }`;

const execute = async (query: string, variables: Json = {}, reader = desk.reader): Promise<Json> => {
  const { data, errors } = await desk.execute(query, variables, 'test', reader);
  if (errors) throw errors[0]?.originalError ?? errors[0];
  return JSON.parse(JSON.stringify(data)) as Json;
};

interface End {
  readonly hidden: boolean;
  readonly object: { readonly name?: string; readonly __typename: string } | null;
}

interface Traced {
  readonly hops: readonly { near: End[]; links: { kind: string; label: string | null }[]; far: End[] }[];
  readonly destinations: readonly End[];
  readonly [field: string]: unknown;
}

const trace = async (from: Json, reader = desk.reader): Promise<Traced[]> => {
  const { trace: found } = await execute(`query ($from: ObjectRef!) { trace(from: $from) ${TRACE} }`, { from }, reader);
  return found as Traced[];
};

const shown = (list: readonly End[]): string =>
  list.map(({ hidden, object }) => (hidden ? '?' : (object?.name ?? object?.__typename ?? '-'))).join('+');

const strip = ({ hops }: Traced): string[] =>
  hops.map(({ near, links, far }) => `${shown(near)} ${links.map(({ kind }) => kind).join('+')} ${shown(far)}`);

test('a path is told hop by hop, with its links and its length', async () => {
  const [found, ...more] = await trace({ type: 'Interface', id: room.lefts[0] });
  expect(more).toEqual([]);
  expect(strip(found as Traced)).toEqual([
    'eth1 CABLE F1',
    'F1 MAPPING R1',
    'R1 CABLE R1',
    'R1 MAPPING F1',
    'F1 CABLE eth1',
  ]);
  expect(found).toMatchObject({
    isComplete: true,
    isActive: true,
    isSplit: false,
    splitAt: [],
    length: '3.5000',
    unknownLengths: 1,
    destinations: [{ hidden: false, type: 'dcim.Interface', object: { name: 'eth1' } }],
  });
  expect(found?.hops[0]?.links).toEqual([
    {
      kind: 'CABLE',
      hidden: false,
      label: 'A1',
      color: 'ffeb3b',
      status: 'connected',
      length: '2.00',
      lengthUnit: 'm',
      lengthM: '2.0000',
      object: { __typename: 'Cable', number: expect.any(Number) as number },
    },
  ]);
  expect(found?.hops[1]?.links[0]).toMatchObject({ kind: 'MAPPING', hidden: false, label: null, object: null });
});

test('what the caller may not see is hidden, not told', async () => {
  const hides =
    (...models: string[]): RowPredicates =>
    (model, actor) =>
      models.includes(model.name) ? { sql: () => 'false' } : organizationPredicates(model, actor);
  const upTo = async (...models: string[]) => {
    const [path] = await trace({ type: 'dcim.Interface', id: room.lefts[0] }, desk.readerWith(hides(...models)));
    return path as Traced;
  };
  expect(strip(await upTo('dcim.RearPort'))).toEqual(['eth1 CABLE F1', 'F1 MAPPING ?']);
  const found = await upTo('dcim.RearPort', 'dcim.Cable');
  expect(strip(found)).toEqual(['eth1 CABLE ?']);
  expect(found).toMatchObject({ isComplete: false, isActive: false, destinations: [], unknownLengths: 1 });
  expect(found.hops[0]?.links).toEqual([
    expect.objectContaining({ kind: 'CABLE', hidden: true, label: null, color: null, status: null, object: null }),
  ]);
  const blind = desk.readerWith(hides('dcim.Interface'));
  await expect(trace({ type: 'Interface', id: room.lefts[0] }, blind)).rejects.toThrow('There is no Interface');
});

test('a port without a cable has no trace, and what is no port is refused', async () => {
  const [device] = await devicesAt(desk.plant, 1);
  const [bare] = await ports(desk.plant, 'dcim.Interface', device, ['bare'], { type: '1000base-t' });
  expect(await trace({ type: 'Interface', id: bare })).toEqual([]);
  await expect(trace({ type: 'Interfase', id: bare })).rejects.toThrow('Did you mean "Interface"?');
  await expect(trace({ type: 'Interface', id: bare, number: 1 })).rejects.toThrow('exactly one of id, number and name');
  await expect(trace({ type: 'Interface', id: 'x' })).rejects.toThrow('"x" is no id');
  const [{ name } = { name: '' }] = await desk.plant.dataSource.query<{ name: string }[]>(
    'SELECT name FROM dcim_device WHERE id = $1',
    [room.left],
  );
  expect(await trace({ type: 'Interface', name: 'eth1', deviceName: name })).toHaveLength(1);
  await expect(trace({ type: 'Interface', name: 'eth1' })).rejects.toThrow('More than one Interface is called eth1');
  await expect(trace({ type: 'Cable', name: 'A1', deviceName: name })).rejects.toThrow('beside the name of a port');
  expect(await trace({ type: 'Cable', name: 'A1' })).toHaveLength(1);
  await expect(trace({ type: 'CircuitTermination', name: 'A' })).rejects.toThrow('has no name');
  await expect(trace({ type: 'Interface', number: 99_999 })).rejects.toThrow('There is no Interface 99999');
});

test('ends that are shown alike are read together', async () => {
  const texts: string[] = [];
  const onStatement = ({ text }: { readonly text: string }) => texts.push(text);
  const reader = createReader({ registry, schema: desk.schema, predicates: organizationPredicates, onStatement });
  await trace({ type: 'Interface', id: room.lefts[0] }, reader);
  const reads = (table: string) => texts.filter((text) => text.includes(`FROM "${table}" t `)).length;
  expect(texts.length).toBe(7); // the port, the walk, cables, and what stands at origin, destinations, near and far
  expect(['dcim_front_port', 'dcim_rear_port'].map(reads)).toEqual([1, 1]);
});

test('connected endpoints and reachability take as many statements for many rows as for one', async () => {
  const more = await building(desk.plant, 5);
  const FIELDS =
    'name reachable connectedEndpoints { ... on Interface { name device { id } } } linkPeers { ... on FrontPort { name } }';
  const query = `query ($d: [ID!]) { devices(filter: { id: { in: $d } }) { nodes { interfaces { nodes { ${FIELDS} } } } } }`;
  const one = await desk.ask(query, { d: [room.left] });
  const all = await desk.ask(query, { d: [room.left, room.right, more.left, more.right] });
  expect(all.statements.length).toBe(one.statements.length);
  expect(one.statements.length).toBe(7); // devices, interfaces, peers, front ports, the walk, interfaces, their devices
  expect(one.data).toEqual({
    devices: {
      nodes: [
        {
          interfaces: {
            nodes: ['1', '2'].map((n) => ({
              name: `eth${n}`,
              reachable: true,
              connectedEndpoints: [{ name: `eth${n}`, device: { id: room.right } }],
              linkPeers: [{ name: `F${n}` }],
            })),
          },
        },
      ],
    },
  });
});

test('a planned link is not reachable, a missing one is not known', async () => {
  const { plant } = desk;
  const [device] = await devicesAt(plant, 1);
  const [a, b] = await ports(plant, 'dcim.Interface', device, ['a', 'b', 'c'], { type: '1000base-t' });
  await cable(plant, ends('interface', a), ends('interface', b), { status: 'planned' });
  const { data } = await desk.ask(
    'query ($d: [ID!]) { interfaces(filter: { device: { id: { in: $d } } }) { nodes { reachable pathState connectedEndpoints { ... on Interface { name } } } } }',
    { d: [device] },
  );
  expect(data).toEqual({
    interfaces: {
      nodes: [
        { reachable: false, pathState: 'inactive', connectedEndpoints: [{ name: 'b' }] },
        { reachable: false, pathState: 'inactive', connectedEndpoints: [{ name: 'a' }] },
        { reachable: null, pathState: null, connectedEndpoints: [] },
      ],
    },
  });
});

test('a path goes on at the other side of a circuit', async () => {
  const { plant } = desk;
  const [device] = await devicesAt(plant, 1);
  const [a, b] = await ports(plant, 'dcim.Interface', device, ['a', 'b'], { type: '1000base-t' });
  const line = await circuit(plant);
  await cable(plant, ends('interface', a), ends('circuitTermination', line.a));
  await cable(plant, ends('circuitTermination', line.z), ends('interface', b));
  const [found] = await trace({ type: 'Interface', id: a });
  expect(strip(found as Traced)).toEqual([
    'a CABLE CircuitTermination',
    'CircuitTermination CIRCUIT CircuitTermination',
    'CircuitTermination CABLE b',
  ]);
  expect(found?.hops[1]?.links[0]).toMatchObject({ label: line.cid, status: 'active' });
  const [half] = await trace({ type: 'CircuitTermination', id: line.a });
  expect(strip(half as Traced)).toEqual(['CircuitTermination CABLE a']);
});
