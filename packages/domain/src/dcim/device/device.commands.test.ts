import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let site: string;
let type: string;

const count = async (table: string, device: string): Promise<number> => {
  const [row] = await plant.dataSource.query(`SELECT count(*)::int AS n FROM ${table} WHERE device_id = $1`, [device]);
  return row.n;
};

/** A switch with 48 ports, an uplink bridged to another, console, power in and out, and a patched pair of ports. */
const switchType = async (): Promise<string> => {
  const deviceType = await plant.type();
  const ports = Array.from({ length: 48 }, (_, i) => ({ deviceType, name: `Gi1/0/${i + 1}`, type: '1000base-t' }));
  await plant.all('dcim.InterfaceTemplate', ports);
  const [up = '', down = ''] = await plant.all('dcim.InterfaceTemplate', [
    { deviceType, name: 'br0', type: 'bridge' },
    { deviceType, name: 'up{vc_position:7}', label: 'up', type: '10gbase-x-sfpp' },
  ]);
  await plant.update('dcim.InterfaceTemplate', { id: down, bridge: up });
  await plant.make('dcim.ConsolePortTemplate', { deviceType, name: 'con', type: 'rj-45' });
  const powerPort = await plant.make('dcim.PowerPortTemplate', { deviceType, name: 'psu1', maximumDraw: 500 });
  await plant.make('dcim.PowerOutletTemplate', { deviceType, name: 'out1', powerPort, feedLeg: 'A' });
  const rearPort = await plant.make('dcim.RearPortTemplate', { deviceType, name: 'rear', type: 'lc', positions: 2 });
  const fronts = await plant.all('dcim.FrontPortTemplate', [
    { deviceType, name: 'front1', type: 'lc' },
    { deviceType, name: 'front2', type: 'lc' },
  ]);
  await plant.all(
    'dcim.PortTemplateMapping',
    fronts.map((frontPort, i) => ({ frontPort, rearPort, rearPortPosition: i + 1 })),
  );
  return deviceType;
};

beforeAll(async () => {
  plant = await Plant.open();
  site = await plant.named('dcim.Site');
  type = await switchType();
});
afterAll(() => plant?.close());

test('a new device has all components of its type, joined among themselves', async () => {
  const device = await plant.device(type, { site });
  const counts = await Promise.all(
    ['interface', 'console_port', 'power_port', 'power_outlet', 'rear_port', 'front_port', 'port_mapping'].map((t) =>
      count(`dcim_${t}`, device),
    ),
  );
  expect(counts).toEqual([50, 1, 1, 1, 1, 2, 2]);
  const [outlet] = await plant.dataSource.query(
    'SELECT p.name, o.site_id FROM dcim_power_outlet o JOIN dcim_power_port p ON p.id = o.power_port_id WHERE o.device_id = $1',
    [device],
  );
  expect(outlet).toEqual({ name: 'psu1', site_id: site });
  const [bridged] = await plant.dataSource.query(
    'SELECT i.name, i.label, b.name AS bridge FROM dcim_interface i JOIN dcim_interface b ON b.id = i.bridge_id WHERE i.device_id = $1',
    [device],
  );
  expect(bridged).toEqual({ name: 'up7', label: 'up', bridge: 'br0' });
});

test('interfaces are ordered by slot and number', async () => {
  const device = await plant.device(type, { site });
  const rows: { name: string }[] = await plant.dataSource.query(
    'SELECT name FROM dcim_interface WHERE device_id = $1 ORDER BY sort_key LIMIT 3',
    [device],
  );
  expect(rows.map(({ name }) => name)).toEqual(['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3']);
});

test('components: NONE and imports make none', async () => {
  const bare = await plant.device(type, { site, components: 'NONE' });
  const { result } = await plant.import('dcim.Device', await plant.deviceInput(type, { site }));
  expect([await count('dcim_interface', bare), await count('dcim_interface', result?.[0] ?? '')]).toEqual([0, 0]);
});

test('forty devices take as many statements as two', async () => {
  const inputs = await Promise.all(Array.from({ length: 40 }, () => plant.deviceInput(type, { site })));
  const few = await plant.run((work) => work.create('dcim.Device', inputs.slice(0, 2)));
  const many = await plant.run((work) => work.create('dcim.Device', inputs.slice(2)));
  expect([few, many].map(codes)).toEqual([[], []]);
  // a first large batch refreshes the statistics of tables that were empty, one of over 2,000 rows prepares its session
  expect(many.statements - few.statements).toBeLessThanOrEqual(5);
  expect(many.changes.length).toBe(38 * 59);
});

test('a failing component leaves nothing behind', async () => {
  const clashing = await plant.type();
  await plant.all('dcim.InterfaceTemplate', [
    { deviceType: clashing, name: 'a{vc_position:1}', type: 'virtual' },
    { deviceType: clashing, name: 'a1', type: 'virtual' },
  ]);
  const outcome = await plant.create('dcim.Device', await plant.deviceInput(clashing, { name: 'gone', site }));
  expect(codes(outcome)).toEqual(['input.0.components TEMPLATE_CONFLICT']);
  expect(outcome.errors[0]?.message).toBe('Two templates give the name "a1"; rename one.');
  expect(await plant.dataSource.query("SELECT 1 FROM dcim_device WHERE name = 'gone'")).toEqual([]);
});
