import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let type: string;
let foreignType: string;
let device: string;
let other: string;

beforeAll(async () => {
  plant = await Plant.open();
  const site = await plant.named('dcim.Site');
  [type, foreignType] = [await plant.type(), await plant.type()];
  [device, other] = [await plant.device(type, { site }), await plant.device(type, { site })];
});
afterAll(() => plant?.close());

const port = (model: string, rest: InputRow = {}) => plant.make(model, { device, name: plant.name('p'), ...rest });

test('an outlet hangs on a power port of its own device', async () => {
  const [own, foreign] = [await port('dcim.PowerPort'), await port('dcim.PowerPort', { device: other })];
  const put = async (powerPort: string) =>
    codes(await plant.create('dcim.PowerOutlet', { device, name: plant.name('o'), powerPort }));
  expect(await put(foreign)).toEqual(['input.0.powerPort DEVICE_MISMATCH']);
  expect(await put(own)).toEqual([]);
});

test('an outlet template hangs on a power port template of its own type', async () => {
  const template = (deviceType: string) => plant.make('dcim.PowerPortTemplate', { deviceType, name: plant.name('pp') });
  const [own, foreign] = [await template(type), await template(foreignType)];
  const put = async (powerPort: string) =>
    codes(await plant.create('dcim.PowerOutletTemplate', { deviceType: type, name: plant.name('o'), powerPort }));
  expect(await put(foreign)).toEqual(['input.0.powerPort DEVICE_MISMATCH']);
  expect(await put(own)).toEqual([]);
});

test('the allocated draw stays within the maximum', async () => {
  const put = async (rest: InputRow) =>
    codes(await plant.create('dcim.PowerPort', { device, name: plant.name('p'), ...rest }));
  expect(await put({ maximumDraw: 100, allocatedDraw: 101 })).toEqual(['input.0.allocatedDraw BAD_USER_INPUT']);
  expect(await put({ maximumDraw: 0 })).toEqual(['input.0.maximumDraw BAD_USER_INPUT']);
  expect(await put({ maximumDraw: 100, allocatedDraw: 100 })).toEqual([]);
});

const kinds = [
  {
    of: 'devices',
    suffix: '',
    mapping: 'dcim.PortMapping',
    owner: 'device',
    column: 'device_id',
    table: 'dcim_port_mapping',
  },
  {
    of: 'types',
    suffix: 'Template',
    mapping: 'dcim.PortTemplateMapping',
    owner: 'deviceType',
    column: 'device_type_id',
    table: 'dcim_port_template_mapping',
  },
];

describe.each(kinds)('mappings of $of', ({ suffix, mapping, owner, column, table }) => {
  const own = () => (owner === 'device' ? device : type);
  const foreign = () => (owner === 'device' ? other : foreignType);
  const front = (rest: InputRow = {}) =>
    plant.make(`dcim.FrontPort${suffix}`, { [owner]: own(), name: plant.name('f'), type: 'lc', ...rest });
  const rear = (rest: InputRow = {}) =>
    plant.make(`dcim.RearPort${suffix}`, { [owner]: own(), name: plant.name('r'), type: 'lc', ...rest });
  const map = (rest: InputRow) => plant.create(mapping, rest);

  test('join ports of one owner, which they take over', async () => {
    const [frontPort, rearPort] = [await front(), await rear({ positions: 2 })];
    const { result } = await map({ frontPort, rearPort, rearPortPosition: 2 });
    expect(await plant.row(table, result?.[0] ?? '')).toMatchObject({ [column]: own() });
    expect(codes(await map({ frontPort: await front(), rearPort: await rear({ [owner]: foreign() }) }))).toEqual([
      'input.0.rearPort DEVICE_MISMATCH',
    ]);
  });

  test('use positions the ports have, each once', async () => {
    const [frontPort, rearPort] = [await front(), await rear({ positions: 2 })];
    expect(codes(await map({ frontPort, rearPort, rearPortPosition: 3 }))).toEqual([
      'input.0.rearPortPosition BAD_USER_INPUT',
    ]);
    expect(codes(await map({ frontPort, rearPort, frontPortPosition: 2 }))).toEqual([
      'input.0.frontPortPosition BAD_USER_INPUT',
    ]);
    expect(codes(await map({ frontPort, rearPort, rearPortPosition: 2 }))).toEqual([]);
    expect((await map({ frontPort: await front(), rearPort, rearPortPosition: 2 })).errors[0]).toMatchObject({
      code: 'DUPLICATE',
    });
  });

  test('keep ports from shrinking below them', async () => {
    const [frontPort, rearPort] = [await front(), await rear({ positions: 4 })];
    await map({ frontPort, rearPort, rearPortPosition: 3 });
    expect(codes(await plant.update(`dcim.RearPort${suffix}`, { id: rearPort, positions: 2 }))).toEqual([
      'input.0.positions IN_USE',
    ]);
    expect(codes(await plant.update(`dcim.RearPort${suffix}`, { id: rearPort, positions: 3 }))).toEqual([]);
    expect(codes(await plant.update(`dcim.RearPort${suffix}`, { id: rearPort, positions: 1025 }))).toEqual([
      'input.0.positions BAD_USER_INPUT',
    ]);
  });
});
