import { connect } from '../../src/dcim/cabling/cabling.service.ts';
import { ports, refusals, Rig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.open();
});
afterAll(() => rig?.close());

const both = async (count: number) => {
  const sw = await rig.device('sw', { 'dcim.Interface': ports('Gi1/0/', count) });
  const pp = await rig.device('pp', { 'dcim.FrontPort': ports('F', count), 'dcim.RearPort': ports('R', count) });
  return { sw, pp };
};

test('a range of switch ports is joined to a range of panel ports, labels and colours counting up', async () => {
  const { sw, pp } = await both(4);
  const answer = await rig.connect({
    a: { deviceNames: [sw.name], names: ['Gi1/0/[1-4]'] },
    b: { deviceNames: [pp.name], names: ['F[1-4]'] },
    cable: { type: 'cat6a', status: 'planned', length: '2.5', lengthUnit: 'm' },
    labels: `${sw.name}-[01-04]`,
    colors: ['2196f3', 'f44336'],
    colorEvery: 2,
  });
  expect(answer.userErrors).toEqual([]);
  expect(answer['nodes']).toMatchObject([
    { label: `${sw.name}-01`, status: 'planned', type: 'cat6a', color: '2196f3' },
    { label: `${sw.name}-02`, color: '2196f3' },
    { label: `${sw.name}-03`, color: 'f44336' },
    { label: `${sw.name}-04`, color: 'f44336' },
  ]);
  expect((await rig.cables()).filter((cable) => cable.startsWith(sw.name))).toEqual(
    ports('', 4).map((n) => `${sw.name}-0${n}: ${sw.name}:Gi1/0/${n} > ${pp.name}:F${n}`),
  );
  const pairs = answer['pairs'] as readonly { cable: string }[];
  expect(pairs.map(({ cable }) => cable)).toEqual((answer['nodes'] as { id: string }[]).map(({ id }) => id));
});

test('a dry run lists every pair and every refusal, and keeps nothing', async () => {
  const { sw, pp } = await both(3);
  await rig.connect({
    a: { deviceIds: [sw.id], names: ['Gi1/0/2'] },
    b: { deviceIds: [pp.id], kind: 'frontPort', names: ['F3'] },
    firstLabel: 'BUSY-7',
  });
  const before = await rig.cables();
  const answer = await rig.connect(
    {
      a: { deviceIds: [sw.id], names: ['Gi1/0/[1-4]'] },
      b: { deviceIds: [pp.id], names: ['F[1-3]', 'F1'] },
      firstLabel: 'X-1',
    },
    { dryRun: true },
  );
  expect(answer.userErrors.map(({ path, code, message }) => `${path} ${code}: ${message}`)).toEqual([
    `pairs.1.a.0 CABLE_OCCUPIED: Interface Gi1/0/2 of ${sw.name} has cable BUSY-7 already; remove that cable first.`,
    `pairs.2.b.0 CABLE_OCCUPIED: Front port F3 of ${pp.name} has cable BUSY-7 already; remove that cable first.`,
    `pairs.3.a.0 CABLE_PORT_UNKNOWN: ${sw.name} has no port "Gi1/0/4". Nearest: "Gi1/0/1", "Gi1/0/2", "Gi1/0/3".`,
    `pairs.3.b.0 CABLE_TERMINATION_TWICE: F1 of ${pp.name} is in pair 1 as well; a port takes one cable.`,
  ]);
  expect(answer['pairs']).toMatchObject([
    { label: 'X-1', cable: null, problems: [], a: [{ name: 'Gi1/0/1', kind: 'interface' }], b: [{ name: 'F1' }] },
    { label: 'X-2', problems: [{ details: { cable: { label: 'BUSY-7' } } }] },
    { label: 'X-3', problems: [{ code: 'CABLE_OCCUPIED' }] },
    {
      a: [{ id: null, name: 'Gi1/0/4', deviceName: sw.name }],
      problems: [{ details: { nearest: expect.any(Array) as unknown } }, {}],
    },
  ]);
  expect(answer).toMatchObject({ dryRun: true, changeSetId: null });
  expect(await rig.cables()).toEqual(before);
});

