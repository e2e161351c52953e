import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let site: string;

beforeAll(async () => {
  plant = await Plant.open();
  site = await plant.named('dcim.Site');
});
afterAll(() => plant?.close());

const moduleType = async (rest: InputRow = {}) =>
  plant.make('dcim.ModuleType', {
    model: plant.name('module'),
    manufacturer: await plant.named('dcim.Manufacturer'),
    ...rest,
  });

const chassis = async (rest: InputRow = {}) => plant.device(await plant.type(), { site, ...rest });

const bay = (device: string, rest: InputRow = {}) =>
  plant.make('dcim.ModuleBay', { device, name: plant.name('bay'), ...rest });

const ethernet = (owner: InputRow, name: string) => ({ ...owner, name, type: '1000base-t' });

const named = async (table: string, module: string): Promise<unknown[]> =>
  plant.dataSource.query(`SELECT name FROM ${table} WHERE module_id = $1 ORDER BY name`, [module]);

const installed = (device: string, moduleBay: string, type: string, rest: InputRow = {}) =>
  plant.create('dcim.Module', { device, moduleBay, moduleType: type, ...rest });

const lineCard = async (): Promise<string> => {
  const owner = { moduleType: await moduleType() };
  const [a = '', b = ''] = await plant.all('dcim.InterfaceTemplate', [
    ethernet(owner, 'xe-{module}/0'),
    ethernet(owner, 'xe-{module}/1'),
  ]);
  await plant.update('dcim.InterfaceTemplate', { id: a, bridge: b });
  const powerPort = await plant.make('dcim.PowerPortTemplate', { ...owner, name: 'psu-{module}' });
  await plant.make('dcim.PowerOutletTemplate', { ...owner, name: 'out-{module}', powerPort });
  const frontPort = await plant.make('dcim.FrontPortTemplate', { ...owner, name: 'f-{module}', type: 'lc' });
  const rearPort = await plant.make('dcim.RearPortTemplate', { ...owner, name: 'r-{module}', type: 'lc' });
  await plant.make('dcim.PortTemplateMapping', { frontPort, rearPort });
  await plant.make('dcim.ModuleBayTemplate', { ...owner, name: 'sub {module}', position: '{module}.1' });
  return owner.moduleType;
};

test('a module brings the components of its type, named after its bay and joined among themselves', async () => {
  const [device, type] = [await chassis(), await lineCard()];
  const { result, errors } = await installed(device, await bay(device, { position: '3' }), type);
  expect(errors).toEqual([]);
  const module = result?.[0] ?? '';
  expect(await named('dcim_interface', module)).toEqual([{ name: 'xe-3/0' }, { name: 'xe-3/1' }]);
  const [joined] = await plant.dataSource.query(
    `SELECT p.name AS port, m.device_id AS device, b.name AS bay, b.position, x.name AS bridge
     FROM dcim_power_outlet o JOIN dcim_power_port p ON p.id = o.power_port_id
     JOIN dcim_front_port f ON f.module_id = o.module_id JOIN dcim_port_mapping m ON m.front_port_id = f.id
     JOIN dcim_module_bay b ON b.module_id = o.module_id
     JOIN dcim_interface i ON i.module_id = o.module_id AND i.bridge_id IS NOT NULL
     JOIN dcim_interface x ON x.id = i.bridge_id WHERE o.module_id = $1`,
    [module],
  );
  expect(joined).toEqual({ port: 'psu-3', device, bay: 'sub 3', position: '3.1', bridge: 'xe-3/1' });
});

