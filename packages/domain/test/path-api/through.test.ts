import { organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { Desk } from '../desk.ts';
import { devicesAt } from '../rules/cases/devices.ts';
import { building, cable, circuit, ends, panel, ports } from './scene.ts';

let desk: Desk;
let room: Awaited<ReturnType<typeof building>>;

beforeAll(async () => {
  desk = await Desk.open();
  room = await building(desk.plant, 3);
});
afterAll(() => desk.close());

type Json = Record<string, unknown>;

const execute = async (query: string, variables: Json, reader = desk.reader): Promise<Json> => {
  const { data, errors } = await desk.execute(query, variables, 'test', reader);
  if (errors) throw errors[0]?.originalError ?? errors[0];
  return JSON.parse(JSON.stringify(data)) as Json;
};

const NAMES = '{ hidden object { __typename ... on Node { display } } }';

interface End {
  readonly hidden: boolean;
  readonly object: { readonly display: string } | null;
}

const namesOf = (list: readonly End[]): string =>
  list
    .map(({ object }) => object?.display ?? '?')
    .toSorted()
    .join(' ');

interface Through {
  readonly total: number;
  readonly nodes: readonly { readonly origin: End; readonly destinations: readonly End[] }[];
}

const through = async (object: Json, first = 100): Promise<{ total: number; paths: string[] }> => {
  const query = `query ($o: ObjectRef!, $n: Int) { found: pathsThrough(object: $o, first: $n) { total nodes { origin ${NAMES} destinations ${NAMES} } } }`;
  const { total, nodes } = (await execute(query, { o: object, n: first }))['found'] as Through;
  return { total, paths: nodes.map(({ origin, destinations }) => `${namesOf([origin])} - ${namesOf(destinations)}`) };
};

interface Affected {
  readonly total: number;
  readonly hidden: number;
  readonly ends: readonly End[];
  readonly devices: readonly { readonly device: { readonly id: string }; readonly ends: number }[];
}

const affected = async (object: Json, reader = desk.reader, first = 1000): Promise<Affected> => {
  const query = `query ($o: ObjectRef!, $n: Int) { found: affectedBy(object: $o, first: $n) { total hidden ends ${NAMES} devices { device { id } ends } } }`;
  return (await execute(query, { o: object, n: first }, reader))['found'] as Affected;
};

test('each path through a cable, a port or a device is told once', async () => {
  expect(await through({ type: 'Cable', id: room.cables[1]?.trunk })).toEqual({ total: 1, paths: ['eth2 - eth2'] });
  expect(await through({ type: 'RearPort', id: room.a.rear[0] })).toEqual({ total: 1, paths: ['eth1 - eth1'] });
  const device = await through({ type: 'dcim.Device', id: room.panelA });
  expect(device.total).toBe(3);
  expect(device.paths.toSorted()).toEqual(['eth1 - eth1', 'eth2 - eth2', 'eth3 - eth3']);
  const short = await through({ type: 'dcim.Device', id: room.panelA }, 1);
  expect([short.total, short.paths.length]).toEqual([3, 1]);
  await expect(through({ type: 'Device', id: room.panelA }, 1_001)).rejects.toThrow('Ask for 0 to 1000');
  await expect(through({ type: 'Site', number: 1 })).rejects.toThrow('No paths belong to "Site"');
});

test('a port that leads to several stands for the paths back', async () => {
  const { plant } = desk;
  const [one, two] = await devicesAt(plant, 2);
  const [trunk] = await ports(plant, 'dcim.Interface', one, ['trunk'], { type: '40gbase-x-qsfpp' });
  const lanes = await ports(plant, 'dcim.Interface', two, ['l1', 'l2'], { type: '10gbase-x-sfpp' });
  const id = await cable(plant, ends('interface', trunk), ends('interface', ...lanes));
  expect(await through({ type: 'Cable', id })).toEqual({ total: 1, paths: ['trunk - l1 l2'] });
  const { trace } = await execute(
    'query ($o: ObjectRef!) { trace(from: $o) { hops { far { object { ... on Node { display } } } } } }',
    {
      o: { type: 'Cable', id },
    },
  );
  expect(trace).toEqual([{ hops: [{ far: [{ object: { display: 'l1' } }, { object: { display: 'l2' } }] }] }]);
});

test('a cable that no path crosses is followed from its end A', async () => {
  const { plant } = desk;
  const [one, two] = await devicesAt(plant, 2);
  const [left, right] = [await panel(plant, one, 1), await panel(plant, two, 1)];
  const id = await cable(plant, ends('rearPort', left.rear[0]), ends('rearPort', right.rear[0]));
  expect(await through({ type: 'Cable', id })).toEqual({ total: 0, paths: [] });
  const { trace } = await execute(
    `query ($o: ObjectRef!) { trace(from: $o) { isComplete length unknownLengths origin ${NAMES} hops { links { kind } far ${NAMES} } } }`,
    { o: { type: 'Cable', id } },
  );
  expect(trace).toMatchObject([
    {
      isComplete: false,
      length: '0.0000',
      unknownLengths: 1,
      origin: { object: { display: 'R1' } },
      hops: [{ links: [{ kind: 'CABLE' }] }, { links: [{ kind: 'MAPPING' }], far: [{ object: { display: 'F1' } }] }],
    },
  ]);
});

test('what hangs on a cable are the ports at both ends of its paths, and their devices', async () => {
  const found = await affected({ type: 'Cable', id: room.cables[0]?.trunk });
  expect(found).toMatchObject({ total: 2, hidden: 0 });
  expect(new Map(found.devices.map(({ device, ends: count }) => [device.id, count]))).toEqual(
    new Map([
      [room.left, 1],
      [room.right, 1],
    ]),
  );
  const left: RowPredicates = (model, actor) =>
    model.name === 'dcim.Interface'
      ? { sql: (alias, params) => `${alias}.device_id <> ${params.add(room.right, 'uuid')}` }
      : organizationPredicates(model, actor);
  const half = await affected({ type: 'Cable', id: room.cables[0]?.trunk }, desk.readerWith(left));
  expect(half).toMatchObject({ total: 1, hidden: 0, devices: [{ device: { id: room.left }, ends: 1 }] });
  expect(half.ends).toHaveLength(1);
});

test('what hangs on a circuit and on a power feed', async () => {
  const { plant } = desk;
  const [router, far, server, strip] = await devicesAt(plant, 4);
  const line = await circuit(plant);
  const [a] = await ports(plant, 'dcim.Interface', router, ['wan'], { type: '1000base-t' });
  const [z] = await ports(plant, 'dcim.Interface', far, ['wan'], { type: '1000base-t' });
  await cable(plant, ends('interface', a), ends('circuitTermination', line.a));
  await cable(plant, ends('circuitTermination', line.z), ends('interface', z));
  const lost = await affected({ type: 'Circuit', id: line.id });
  expect([lost.total, namesOf(lost.ends), lost.devices.length]).toEqual([2, 'wan wan', 2]);

  const site = await plant.named('dcim.Site');
  const powerPanel = await plant.make('dcim.PowerPanel', { name: 'PP', site });
  const feed = await plant.make('dcim.PowerFeed', { name: 'feed A', powerPanel });
  const [inlet] = await ports(plant, 'dcim.PowerPort', strip, ['inlet']);
  const [o1, o2] = await ports(plant, 'dcim.PowerOutlet', strip, ['o1', 'o2'], { powerPort: inlet });
  const psus = await ports(plant, 'dcim.PowerPort', server, ['psu1', 'psu2']);
  await cable(plant, ends('powerPort', inlet), ends('powerFeed', feed));
  await cable(plant, ends('powerPort', psus[0]), ends('powerOutlet', o1));
  await cable(plant, ends('powerPort', psus[1]), ends('powerOutlet', o2));
  const dark = await affected({ type: 'PowerFeed', id: feed });
  expect([dark.total, namesOf(dark.ends)]).toEqual([3, 'inlet psu1 psu2']);
  expect(dark.devices.map(({ device, ends: count }) => [device.id, count])).toEqual([
    [server, 2],
    [strip, 1],
  ]);
  expect((await affected({ type: 'PowerFeed', id: feed }, desk.reader, 1)).ends).toHaveLength(1);
});