test('one refused pair refuses all, unless what can be joined is asked for', async () => {
  const { sw, pp } = await both(3);
  const input = {
    a: { deviceIds: [sw.id], names: ['Gi1/0/[1-3]', 'Gi9'] },
    b: { deviceIds: [pp.id], names: ['F[1-4]'] },
    firstLabel: `${sw.name}-1`,
  };
  const before = await rig.cables();
  expect(refusals(await rig.connect(input))).toEqual([
    'pairs.3.a.0 CABLE_PORT_UNKNOWN',
    'pairs.3.b.0 CABLE_PORT_UNKNOWN',
  ]);
  expect(await rig.cables()).toEqual(before);
  const partly = await rig.connect(input, { mode: 'PER_ROW' });
  expect(refusals(partly)).toEqual(['pairs.3.a.0 CABLE_PORT_UNKNOWN', 'pairs.3.b.0 CABLE_PORT_UNKNOWN']);
  expect(partly['nodes']).toMatchObject([{ label: `${sw.name}-1` }, {}, { label: `${sw.name}-3` }, null]);
  expect(await rig.cables()).toHaveLength(before.length + 3);
});

test('a breakout joins one port to as many as its profile has connectors', async () => {
  const sw = await rig.device('qsfp', { 'dcim.Interface': ports('Eth1/', 2) });
  const hosts = await Promise.all(['h', 'h'].map((stem) => rig.device(stem, { 'dcim.Interface': ports('eth', 4) })));
  const answer = await rig.connect({
    a: { deviceIds: [sw.id], names: ['Eth1/[1-2]'] },
    b: { deviceNames: hosts.map(({ name }) => name), names: ['eth[1-4]'] },
    cable: { profile: 'breakout-1c4p-4c1p', type: 'dac-passive' },
    firstLabel: 'BO-9',
  });
  expect(answer.userErrors).toEqual([]);
  expect((await rig.cables()).filter((cable) => cable.startsWith('BO-'))).toEqual(
    hosts.map(
      ({ name }, n) =>
        `BO-${9 + n}: ${sw.name}:Eth1/${n + 1}/1 > ${[1, 2, 3, 4].map((lane) => `${name}:eth${lane}/${lane}`).join('+')}`,
    ),
  );
});

test('ports that do not go in evenly are refused where they run out', async () => {
  const { sw, pp } = await both(3);
  const a = { deviceIds: [sw.id], names: ['Gi1/0/[1-3]'] };
  const short = await rig.connect({ a, b: { deviceIds: [pp.id], names: ['F[1-2]'] } });
  expect(short.userErrors).toMatchObject([
    {
      path: 'pairs.2.b',
      code: 'CABLE_RANGE_UNEQUAL',
      message: `There is no port left at side B for Gi1/0/3 of ${sw.name}.`,
    },
  ]);
  const odd = await rig.connect({ a, b: { deviceIds: [pp.id], names: ['F[1-3]'], perCable: 2 } });
  expect(refusals(odd)).toEqual(['pairs.1.b CABLE_RANGE_UNEQUAL', 'pairs.2.b CABLE_RANGE_UNEQUAL']);
});

test('ports that can take no cable, and kinds that do not go together, are refused with the reason', async () => {
  const { plant } = rig.desk;
  const sw = await rig.device('sw', { 'dcim.Interface': ['a'], 'dcim.PowerPort': ['psu'] });
  await plant.all('dcim.Interface', [
    { device: sw.id, name: 'lag', type: 'lag' },
    { device: sw.id, name: 'radio', type: 'ieee802.11ax' },
    { device: sw.id, name: 'marked', type: '1000base-t', markConnected: true },
  ]);
  const answer = await rig.connect({
    a: { deviceIds: [sw.id], names: ['lag', 'radio', 'marked', 'psu'] },
    b: { deviceIds: [sw.id], names: ['[a,a,a,a]'] },
  });
  expect(answer.userErrors.filter(({ path }) => !path.includes('b.0')).map(({ message }) => message)).toEqual([
    `Interface lag of ${sw.name} is of type lag and takes no cable.`,
    `Interface radio of ${sw.name} is of type ieee802.11ax and takes no cable.`,
    `Interface marked of ${sw.name} is marked as connected; clear the mark first.`,
    'A power port can not be cabled to an interface; it goes to a power outlet or a power feed.',
  ]);
});

