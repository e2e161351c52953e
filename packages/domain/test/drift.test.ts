import type { InputRow } from '@plumbline/engine';
import { applyPage } from '../src/dcim/drift/drift.service.ts';
import { Desk } from './desk.ts';
import type { Plant } from './plant.ts';

let desk: Desk;
let plant: Plant;
let site: string;

beforeAll(async () => {
  desk = await Desk.open();
  plant = desk.plant;
  site = await plant.named('dcim.Site');
});
afterAll(() => desk?.close());

const ethernet = (owner: InputRow, name: string, rest: InputRow = {}) => ({
  ...owner,
  name,
  type: '1000base-t',
  ...rest,
});

interface Change {
  readonly kind: string;
  readonly action: string;
  readonly name: string;
  readonly cabled: boolean;
  readonly agreed: boolean;
  readonly fields: readonly object[];
}

interface Plan {
  readonly examined: number;
  readonly next: string | null;
  readonly digest: string;
  readonly instances: readonly {
    readonly device: string;
    readonly module: string | null;
    readonly changes: readonly Change[];
  }[];
}

const PLAN = `examined next digest instances {
  device module changes { kind action name cabled agreed fields { field current expected } }
}`;

const listed = async (input: object): Promise<Plan> => {
  const text = `query ($input: ComponentDriftInput!) { componentDrift(input: $input) { ${PLAN} } }`;
  const { data, errors } = await desk.execute(text, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.['componentDrift'] as Plan;
};

interface Applied {
  readonly plan: Plan | null;
  readonly changeSetId: string | null;
  readonly userErrors: readonly { readonly path: string; readonly code: string }[];
}

const applied = async (input: object, rest: object = {}): Promise<Applied> => {
  const text = `mutation ($input: ComponentDriftInput!, $consent: ComponentDriftConsent, $digest: String, $dryRun: Boolean! = false) {
    componentDriftApply(input: $input, consent: $consent, digest: $digest, dryRun: $dryRun) {
      plan { ${PLAN} } changeSetId userErrors { path code }
    }
  }`;
  const { data, errors } = await desk.execute(text, { input, ...rest });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.['componentDriftApply'] as Applied;
};

const actions = ({ instances }: Plan) =>
  instances.flatMap(({ changes }) => changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`)).toSorted();

const portNames = async (device: string): Promise<string[]> => {
  const rows: { name: string }[] = await plant.dataSource.query(
    'SELECT name FROM dcim_interface WHERE device_id = $1 ORDER BY name',
    [device],
  );
  return rows.map(({ name }) => name);
};

const cabled = async (a: string, b: string): Promise<string> =>
  plant.make('dcim.Cable', { aTerminations: [{ interface: { id: a } }], bTerminations: [{ interface: { id: b } }] });

const portOf = async (device: string, name: string): Promise<string> => {
  const [row] = await plant.dataSource.query('SELECT id FROM dcim_interface WHERE device_id = $1 AND name = $2', [
    device,
    name,
  ]);
  return row.id;
};

/** A type with three ports, an outlet on a power port, a patched pair and an item; and devices of it. */
const fleet = async (count: number) => {
  const deviceType = await plant.type();
  const templates = await plant.all(
    'dcim.InterfaceTemplate',
    ['e1', 'e2', 'e3'].map((name) => ethernet({ deviceType }, name)),
  );
  const powerPort = await plant.make('dcim.PowerPortTemplate', { deviceType, name: 'psu', maximumDraw: 100 });
  const outlet = await plant.make('dcim.PowerOutletTemplate', { deviceType, name: 'out', powerPort });
  const frontPort = await plant.make('dcim.FrontPortTemplate', { deviceType, name: 'f', type: 'lc' });
  const rearPort = await plant.make('dcim.RearPortTemplate', { deviceType, name: 'r', type: 'lc', positions: 2 });
  await plant.make('dcim.PortTemplateMapping', { frontPort, rearPort });
  await plant.make('dcim.InventoryItemTemplate', { deviceType, name: 'fan' });
  const input = await plant.deviceInput(deviceType, { site });
  const devices = await plant.all(
    'dcim.Device',
    Array.from({ length: count }, () => ({ ...input, name: plant.name('dev') })),
  );
  return { deviceType, templates, powerPort, outlet, rearPort, frontPort, devices };
};

test('devices as their type made them have not drifted, whatever is configured on them', async () => {
  const { deviceType, devices } = await fleet(2);
  await plant.make('dcim.Interface', { device: devices[0], name: 'vlan10', type: 'virtual' });
  await plant.make('dcim.InventoryItem', { device: devices[0], name: 'optic' });
  const port = await portOf(devices[0] ?? '', 'e1');
  await plant.update('dcim.Interface', { id: port, enabled: false, description: 'off', label: 'left' });
  expect(await listed({ deviceType })).toMatchObject({ examined: 2, next: null, instances: [] });
});

test('an edit of the type is previewed, applied, and shows nothing afterwards', async () => {
  const { deviceType, templates, powerPort, outlet, rearPort, frontPort, devices } = await fleet(2);
  const [bridge = ''] = await plant.all('dcim.InterfaceTemplate', [ethernet({ deviceType }, 'br', { type: 'bridge' })]);
  await plant.update('dcim.InterfaceTemplate', { id: templates[0], type: '10gbase-x-sfpp', bridge });
  await plant.update('dcim.PowerPortTemplate', { id: powerPort, maximumDraw: 250 });
  const second = await plant.make('dcim.PowerPortTemplate', { deviceType, name: 'psu2' });
  await plant.update('dcim.PowerOutletTemplate', { id: outlet, powerPort: second });
  const [mapping] = await plant.dataSource.query('SELECT id FROM dcim_port_template_mapping WHERE front_port_id = $1', [
    frontPort,
  ]);
  await plant.update('dcim.PortTemplateMapping', { id: mapping.id, rearPort, rearPortPosition: 2 });
  await plant.make('dcim.ModuleBayTemplate', { deviceType, name: 'slot', position: '1' });
  const [fan] = await plant.dataSource.query('SELECT id FROM dcim_inventory_item_template WHERE device_type_id = $1', [
    deviceType,
  ]);
  await plant.make('dcim.InventoryItemTemplate', { deviceType, parent: fan.id, name: 'motor' });
  const plan = await listed({ deviceType });
  expect(plan.instances.map(({ device }) => device).toSorted()).toEqual(devices.toSorted());
  const each = [
    'ADD interface br',
    'ADD inventoryItem fan/motor',
    'ADD moduleBay slot',
    'ADD powerPort psu2',
    'CHANGE interface e1',
    'CHANGE portMapping f:1',
    'CHANGE powerOutlet out',
    'CHANGE powerPort psu',
  ];
  expect(actions(plan)).toEqual([...each, ...each].toSorted());
  const outletChange = plan.instances[0]?.changes.find(({ kind }) => kind === 'powerOutlet');
  expect(outletChange?.fields).toEqual([{ field: 'powerPort', current: 'psu', expected: 'psu2' }]);
  const preview = await applied({ deviceType }, { dryRun: true, digest: plan.digest });
  expect([preview.userErrors, preview.changeSetId, preview.plan?.digest]).toEqual([[], null, plan.digest]);
  const done = await applied({ deviceType }, { digest: plan.digest });
  expect([done.userErrors, typeof done.changeSetId]).toEqual([[], 'string']);
  expect((await listed({ deviceType })).instances).toEqual([]);
  const [row] = await plant.dataSource.query(
    `SELECT p.name AS feed, i.type, b.name AS bridge, m.rear_port_position AS at, c.name AS inside
     FROM dcim_power_outlet o JOIN dcim_power_port p ON p.id = o.power_port_id
     JOIN dcim_interface i ON i.device_id = o.device_id AND i.name = 'e1' JOIN dcim_interface b ON b.id = i.bridge_id
     JOIN dcim_port_mapping m ON m.device_id = o.device_id
     JOIN dcim_inventory_item c ON c.device_id = o.device_id AND c.parent_id IS NOT NULL WHERE o.device_id = $1`,
    [devices[0]],
  );
  expect(row).toEqual({ feed: 'psu2', type: '10gbase-x-sfpp', bridge: 'br', at: 2, inside: 'motor' });
});

test('what a type no longer has stays until asked, and with a cable until asked for that too', async () => {
  const { deviceType, templates, devices } = await fleet(1);
  const [device = ''] = devices;
  const peer = (await fleet(1)).devices[0] ?? '';
  const cable = await cabled(await portOf(device, 'e2'), await portOf(peer, 'e1'));
  await plant.remove('dcim.InterfaceTemplate', templates[1] ?? '', templates[2] ?? '');
  const plan = await listed({ deviceType });
  expect(plan.instances[0]?.changes).toMatchObject([
    { action: 'REMOVE', name: 'e2', cabled: true, agreed: false },
    { action: 'REMOVE', name: 'e3', cabled: false, agreed: false },
  ]);
  await applied({ deviceType });
  expect(await portNames(device)).toEqual(['e1', 'e2', 'e3']);
  const removed = await applied({ deviceType }, { consent: { remove: true } });
  expect(removed.plan?.instances[0]?.changes.map(({ name, agreed }) => `${name} ${agreed}`)).toEqual([
    'e2 false',
    'e3 true',
  ]);
  expect(await portNames(device)).toEqual(['e1', 'e2']);
  await applied({ deviceType }, { consent: { remove: true, dropCabled: true } });
  expect(await portNames(device)).toEqual(['e1']);
  expect(await plant.row('dcim_cable', cable)).toEqual({});
  expect(await plant.row('dcim_interface', await portOf(peer, 'e1'))).toMatchObject({ cable_id: null });
});

test('a plan that is out of date is refused', async () => {
  const { deviceType } = await fleet(1);
  const { digest } = await listed({ deviceType });
  await plant.make('dcim.InterfaceTemplate', ethernet({ deviceType }, 'e4'));
  expect((await applied({ deviceType }, { digest })).userErrors).toEqual([{ path: 'digest', code: 'STALE_WRITE' }]);
});

test('modules drift beside their type, named after their bays', async () => {
  const device = (await fleet(1)).devices[0] ?? '';
  const moduleType = await plant.make('dcim.ModuleType', {
    model: plant.name('module'),
    manufacturer: await plant.named('dcim.Manufacturer'),
  });
  const moduleBay = await plant.make('dcim.ModuleBay', { device, name: 'slot 7', position: '7' });
  const module = await plant.make('dcim.Module', { device, moduleBay, moduleType });
  await plant.make('dcim.InterfaceTemplate', ethernet({ moduleType }, 'x{module}'));
  const plan = await listed({ moduleType });
  expect([actions(plan), plan.instances[0]?.module]).toEqual([['ADD interface x7'], module]);
  expect((await applied({ moduleType, ids: [module] })).userErrors).toEqual([]);
  expect(await plant.row('dcim_interface', await portOf(device, 'x7'))).toMatchObject({ module_id: module });
  expect((await listed({ moduleType })).instances).toEqual([]);
});

test('a window goes on where the last one ended, and names only instances of the type', async () => {
  const { deviceType, devices } = await fleet(3);
  const first = await listed({ deviceType, first: 2 });
  expect([first.examined, first.next]).toEqual([2, devices.toSorted()[1]]);
  expect(await listed({ deviceType, first: 2, after: first.next })).toMatchObject({ examined: 1, next: null });
  const other = (await fleet(1)).devices[0];
  expect((await applied({ deviceType, ids: [other] })).userErrors).toEqual([{ path: 'ids', code: 'NOT_FOUND' }]);
  expect((await applied({})).userErrors).toEqual([{ path: 'input', code: 'BAD_USER_INPUT' }]);
  expect((await applied({ deviceType, first: 501 })).userErrors).toEqual([
    { path: 'input.first', code: 'BAD_USER_INPUT' },
  ]);
});

test('forty devices take as many statements as two', async () => {
  const { deviceType, devices } = await fleet(42);
  await plant.make('dcim.InterfaceTemplate', ethernet({ deviceType }, 'e4'));
  const counted = async (ids: readonly string[]) => {
    const consent = { remove: false, dropCabled: false, dryRun: false, reason: null, digest: null };
    const type = { owner: 'deviceType', id: deviceType } as const;
    const { outcome } = await applyPage(plant.writer, plant.actor, type, { ids, first: ids.length }, consent);
    expect([outcome.errors, outcome.changes.length]).toEqual([[], ids.length]);
    return outcome.statements;
  };
  const [few, many] = [await counted(devices.slice(0, 2)), await counted(devices.slice(2))];
  expect(many - few).toBeLessThanOrEqual(3);
});
