import { organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { connect, move, takeOut } from '../../src/dcim/cabling/cabling.service.ts';
import { overlapped } from '../rules/racing.ts';
import { ports, refusals, Rig, type Answer } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.open();
});
afterAll(() => rig?.close());

/** A switch of `count` ports joined to the first ports of a panel of twice as many, labelled by the switch. */
const patched = async (count: number) => {
  const sw = await rig.device('sw', { 'dcim.Interface': ports('e', count) });
  const pp = await rig.device('pp', { 'dcim.FrontPort': ports('F', 2 * count) });
  const front = (names: string) => ({ deviceIds: [pp.id], kind: 'frontPort', names: [names] });
  const made = await rig.connect({
    a: { deviceIds: [sw.id], names: [`e[1-${count}]`] },
    b: front(`F[1-${count}]`),
    firstLabel: `${sw.name}.1`,
  });
  const cables = (made['nodes'] as readonly { id: string }[]).map(({ id }) => id);
  const now = async () => (await rig.cables()).filter((cable) => cable.startsWith(`${sw.name}.`));
  return { sw, pp, front, cables, now };
};

const messages = ({ userErrors }: Answer): string[] => userErrors.map(({ path, message }) => `${path}: ${message}`);

test('ends move to other ports while the cables stay what they are', async () => {
  const { sw, pp, front, cables, now } = await patched(2);
  const answer = await rig.move([{ from: front('F[1-2]'), to: front('F[3-4]') }]);
  expect(answer.userErrors).toEqual([]);
  expect(answer['nodes']).toEqual(cables.map((id, n) => ({ id, label: `${sw.name}.${n + 1}` })));
  expect(answer['moves']).toMatchObject([
    {
      index: 0,
      cable: cables[0],
      end: 'B',
      label: `${sw.name}.1`,
      from: { name: 'F1' },
      to: { name: 'F3' },
      problems: [],
    },
    { index: 1, cable: cables[1], from: { name: 'F2' }, to: { name: 'F4' } },
  ]);
  expect(await now()).toEqual([
    `${sw.name}.1: ${sw.name}:e1 > ${pp.name}:F3`,
    `${sw.name}.2: ${sw.name}:e2 > ${pp.name}:F4`,
  ]);
  expect((answer['changes'] as readonly { type: string }[]).map(({ type }) => type)).toEqual(
    Array.from({ length: 4 }, () => 'dcim.CableTermination'),
  );
});

test('two cables swap ports in one change, and a row of them shifts by one', async () => {
  const { sw, pp, front, now } = await patched(3);
  const swap = await rig.move([
    { from: front('F1'), to: front('F2') },
    { from: front('F2'), to: front('F1') },
  ]);
  expect(swap.userErrors).toEqual([]);
  expect(await now()).toEqual(
    [2, 1, 3].map((port, n) => `${sw.name}.${n + 1}: ${sw.name}:e${n + 1} > ${pp.name}:F${port}`),
  );
  expect((await rig.move([{ from: front('F[1-3]'), to: front('F[2-4]') }])).userErrors).toEqual([]);
  expect(await now()).toEqual(
    [3, 2, 4].map((port, n) => `${sw.name}.${n + 1}: ${sw.name}:e${n + 1} > ${pp.name}:F${port}`),
  );
});

test('a cable may be turned around', async () => {
  const { sw, pp, front, now } = await patched(1);
  const near = { deviceIds: [sw.id], names: ['e1'] };
  const turned = await rig.move([
    { from: front('F1'), to: near },
    { from: near, to: front('F1') },
  ]);
  expect(turned.userErrors).toEqual([]);
  expect(await now()).toEqual([`${sw.name}.1: ${pp.name}:F1 > ${sw.name}:e1`]);
});

