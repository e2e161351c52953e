import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;
let device: string;

beforeAll(async () => {
  plant = await Plant.open();
  device = await plant.device(await plant.type(), { site: await plant.named('dcim.Site') });
});
afterAll(() => plant?.close());

const port = (model: string, rest: InputRow = {}) => plant.make(model, { device, name: plant.name('p'), ...rest });
const ethernet = () => port('dcim.Interface', { type: '1000base-t' });
const at = (id: string) => ({ interface: { id } });
const plug = (a: readonly InputRow[], b: readonly InputRow[], rest: InputRow = {}) =>
  plant.create('dcim.Cable', { aTerminations: a, bTerminations: b, ...rest });

test('a cable shows on both ports, and no more once it is deleted', async () => {
  const [a, b] = [await ethernet(), await ethernet()];
  const { result } = await plug([at(a)], [at(b)], { label: 'c1' });
  const cable = result?.[0] ?? '';
  expect(await plant.row('dcim_interface', a)).toMatchObject({
    cable_id: cable,
    cable_end: 'A',
    cable_connector: null,
  });
  expect(await plant.row('dcim_interface', b)).toMatchObject({ cable_id: cable, cable_end: 'B' });
  expect((await plant.remove('dcim.Cable', cable)).errors).toEqual([]);
  expect(await plant.row('dcim_interface', a)).toMatchObject({ cable_id: null, cable_end: null });
});

test('deleting a port takes its cable along and frees the other end', async () => {
  const [a, b] = [await ethernet(), await ethernet()];
  const { result } = await plug([at(a)], [at(b)]);
  const preview = await plant.run((work) => work.delete('dcim.Interface', { ids: [a] }), { dryRun: true });
  expect(preview.changes.map(({ type, action }) => `${type} ${action}`).toSorted()).toEqual([
    'dcim.Cable delete',
    'dcim.CableTermination delete',
    'dcim.CableTermination delete',
    'dcim.Interface delete',
  ]);
  expect((await plant.remove('dcim.Interface', a)).errors).toEqual([]);
  expect(await plant.row('dcim_interface', b)).toMatchObject({ cable_id: null, cable_end: null });
  expect(await plant.row('dcim_cable', result?.[0] ?? '')).toEqual({});
});

test('a breakout keeps the ports that are left, until an end is empty', async () => {
  const [a, b, c] = [await ethernet(), await ethernet(), await ethernet()];
  const { result } = await plug([at(a)], [at(b), at(c)], { profile: 'breakout-1c2p-2c1p' });
  const cable = result?.[0] ?? '';
  await plant.remove('dcim.Interface', b);
  expect(await plant.row('dcim_interface', c)).toMatchObject({ cable_id: cable, cable_connector: 2 });
  await plant.remove('dcim.Interface', c);
  expect(await plant.row('dcim_cable', cable)).toEqual({});
  expect(await plant.row('dcim_interface', a)).toMatchObject({ cable_id: null, cable_positions: null });
});

test('deleting a device leaves no half cable, in as many statements for thirty as for three', async () => {
  const statements = async (count: number) => {
    const own = await plant.device(await plant.type(), { site: await plant.named('dcim.Site') });
    const names = Array.from({ length: count }, () => plant.name('e'));
    const near = names.map((name) => ({ device: own, name, type: '1000base-t' }));
    const ids = await plant.all('dcim.Interface', [...near, ...near.map((row) => ({ ...row, device }))]);
    const ends = ids
      .slice(0, count)
      .map((id, i) => ({ aTerminations: [at(id)], bTerminations: [at(ids[count + i] ?? '')] }));
    await plant.all('dcim.Cable', ends);
    const { errors, statements: sent } = await plant.remove('dcim.Device', own);
    expect(errors).toEqual([]);
    const half: unknown[] = await plant.dataSource.query(
      `SELECT c.id FROM dcim_cable c LEFT JOIN dcim_cable_termination t ON t.cable_id = c.id
       GROUP BY c.id HAVING count(DISTINCT t.cable_end) < 2`,
    );
    expect(half).toEqual([]);
    return sent;
  };
  const few = await statements(3);
  expect((await statements(30)) - few).toBeLessThanOrEqual(2); // records of few changes go with their set
});

