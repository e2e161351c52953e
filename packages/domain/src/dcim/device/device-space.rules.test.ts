import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let site: string;
let type1: string;
let type2: string;
let half: string;
let strip: string;
let shallow: string;

beforeAll(async () => {
  plant = await Plant.open();
  site = await plant.named('dcim.Site');
  type1 = await plant.type();
  type2 = await plant.type({ uHeight: '2' });
  half = await plant.type({ width: 'half' });
  strip = await plant.type({ uHeight: '0' });
  shallow = await plant.type({ isFullDepth: false });
});
afterAll(() => plant?.close());

const place = async (type: string, rack: string, rest: InputRow): Promise<InputRow> =>
  plant.deviceInput(type, { rack, ...rest });
const put = async (type: string, rack: string, rest: InputRow) =>
  plant.create('dcim.Device', await place(type, rack, rest));

test('a device takes its units on the face it stands at', async () => {
  const rack = await plant.rack(site);
  const { result } = await put(type2, rack, { position: '10', face: 'front' });
  expect(await plant.row('dcim_device', result?.[0] ?? '')).toMatchObject({
    rack_half_units: '[20,24)',
    rack_faces: '[0,2)',
    rack_sides: '[0,2)',
    site_id: site,
  });
});

test('two devices do not overlap, and the refusal says who is there and what is free', async () => {
  const rack = await plant.rack(site, { uHeight: 6 });
  await put(type2, rack, { name: 'sw3', position: '2', face: 'front' });
  const outcome = await put(type2, rack, { position: '3', face: 'front' });
  expect(codes(outcome)).toEqual(['input.0.position RACK_SPACE_TAKEN']);
  expect(outcome.errors[0]?.message).toBe('Units 2-3 are taken by sw3; free: 4 and up.');
  expect(outcome.errors[0]?.details).toMatchObject({ free: [4, 4.5, 5] });
  expect(codes(await put(type2, rack, { position: '4', face: 'front' }))).toEqual([]);
});

test('shallow devices stand back to back, deep ones block the other face', async () => {
  const rack = await plant.rack(site);
  expect(codes(await put(shallow, rack, { position: '1', face: 'front' }))).toEqual([]);
  expect(codes(await put(shallow, rack, { position: '1', face: 'rear' }))).toEqual([]);
  expect(codes(await put(type1, rack, { position: '2', face: 'front' }))).toEqual([]);
  expect(codes(await put(shallow, rack, { position: '2', face: 'rear' }))).toEqual([
    'input.0.position RACK_SPACE_TAKEN',
  ]);
});

test('two devices of half width share a unit', async () => {
  const rack = await plant.rack(site);
  expect(codes(await put(half, rack, { position: '5', face: 'front', side: 'left' }))).toEqual([]);
  expect(codes(await put(half, rack, { position: '5', face: 'front', side: 'right' }))).toEqual([]);
  expect(codes(await put(half, rack, { position: '5', face: 'front', side: 'left' }))).toEqual([
    'input.0.position RACK_SPACE_TAKEN',
  ]);
});

test.each([
  ['a position needs a face', { position: '1' }, 'input.0.face REQUIRED'],
  ['positions come in half units', { position: '1.3', face: 'front' }, 'input.0.position BAD_USER_INPUT'],
  ['a full-width device has no side', { position: '1', face: 'front', side: 'left' }, 'input.0.side BAD_USER_INPUT'],
  ['a device with height hangs on no rail', { rail: 'rear-left' }, 'input.0.rail BAD_USER_INPUT'],
  ['a device stays inside the rack', { position: '42', face: 'front' }, 'input.0.position RACK_UNIT_UNKNOWN'],
])('%s', async (_, rest, expected) => {
  const rack = await plant.rack(site, { uHeight: 40 });
  expect(codes(await put(type1, rack, rest as InputRow))).toEqual([expected]);
});

test('a device without rack has neither face nor position', async () => {
  const outcome = await plant.create('dcim.Device', await plant.deviceInput(type1, { site, face: 'front' }));
  expect(codes(outcome)).toEqual(['input.0.rack REQUIRED']);
});

test('a device without height hangs on a rail and takes no position', async () => {
  const rack = await plant.rack(site);
  expect(codes(await put(strip, rack, { rail: 'rear-left', railOffset: '2', railSpan: '20' }))).toEqual([]);
  expect(codes(await put(strip, rack, { position: '1', face: 'rear' }))).toEqual(['input.0.position BAD_USER_INPUT']);
});