test('a move to a port in use, from an empty one, or to a kind that does not fit is refused with the reason', async () => {
  const { sw, pp, front, now } = await patched(3);
  const { plant } = rig.desk;
  await plant.make('dcim.PowerPort', { device: pp.id, name: 'psu' });
  const before = await now();
  const moves = [
    { from: front('F1'), to: front('F2') },
    { from: front('F5'), to: front('F6') },
    { from: front('F3'), to: { deviceIds: [pp.id], names: ['psu'] } },
    { from: front('F2'), to: { deviceIds: [sw.id], names: ['e9'] } },
    { from: front('F1'), to: front('F1') },
  ];
  const answer = await rig.move(moves, { dryRun: true });
  expect(messages(answer)).toEqual([
    `moves.0.to: Front port F2 of ${pp.name} has cable ${sw.name}.2 already; remove that cable first.`,
    `moves.1.from: F5 of ${pp.name} has no cable to be moved.`,
    'moves.2.to: An interface can not be cabled to a power port; it goes to an interface, a front port, a rear port or a circuit termination.',
    `moves.3.to: ${sw.name} has no port "e9". Nearest: "e1", "e2", "e3".`,
    `moves.4.to: The cable is in F1 of ${pp.name} already.`,
    `moves.4.from: F1 of ${pp.name} is in move 1 as well.`,
  ]);
  expect(await now()).toEqual(before);
});

test('what is refused is left out when that is asked for', async () => {
  const { sw, pp, front, now } = await patched(2);
  const answer = await rig.move([{ from: front('F[1-2]'), to: front('[F3,F9]') }], { mode: 'PER_ROW' });
  expect(refusals(answer)).toEqual(['moves.1.to CABLE_PORT_UNKNOWN']);
  expect(await now()).toEqual([
    `${sw.name}.1: ${sw.name}:e1 > ${pp.name}:F3`,
    `${sw.name}.2: ${sw.name}:e2 > ${pp.name}:F2`,
  ]);
});

test('cables are taken out by the ports they are in, after a look at what goes', async () => {
  const { sw, pp, front, now } = await patched(3);
  const input = { ports: [front('F[2-4]')] };
  const preview = await rig.disconnect(input, { dryRun: true });
  expect(preview).toMatchObject({
    userErrors: [],
    cables: [
      { label: `${sw.name}.2`, a: [{ name: 'e2', deviceName: sw.name }], b: [{ name: 'F2', deviceName: pp.name }] },
      { label: `${sw.name}.3` },
    ],
    free: [{ name: 'F4' }],
  });
  expect(await now()).toHaveLength(3);
  const done = await rig.disconnect(input);
  expect(done['cables']).toEqual(preview['cables']);
  expect(await now()).toEqual([`${sw.name}.1: ${sw.name}:e1 > ${pp.name}:F1`]);
  expect(refusals(await rig.disconnect(input))).toEqual(['input CABLE_NONE']);
});

test('cables are taken out by id, number or label', async () => {
  const { sw, cables, now } = await patched(4);
  const [, second] = cables;
  const { number } = await rig.desk.plant.row('dcim_cable', second ?? '');
  const done = await rig.disconnect({ ids: [cables[0]], numbers: [number], labels: `${sw.name}.[3-4]` });
  expect([done.userErrors, await now()]).toEqual([[], []]);
  const missing = await rig.disconnect({ ids: ['odd'], numbers: [999_999], labels: 'nobody' });
  expect(messages(missing)).toEqual([
    'input.ids: There is no cable with id "odd".',
    'input.numbers: There is no cable with number "999999".',
    'input.labels: There is no cable labelled "nobody".',
  ]);
});

const request = () => ({
  actor: rig.desk.plant.actor,
  writer: rig.desk.plant.writer,
  options: {},
  nodes: async () => () => [],
});

test('of two who join the same ports one wins, and the other hears of the cable', async () => {
  const sw = await rig.device('sw', { 'dcim.Interface': ports('e', 4) });
  const pp = await rig.device('pp', { 'dcim.FrontPort': ports('F', 2) });
  const joined = (names: string, firstLabel: string) =>
    connect(request(), {
      a: { deviceIds: [sw.id], names: [names] },
      b: { deviceIds: [pp.id], names: ['F[1-2]'] },
      firstLabel,
    });
  const outcomes = (await Promise.all([joined('e[1-2]', `${sw.name}/1`), joined('e[3-4]', `${sw.name}/5`)])).map(
    ({ outcome }) => outcome,
  );
  const lost = outcomes.filter(({ errors }) => errors.length > 0);
  expect(lost).toHaveLength(1);
  const winners = (await rig.cables()).filter((cable) => cable.startsWith(`${sw.name}/`));
  expect(winners).toHaveLength(2);
  expect(lost[0]?.errors.map(({ path, code, message }) => `${path} ${code} ${message}`)).toEqual(
    winners.map(
      (cable, n) =>
        expect.stringMatching(`pairs.${n}.b.0 CABLE_OCCUPIED .*cable ${cable.split(':')[0]} already`) as unknown,
    ),
  );
});