test('a moved end of a breakout keeps its connector, and the ports beside it their terminations', async () => {
  const [a, b, c, d] = [await ethernet(), await ethernet(), await ethernet(), await ethernet()];
  const { result } = await plug([at(a)], [at(b), at(c)], { profile: 'breakout-1c2p-2c1p' });
  const cable = result?.[0] ?? '';
  const moved = await plant.update('dcim.Cable', { id: cable, bTerminations: [at(d), at(c)] });
  expect(moved.changes.map(({ type, action }) => `${type} ${action}`).toSorted()).toEqual([
    'dcim.CableTermination create',
    'dcim.CableTermination delete',
  ]);
  expect(await plant.row('dcim_interface', d)).toMatchObject({
    cable_id: cable,
    cable_connector: 1,
    cable_positions: [1],
  });
  expect(await plant.row('dcim_interface', b)).toMatchObject({ cable_id: null });
  expect(codes(await plant.update('dcim.Cable', { id: cable, bTerminations: [at(c), at(d)] }))).toEqual([]);
  expect(await plant.row('dcim_interface', d)).toMatchObject({ cable_connector: 2 });
});

test('both ends need a termination', async () => {
  expect(codes(await plug([at(await ethernet())], []))).toEqual(['input.0.bTerminations CABLE_END_EMPTY']);
});

test('a port takes one cable', async () => {
  const [a, b, c] = [await ethernet(), await ethernet(), await ethernet()];
  await plug([at(a)], [at(b)]);
  const again = await plug([at(a)], [at(c)]);
  expect(codes(again)).toEqual(['input.0.aTerminations.0.termination CABLE_OCCUPIED']);
  expect(await plant.row('dcim_interface', c)).toMatchObject({ cable_id: null });
});