test('a port joined to itself is refused', async () => {
  const { sw } = await both(1);
  const side = { deviceIds: [sw.id], names: ['Gi1/0/1'] };
  expect(refusals(await rig.connect({ a: side, b: side }))).toEqual(['pairs.0.b.0 CABLE_TERMINATION_TWICE']);
});

test('a name in two kinds of port needs the kind, and a device that is not there is said once', async () => {
  const { sw } = await both(1);
  const pp = await rig.device('pp', { 'dcim.FrontPort': ['1'], 'dcim.RearPort': ['1'] });
  const a = { deviceIds: [sw.id], names: ['Gi1/0/1'] };
  const ambiguous = await rig.connect({ a, b: { deviceIds: [pp.id], names: ['1'] } });
  expect(ambiguous.userErrors).toMatchObject([
    {
      path: 'pairs.0.b.0',
      code: 'CABLE_PORT_AMBIGUOUS',
      message: `1 of ${pp.name} is a front port and a rear port; say which \`kind\` it is.`,
    },
  ]);
  expect(
    refusals(await rig.connect({ a, b: { deviceIds: [pp.id], kind: 'rearPort', names: ['1'] } }, { dryRun: true })),
  ).toEqual([]);
  const lost = await rig.connect({ a, b: { deviceNames: ['nowhere'], names: ['1'] } });
  expect(lost.userErrors[0]).toMatchObject({
    path: 'input.b.deviceNames',
    message: 'There is no device called "nowhere".',
  });
  const other = await rig.connect({
    a: { ...a, kind: 'frontPort' },
    b: { deviceIds: [pp.id], kind: 'rearPort', names: ['1'] },
  });
  expect(other.userErrors[0]?.message).toBe(
    `${sw.name} has no front port "Gi1/0/1". It has an interface of that name.`,
  );
});

test('what is wrong with the cable itself is said once', async () => {
  const { sw, pp } = await both(3);
  const input = {
    a: { deviceIds: [sw.id], names: ['Gi1/0/[1-3]'] },
    b: { deviceIds: [pp.id], names: ['F[1-3]'] },
  };
  const answer = await rig.connect({ ...input, cable: { length: '3', tenant: { number: 99 } } });
  expect(refusals(answer)).toEqual(['input.cable.tenant NOT_FOUND', 'input.cable.lengthUnit UNIT_REQUIRED']);
  expect(refusals(await rig.connect({ ...input, cable: { profile: 'odd' } }))).toEqual([
    'input.cable.profile CABLE_PROFILE_UNKNOWN',
  ]);
  expect(refusals(await rig.connect({ ...input, labels: 'P-[1-2]' }))).toEqual(['input.labels CABLE_LABELS_TOO_FEW']);
  expect(refusals(await rig.connect({ ...input, firstLabel: 'patch' }))).toEqual([
    'input.firstLabel CABLE_RANGE_INVALID',
  ]);
});

test('a repeated request answers the same and makes nothing more', async () => {
  const { sw, pp } = await both(2);
  const input = { a: { deviceIds: [sw.id], names: ['Gi1/0/[1-2]'] }, b: { deviceIds: [pp.id], names: ['F[1-2]'] } };
  const first = await rig.connect(input, { idempotencyKey: sw.name });
  expect(first.userErrors).toEqual([]);
  expect(await rig.connect(input, { idempotencyKey: sw.name })).toEqual(first);
});

test('forty-eight pairs take as many statements as two', async () => {
  const { sw, pp } = await both(48);
  const sent = async (count: number): Promise<number> => {
    const { actor, writer } = rig.desk.plant;
    const asked = {
      a: { deviceIds: [sw.id], names: [`Gi1/0/[1-${count}]`] },
      b: { deviceIds: [pp.id], names: [`F[1-${count}]`] },
    };
    const request = { actor, writer, options: { dryRun: true }, nodes: async () => () => [] };
    const { outcome } = await connect(request, asked);
    expect(outcome.errors).toEqual([]);
    return outcome.statements;
  };
  const few = await sent(2);
  expect((await sent(48)) - few).toBeLessThanOrEqual(2); // records of few changes go with their set
});