test('a port that is cabled while an end moves there goes to one of the two', async () => {
  const { front, now } = await patched(1);
  const { plant } = rig.desk;
  const other = await rig.device('other', { 'dcim.Interface': ['e1'] });
  const text = 'SELECT id FROM dcim_front_port WHERE device_id = $1 ORDER BY name';
  const [, free] = await plant.dataSource.query<{ id: string }[]>(text, [front('F2').deviceIds[0]]);
  const [near] = await plant.dataSource.query<{ id: string }[]>('SELECT id FROM dcim_interface WHERE device_id = $1', [
    other.id,
  ]);
  const plug = {
    aTerminations: [{ interface: { id: near?.id } }],
    bTerminations: [{ frontPort: { id: free?.id } }],
    label: 'WINNER',
  };
  const moving = move(request(), [{ from: front('F1'), to: front('F2') }]);
  const [moved, made] = await Promise.all([moving, plant.create('dcim.Cable', plug)]);
  const refused = [...moved.outcome.errors, ...made.errors];
  expect(refused).toMatchObject([{ code: 'CABLE_OCCUPIED' }]);
  expect(await now()).toHaveLength(1);
});

test('a cable is not moved twice from one port', async () => {
  const { front, now, sw } = await patched(2);
  const go = (to: string) => move(request(), [{ from: front('F1'), to: front(to) }]);
  const outcomes = (await Promise.all([go('F3'), go('F4')])).map(({ outcome }) => outcome.errors[0]?.code ?? null);
  expect(outcomes.toSorted()).toEqual(['CABLE_NONE', null]);
  expect((await now())[0]).toMatch(new RegExp(`^${sw.name}.1: .*:F[34]$`));
});

test('a port that is deleted while it is cabled leaves no half cable', async () => {
  const { plant } = rig.desk;
  const sw = await rig.device('sw', { 'dcim.Interface': ['a', 'b'] });
  const text = 'SELECT id FROM dcim_interface WHERE device_id = $1 ORDER BY name';
  const [a, b] = (await plant.dataSource.query<{ id: string }[]>(text, [sw.id])).map(({ id }) => id);
  const at = (id: string | undefined) => [{ interface: { id } }];
  await overlapped(
    plant,
    (work) => work.create('dcim.Cable', [{ aTerminations: at(a), bTerminations: at(b) }]),
    (work) => work.delete('dcim.Interface', { ids: [a ?? ''] }),
  );
  const left: unknown[] = await plant.dataSource.query(
    `SELECT c.id FROM dcim_cable c LEFT JOIN dcim_cable_termination t ON t.cable_id = c.id
     GROUP BY c.id HAVING count(DISTINCT t.cable_end) < 2`,
  );
  expect(left).toEqual([]);
  expect(await plant.row('dcim_interface', b ?? '')).toMatchObject({ cable_id: null });
});

const statementsOf = async (count: number): Promise<number> => {
  const { front } = await patched(count);
  const options = { dryRun: true };
  const { outcome } = await move({ ...request(), options }, [
    { from: front(`F[1-${count}]`), to: front(`F[${count + 1}-${2 * count}]`) },
  ]);
  expect(outcome.errors).toEqual([]);
  return outcome.statements;
};

test('thirty ends move in as many statements as three', async () => {
  const few = await statementsOf(3);
  expect((await statementsOf(30)) - few).toBeLessThanOrEqual(2); // records of few changes go with their set
});

