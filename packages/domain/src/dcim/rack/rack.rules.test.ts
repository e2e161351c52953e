import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let site: string;
let other: string;
let user: string;

beforeAll(async () => {
  plant = await Plant.open();
  site = await plant.named('dcim.Site');
  other = await plant.named('dcim.Site');
  user = await plant.user();
});
afterAll(() => plant?.close());

const racks = (id: string) => plant.row('dcim_rack', id);
const rackType = async (rest: InputRow = {}) => {
  const model = plant.name('rt');
  const manufacturer = await plant.named('dcim.Manufacturer');
  return plant.make('dcim.RackType', { model, slug: model, manufacturer, formFactor: '4-post-cabinet', ...rest });
};

test('a rack takes the dimensions of its type, and again when the type changes', async () => {
  const type = await rackType({ uHeight: 47, width: 21, weight: '10', weightUnit: 'kg', maxWeight: 500 });
  const rack = await plant.rack(site, { rackType: type, uHeight: 12 });
  expect(await racks(rack)).toMatchObject({
    u_height: 47,
    width: 21,
    form_factor: '4-post-cabinet',
    abs_weight_g: '10000',
    abs_max_weight_g: '500000',
  });
  expect(
    codes(await plant.update('dcim.RackType', { id: type, uHeight: 48, outerWidth: 800, outerUnit: 'mm' })),
  ).toEqual([]);
  expect(await racks(rack)).toMatchObject({ u_height: 48, outer_width: 800, outer_unit: 'mm' });
});

describe.each(['dcim.Rack', 'dcim.RackType'])('%s', (model) => {
  const input = async (rest: InputRow) => {
    const name = plant.name('r');
    const manufacturer = await plant.named('dcim.Manufacturer');
    return model === 'dcim.Rack'
      ? { name, site, ...rest }
      : { model: name, slug: name, manufacturer, formFactor: 'wall-frame', ...rest };
  };

  test.each<[string, InputRow, string[]]>([
    ['outer dimensions need their unit', { outerDepth: 900 }, ['input.0.outerUnit UNIT_REQUIRED']],
    ['a load needs its unit', { maxWeight: 900 }, ['input.0.weightUnit UNIT_REQUIRED']],
    ['a weight needs its unit', { weight: '90' }, ['input.0.weightUnit UNIT_REQUIRED']],
    [
      'with units all of them do',
      { outerDepth: 900, outerUnit: 'mm', weight: '90', maxWeight: 900, weightUnit: 'lb' },
      [],
    ],
  ])('%s', async (_, rest, expected) => {
    expect(codes(await plant.create(model, await input(rest)))).toEqual(expected);
  });

  test('weights are kept in grams, and a unit of nothing goes', async () => {
    const id = await plant.make(model, await input({ weight: '2', maxWeight: 3, weightUnit: 'kg', outerUnit: 'mm' }));
    const table = model === 'dcim.Rack' ? 'dcim_rack' : 'dcim_rack_type';
    expect(await plant.row(table, id)).toMatchObject({
      abs_weight_g: '2000',
      abs_max_weight_g: '3000',
      outer_unit: null,
    });
  });
});

test('a rack stands in a location of its site', async () => {
  const [here, there] = [
    await plant.named('dcim.Location', { site }),
    await plant.named('dcim.Location', { site: other }),
  ];
  expect(codes(await plant.create('dcim.Rack', { name: 'x', site, location: there }))).toEqual([
    'input.0.location SITE_MISMATCH',
  ]);
  expect(codes(await plant.create('dcim.Rack', { name: 'x', site, location: here }))).toEqual([]);
  const again = await plant.create('dcim.Rack', { name: 'x', site, location: here });
  expect(again.errors[0]).toMatchObject({ code: 'DUPLICATE' });
});

test('a rack stays tall enough for what is mounted', async () => {
  const rack = await plant.rack(site, { uHeight: 20 });
  const type = await plant.type({ uHeight: '2' });
  await plant.device(type, { rack, position: '5', face: 'front', name: 'top' });
  const low = await plant.update('dcim.Rack', { id: rack, uHeight: 5 });
  expect(codes(low)).toEqual(['input.0.uHeight RACK_TOO_SMALL']);
  expect(low.errors[0]?.message).toBe('top takes units 5-6, but the rack would hold 1-5; move the device first.');
  expect(codes(await plant.update('dcim.Rack', { id: rack, startingUnit: 6 }))).toEqual([
    'input.0.startingUnit RACK_TOO_SMALL',
  ]);
  expect(codes(await plant.update('dcim.Rack', { id: rack, uHeight: 6 }))).toEqual([]);
});

test('a rack type does not shrink below what is mounted in its racks', async () => {
  const type = await rackType({ uHeight: 20 });
  const rack = await plant.rack(site, { rackType: type });
  await plant.device(await plant.type(), { rack, position: '20', face: 'front' });
  expect((await plant.update('dcim.RackType', { id: type, uHeight: 19 })).errors[0]).toMatchObject({
    code: 'RACK_TOO_SMALL',
  });
  expect(await racks(rack)).toMatchObject({ u_height: 20 });
});

const reserve = (rack: string, units: number[], rest: InputRow = {}) => ({
  rack,
  units,
  user,
  description: 'kept',
  ...rest,
});

test('units of a rack are reserved once, and only units it has', async () => {
  const rack = await plant.rack(site, { uHeight: 10 });
  const create = (...inputs: InputRow[]) => plant.create('dcim.RackReservation', ...inputs);
  expect(codes(await create(reserve(rack, [1, 2, 3])))).toEqual([]);
  const clash = await create(reserve(rack, [3, 4]));
  expect(codes(clash)).toEqual(['input.0.units RACK_UNITS_RESERVED']);
  expect(clash.errors[0]?.message).toBe('Units 3 are held by reservation #1; choose others.');
  expect(codes(await create(reserve(rack, [11])))).toEqual(['input.0.units RACK_UNIT_UNKNOWN']);
  expect(codes(await create(reserve(rack, [5]), reserve(rack, [5])))).toEqual(['input.1.units RACK_UNITS_RESERVED']);
  expect(codes(await create({ rack, units: [6], user }))).toEqual(['input.0.description REQUIRED']);
});

test('of many who race for the same units exactly one wins', async () => {
  const rack = await plant.rack(site);
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, () => plant.create('dcim.RackReservation', reserve(rack, [7, 8]))),
  );
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('five hundred reservations take as many statements as two', async () => {
  const rackIds = await plant.all(
    'dcim.Rack',
    Array.from({ length: 50 }, () => ({ name: plant.name('r'), site })),
  );
  const inputs = rackIds.flatMap((rack) => Array.from({ length: 10 }, (_, i) => reserve(rack, [i + 1])));
  const few = await plant.run((work) => work.create('dcim.RackReservation', inputs.slice(0, 2)), { dryRun: true });
  const many = await plant.run((work) => work.create('dcim.RackReservation', inputs), { dryRun: true });
  expect([codes(few), codes(many)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(many.statements - few.statements).toBeLessThanOrEqual(4);
});