test('of many who race for one port exactly one wins', async () => {
  const a = await ethernet();
  const others = await Promise.all(Array.from({ length: 5 }, ethernet));
  const outcomes = await Promise.all(others.map((b) => plug([at(a)], [at(b)])));
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('kinds that do not fit are refused', async () => {
  const [power, ethernetPort] = [await port('dcim.PowerPort'), await ethernet()];
  const outcome = await plug([{ powerPort: { id: power } }], [at(ethernetPort)]);
  expect(outcome.errors[0]).toMatchObject({
    code: 'CABLE_INCOMPATIBLE',
    message: 'A power port can not be cabled to an interface; it goes to a power outlet or a power feed.',
  });
  expect(
    codes(await plug([{ powerPort: { id: power } }], [{ powerOutlet: { id: await port('dcim.PowerOutlet') } }])),
  ).toEqual([]);
});

test('an end holds one kind of port, and no port is on both ends', async () => {
  const [a, b, console] = [await ethernet(), await ethernet(), await port('dcim.ConsolePort')];
  expect((await plug([at(a), { consolePort: { id: console } }], [at(b)])).errors.map(({ code }) => code)).toContain(
    'CABLE_END_MIXED',
  );
  expect((await plug([at(a)], [at(a)])).errors.map(({ code }) => code)).toContain('CABLE_TERMINATION_TWICE');
});

test('virtual, wireless and marked ports take no cable', async () => {
  const b = await ethernet();
  for (const rest of [{ type: 'virtual' }, { type: 'ieee802.11ax' }])
    expect((await plug([at(await port('dcim.Interface', rest))], [at(b)])).errors[0]).toMatchObject({
      code: 'CABLE_NOT_CONNECTABLE',
    });
  const marked = await port('dcim.Interface', { type: '1000base-t', markConnected: true });
  expect((await plug([at(marked)], [at(b)])).errors[0]).toMatchObject({ code: 'CABLE_MARKED_CONNECTED' });
});

test('a cabled port can neither be marked nor become virtual', async () => {
  const [a, b] = [await ethernet(), await ethernet()];
  await plug([at(a)], [at(b)]);
  expect(codes(await plant.update('dcim.Interface', { id: a, markConnected: true }))).toEqual([
    'input.0.markConnected CABLE_OCCUPIED',
  ]);
  expect(codes(await plant.update('dcim.Interface', { id: a, type: 'lag' }))).toEqual(['input.0.type CABLE_OCCUPIED']);
});

test('a profile numbers connectors and positions and limits the terminations', async () => {
  const [trunk, x, y, z] = [
    await port('dcim.RearPort', { type: 'mpo', positions: 2 }),
    await ethernet(),
    await ethernet(),
    await ethernet(),
  ];
  const full = await plug([{ rearPort: { id: trunk } }], [at(x), at(y), at(z)], { profile: 'breakout-1c2p-2c1p' });
  expect(full.errors[0]).toMatchObject({ code: 'CABLE_PROFILE_FULL' });
  const { result } = await plug([{ rearPort: { id: trunk } }], [at(x), at(y)], { profile: 'breakout-1c2p-2c1p' });
  expect(await plant.row('dcim_rear_port', trunk)).toMatchObject({ cable_connector: 1, cable_positions: [1, 2] });
  expect(await plant.row('dcim_interface', y)).toMatchObject({ cable_connector: 2, cable_positions: [1] });
  expect(codes(await plant.update('dcim.Cable', { id: result?.[0], profile: null }))).toEqual([]);
  expect(await plant.row('dcim_interface', y)).toMatchObject({ cable_connector: null, cable_positions: null });
});

test('an end that is named anew is unplugged and plugged', async () => {
  const [a, b, c] = [await ethernet(), await ethernet(), await ethernet()];
  const { result } = await plug([at(a)], [at(b)]);
  const cable = result?.[0];
  expect(codes(await plant.update('dcim.Cable', { id: cable, bTerminations: [at(c)] }))).toEqual([]);
  expect(await plant.row('dcim_interface', a)).toMatchObject({ cable_id: cable });
  expect(await plant.row('dcim_interface', b)).toMatchObject({ cable_id: null });
  expect(await plant.row('dcim_interface', c)).toMatchObject({ cable_id: cable, cable_end: 'B' });
  expect(codes(await plant.update('dcim.Cable', { id: cable, bTerminations: [] }))).toEqual([
    'input.0.bTerminations CABLE_END_EMPTY',
  ]);
});

test('a length needs its unit and is kept in metres as well', async () => {
  const [a, b] = [await ethernet(), await ethernet()];
  expect(codes(await plug([at(a)], [at(b)], { length: '3' }))).toEqual(['input.0.lengthUnit UNIT_REQUIRED']);
  const { result } = await plug([at(a)], [at(b)], { length: '10', lengthUnit: 'ft' });
  const cable = result?.[0] ?? '';
  expect(await plant.row('dcim_cable', cable)).toMatchObject({ abs_length_m: '3.0480' });
  await plant.update('dcim.Cable', { id: cable, length: null });
  expect(await plant.row('dcim_cable', cable)).toMatchObject({ length_unit: null, abs_length_m: null });
});

test('a hundred cables take as many statements as two', async () => {
  const ids = await plant.all(
    'dcim.Interface',
    Array.from({ length: 200 }, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
  );
  const inputs = Array.from({ length: 100 }, (_, i) => ({
    aTerminations: [at(ids[2 * i] ?? '')],
    bTerminations: [at(ids[2 * i + 1] ?? '')],
  }));
  const few = await plant.run((work) => work.create('dcim.Cable', inputs.slice(0, 2)), { dryRun: true });
  const many = await plant.run((work) => work.create('dcim.Cable', inputs), { dryRun: true });
  expect([codes(few), codes(many)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(many.statements - few.statements).toBeLessThanOrEqual(4);
});

test('an edit of a cable takes few statements', async () => {
  const [a, b, c] = [await ethernet(), await ethernet(), await ethernet()];
  const made = await plant.run((work) =>
    work.create('dcim.Cable', [{ aTerminations: [at(a)], bTerminations: [at(b)] }]),
  );
  const id = made.result?.[0] ?? '';
  const planned = await plant.run((work) => work.update('dcim.Cable', [{ id, status: 'planned' }]));
  const moved = await plant.run((work) => work.update('dcim.Cable', [{ id, bTerminations: [at(c)] }]));
  const gone = await plant.run((work) => work.delete('dcim.Cable', { ids: [id] }));
  expect([made, planned, moved, gone].flatMap(codes)).toEqual([]);
  expect([made, planned, moved, gone].map(({ statements }) => statements)).toEqual([13, 5, 19, 11]);
});

test('an import brings terminations row by row', async () => {
  const [a, b] = [await ethernet(), await ethernet()];
  const { result } = await plant.import('dcim.Cable', { label: 'imported' });
  const cable = result?.[0];
  const { errors, findings } = await plant.import(
    'dcim.CableTermination',
    { cable, cableEnd: 'A', termination: at(a) },
    { cable, cableEnd: 'B', termination: at(b) },
  );
  expect([errors, findings]).toEqual([[], []]);
  expect(await plant.row('dcim_interface', b)).toMatchObject({ cable_id: cable, cable_end: 'B' });
});