test('modules sit in bays of modules at any depth, and one move takes all of them along', async () => {
  const device = await chassis();
  const nestingType = await moduleType();
  await plant.make('dcim.ModuleBayTemplate', { moduleType: nestingType, name: 'b{module}', position: '{module}/1' });
  const outer = await bay(device, { position: '1' });
  let [at, modules] = [outer, [] as string[]];
  for (let depth = 0; depth < 4; depth++) {
    const { result, errors } = await installed(device, at, nestingType);
    expect(errors).toEqual([]);
    modules = [...modules, result?.[0] ?? ''];
    const [inner] = await plant.dataSource.query('SELECT id, parent_id FROM dcim_module_bay WHERE module_id = $1', [
      modules.at(-1),
    ]);
    expect(inner.parent_id).toBe(at);
    at = inner.id;
  }
  expect(await plant.row('dcim_module_bay', at)).toMatchObject({ name: 'b1/1/1/1', position: '1/1/1/1/1' });
  const other = await bay(device, { position: '2' });
  expect(codes(await plant.update('dcim.Module', { id: modules[0], moduleBay: other }))).toEqual([]);
  const [{ n }] = await plant.dataSource.query(
    'SELECT count(*)::int AS n FROM dcim_module_bay WHERE tree_path @> ARRAY[$1::uuid] AND id <> $1',
    [other],
  );
  expect(n).toBe(4);
  expect(codes(await plant.update('dcim.Module', { id: modules[0], moduleBay: at }))).toEqual([
    'input.0.moduleBay TREE_CYCLE',
  ]);
  await plant.remove('dcim.Module', modules[0] ?? '');
  expect(
    await plant.dataSource.query('SELECT id FROM dcim_module_bay WHERE device_id = $1 ORDER BY id', [device]),
  ).toEqual([{ id: outer }, { id: other }].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
});

test('a module adopts what is there, makes the rest, and refuses what belongs to another', async () => {
  const device = await chassis();
  const type = await moduleType();
  await plant.all('dcim.InterfaceTemplate', [
    ethernet({ moduleType: type }, 'e{module}'),
    ethernet({ moduleType: type }, 'f{module}'),
  ]);
  const old = await plant.make('dcim.Interface', ethernet({ device }, 'e1'));
  const [first, second] = [await bay(device, { position: '1' }), await bay(device, { position: '1' })];
  expect(codes(await installed(device, first, type))).toEqual(['input.0.moduleType TEMPLATE_CONFLICT']);
  const { result } = await installed(device, first, type, { adoptComponents: true });
  expect(await plant.row('dcim_interface', old)).toMatchObject({ module_id: result?.[0] });
  expect(await named('dcim_interface', result?.[0] ?? '')).toEqual([{ name: 'e1' }, { name: 'f1' }]);
  const taken = await installed(device, second, type, { adoptComponents: true });
  expect(taken.errors[0]).toMatchObject({
    code: 'TEMPLATE_CONFLICT',
    message: '"e1" belongs to another module of the device; rename it first.',
  });
  const bare = await installed(device, second, type, { replicateComponents: false });
  expect(await named('dcim_interface', bare.result?.[0] ?? '')).toEqual([]);
});

test('a module that only adopts makes nothing, and an import neither', async () => {
  const device = await chassis();
  const type = await moduleType();
  await plant.make('dcim.InterfaceTemplate', ethernet({ moduleType: type }, 'e{module}'));
  const [first, second] = [await bay(device, { position: '1' }), await bay(device, { position: '2' })];
  const adopting = { adoptComponents: true, replicateComponents: false };
  const { result } = await installed(device, first, type, adopting);
  const imported = await plant.import('dcim.Module', { device, moduleBay: second, moduleType: type });
  expect(await named('dcim_interface', result?.[0] ?? '')).toEqual([]);
  expect(await named('dcim_interface', imported.result?.[0] ?? '')).toEqual([]);
});

test('a name with {module} needs a position on the bay', async () => {
  const device = await chassis();
  const type = await moduleType();
  await plant.make('dcim.InterfaceTemplate', ethernet({ moduleType: type }, 'e{module}'));
  const { errors } = await installed(device, await bay(device), type);
  expect(errors[0]?.message).toBe(
    '"e{module}" needs the position of the module bay, which is empty; set it on the bay.',
  );
});

test('forty modules take as many statements as two', async () => {
  const [device, type] = [await chassis(), await lineCard()];
  const bays = await plant.all(
    'dcim.ModuleBay',
    Array.from({ length: 42 }, (_, n) => ({ device, name: `bay ${n}`, position: `${n}` })),
  );
  const inputs = bays.map((moduleBay) => ({ device, moduleBay, moduleType: type }));
  const few = await plant.create('dcim.Module', ...inputs.slice(0, 2));
  const many = await plant.create('dcim.Module', ...inputs.slice(2));
  expect([few, many].map(codes)).toEqual([[], []]);
  expect(many.statements - few.statements).toBeLessThanOrEqual(5);
  expect(many.changes).toHaveLength(40 * 9);
});