test('child devices take no place in the rack', async () => {
  const child = await plant.type({ uHeight: '0', subdeviceRole: 'child' });
  const rack = await plant.rack(site);
  expect(codes(await put(child, rack, { face: 'front' }))).toEqual(['input.0.position BAD_USER_INPUT']);
  expect(codes(await put(child, rack, {}))).toEqual([]);
});

test('a batch that overlaps itself is refused at the later rows, in as many statements as a small one', async () => {
  const racks = [await plant.rack(site, { uHeight: 100 }), await plant.rack(site, { uHeight: 100 })];
  const inputs = await Promise.all(
    racks.flatMap((rack) =>
      Array.from({ length: 100 }, (_, i) => place(type1, rack, { position: `${i + 1}`, face: 'front' })),
    ),
  );
  const small = await plant.run((work) => work.create('dcim.Device', inputs.slice(0, 2)), { dryRun: true });
  const large = await plant.run((work) => work.create('dcim.Device', inputs), { dryRun: true });
  expect([codes(small), codes(large)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(large.statements - small.statements).toBeLessThanOrEqual(4);
  const last = inputs[199] ?? {};
  const clash = await plant.create('dcim.Device', ...inputs.slice(0, 199), { ...last, position: '99.5' });
  expect(codes(clash)).toEqual(['input.199.position RACK_SPACE_TAKEN']);
});

test('of many who race for one unit exactly one wins', async () => {
  const rack = await plant.rack(site);
  const inputs = await Promise.all(
    Array.from({ length: 8 }, () => place(type1, rack, { position: '7', face: 'front' })),
  );
  const outcomes = await Promise.all(inputs.map((input) => plant.create('dcim.Device', input)));
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(new Set(outcomes.flatMap(codes))).toEqual(new Set(['input.0.position RACK_SPACE_TAKEN']));
});

test('an import keeps devices that overlap in the source, flagged until they are moved', async () => {
  const rack = await plant.rack(site);
  await put(type1, rack, { position: '3', face: 'front' });
  const { result, findings } = await plant.import(
    'dcim.Device',
    await place(type1, rack, { site, position: '3', face: 'front' }),
  );
  const id = result?.[0] ?? '';
  expect(findings.map(({ code }) => code)).toContain('RACK_SPACE_TAKEN');
  expect(await plant.row('dcim_device', id)).toMatchObject({ imported_conflict: true });
  expect(codes(await plant.update('dcim.Device', { id, position: '4' }))).toEqual([]);
  expect(await plant.row('dcim_device', id)).toMatchObject({ imported_conflict: false, rack_half_units: '[8,10)' });
});

test('a type grows only while its devices fit', async () => {
  const grower = await plant.type();
  const rack = await plant.rack(site);
  await put(grower, rack, { position: '1', face: 'front' });
  const above = await put(type1, rack, { position: '2', face: 'front' });
  expect(codes(await plant.update('dcim.DeviceType', { id: grower, uHeight: '2' }))).toEqual([
    'input.0.uHeight RACK_SPACE_TAKEN',
  ]);
  expect(codes(await plant.update('dcim.DeviceType', { id: grower, uHeight: '0' }))).toEqual([
    'input.0.uHeight RACK_SPACE_TAKEN',
  ]);
  await plant.remove('dcim.Device', above.result?.[0] ?? '');
  expect(codes(await plant.update('dcim.DeviceType', { id: grower, uHeight: '2' }))).toEqual([]);
  expect(codes(await put(type1, rack, { position: '2', face: 'front' }))).toEqual([
    'input.0.position RACK_SPACE_TAKEN',
  ]);
});

test.each([
  ['heights come in half units', { uHeight: '1.3' }, ['input.0.uHeight BAD_USER_INPUT']],
  ['a child type takes no units', { uHeight: '1', subdeviceRole: 'child' }, ['input.0.uHeight BAD_USER_INPUT']],
  ['a weight needs its unit', { weight: '3' }, ['input.0.weightUnit UNIT_REQUIRED']],
])('%s', async (_, rest, expected) => {
  const manufacturer = await plant.named('dcim.Manufacturer');
  expect(codes(await plant.create('dcim.DeviceType', { model: 'm', slug: 'm', manufacturer, ...rest }))).toEqual(
    expected,
  );
});

test('weights are kept in grams as well', async () => {
  const id = await plant.type({ weight: '1.5', weightUnit: 'kg' });
  expect(await plant.row('dcim_device_type', id)).toMatchObject({ abs_weight_g: '1500' });
});