test('a module with cabled parts asks before it takes the cables along', async () => {
  const { plant } = rig.desk;
  const sw = await rig.device('sw', { 'dcim.Interface': ['e1'] });
  const manufacturer = await plant.named('dcim.Manufacturer');
  const moduleType = await plant.make('dcim.ModuleType', { model: plant.name('card'), manufacturer });
  const moduleBay = await plant.make('dcim.ModuleBay', { device: sw.id, name: 'bay' });
  const module = await plant.make('dcim.Module', { device: sw.id, moduleBay, moduleType });
  const part = await plant.make('dcim.Interface', { device: sw.id, module, name: 'x1', type: '1000base-t' });
  const side = (names: string) => ({ deviceIds: [sw.id], names: [names] });
  await rig.connect({ a: side('x1'), b: side('e1'), firstLabel: 'CARD-1' });
  const ask = async (options: object) => {
    const text = `mutation ($ids: [ID!], $options: WriteOptions) { moduleDelete(ids: $ids, options: $options) {
      changes { type } userErrors { path code message details } } }`;
    const { data } = await rig.desk.execute(text, { ids: [module], options });
    return (JSON.parse(JSON.stringify(data)) as { moduleDelete: Answer }).moduleDelete;
  };
  const refused = await ask({});
  expect(refused.userErrors).toMatchObject([
    {
      path: 'ids.0',
      code: 'CABLED_PARTS',
      message: 'Cables are plugged into parts of this module: x1 (CARD-1). They go along when you accept CABLED_PARTS.',
      details: { acceptable: true, parts: [{ id: part, name: 'x1', cable: { label: 'CARD-1' } }] },
    },
  ]);
  const preview = await ask({ dryRun: true });
  expect(refusals(preview)).toEqual(['ids.0 CABLED_PARTS']);
  expect((preview['changes'] as readonly { type: string }[]).map(({ type }) => type)).toContain('dcim.Cable');
  expect(await plant.row('dcim_interface', part)).toMatchObject({ cable_end: 'A' });
  expect((await ask({ accept: ['CABLED_PARTS'] })).userErrors).toEqual([]);
  expect([
    await plant.row('dcim_module', module),
    (await rig.cables()).filter((cable) => cable.startsWith('CARD')),
  ]).toEqual([{}, []]);
});

test('a device goes with its modules and their cables without a question', async () => {
  const { plant } = rig.desk;
  const [sw, far] = [await rig.device('sw', {}), await rig.device('far', { 'dcim.Interface': ['e1'] })];
  const manufacturer = await plant.named('dcim.Manufacturer');
  const moduleType = await plant.make('dcim.ModuleType', { model: plant.name('card'), manufacturer });
  const moduleBay = await plant.make('dcim.ModuleBay', { device: sw.id, name: 'bay' });
  const module = await plant.make('dcim.Module', { device: sw.id, moduleBay, moduleType });
  await plant.make('dcim.Interface', { device: sw.id, module, name: 'x1', type: '1000base-t' });
  await rig.connect({
    a: { deviceIds: [sw.id], names: ['x1'] },
    b: { deviceIds: [far.id], names: ['e1'] },
    firstLabel: 'GONE-1',
  });
  expect((await plant.remove('dcim.Device', sw.id)).errors).toEqual([]);
  expect((await rig.cables()).filter((cable) => cable.startsWith('GONE'))).toEqual([]);
});

test('a port that the caller may not see is shown without its name, at cables that the caller sees', async () => {
  const { sw, pp, cables } = await patched(1);
  const withoutPanel: RowPredicates = (model, actor) =>
    model.name === 'dcim.FrontPort'
      ? { sql: (alias, params) => `${alias}.device_id <> ${params.add(pp.id, 'uuid')}` }
      : organizationPredicates(model, actor);
  const { plant } = rig.desk;
  const request = { actor: plant.actor, options: { dryRun: true }, nodes: async () => () => [] };
  const seen = await takeOut({ ...request, writer: plant.writer }, { ids: cables });
  expect(seen.plan.cables).toMatchObject([{ a: [{ deviceName: sw.name }], b: [{ name: 'F1', deviceName: pp.name }] }]);
  const { plan } = await takeOut({ ...request, writer: plant.seeing(withoutPanel) }, { ids: cables });
  const hidden = { isHidden: true, name: 'hidden', device: null, deviceName: null };
  expect(plan.cables).toMatchObject([{ a: [{ name: 'e1', isHidden: false }], b: [hidden] }]);
});
