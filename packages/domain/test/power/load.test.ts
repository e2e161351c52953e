import { createReader, organizationPredicates, type Reader, type RowPredicates } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { Desk } from '../desk.ts';
import type { End, Grid, Wire } from './grid.ts';
import { storeGrid, type StoredGrid } from './stored-grid.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const NONE = { allocatedDraw: null, maximumDraw: null, markConnected: false };
const draws = (allocatedDraw: number | null, maximumDraw: number | null) => ({
  allocatedDraw,
  maximumDraw,
  markConnected: false,
});

const port = (at: number): End => ({ kind: 'powerPort', at });
const outlet = (at: number): End => ({ kind: 'powerOutlet', at });
const feed = (at: number): End => ({ kind: 'powerFeed', at });
const wire = (a: End, b: End): Wire => ({ profile: null, A: [a], B: [b] });

/**
 * A rack with two strips and two servers of two inlets each. Strip A hangs on a three-phase feed of 230 V, 16 A, 80 %:
 * 5099 W, 1700 W a leg. Strip B hangs on a single-phase feed of 2944 W. Server 2 stands in strip A alone.
 */
const RACK: Grid = {
  devices: [{ rack: 0 }, { rack: 0 }, { rack: 0 }, { rack: 0 }],
  ports: [
    { device: 0, ...NONE },
    { device: 1, ...NONE },
    { device: 2, ...draws(400, 500) },
    { device: 2, ...draws(300, 500) },
    { device: 3, ...draws(null, 250) },
    { device: 3, ...draws(150, null) },
  ],
  outlets: [
    { device: 0, port: 0, leg: 'A' },
    { device: 0, port: 0, leg: 'B' },
    { device: 0, port: 0, leg: null },
    { device: 1, port: 1, leg: null },
  ],
  feeds: [
    { panel: 0, rack: 0, isThreePhase: true, amperage: 16 },
    { panel: 0, rack: 0, isThreePhase: false, amperage: 16 },
  ],
  wires: [
    wire(feed(0), port(0)),
    wire(feed(1), port(1)),
    wire(outlet(0), port(2)),
    wire(outlet(3), port(3)),
    wire(outlet(1), port(4)),
    wire(outlet(2), port(5)),
  ],
};

const one = async (query: string): Promise<unknown> => (await desk.ask(`{ one: ${query} }`)).data['one'];

const LOAD = 'totalAllocatedDraw totalMaximumDraw powerUtilization peakPowerUtilization';

test('a feed, a panel and a rack carry what hangs on their strips, which do not count again', async () => {
  const { powerOutlet, powerFeed, panels, racks } = await storeGrid(desk.plant, RACK);
  expect(await one(`powerOutlet(id: "${powerOutlet[1]}") { totalAllocatedDraw totalMaximumDraw }`)).toEqual({
    totalAllocatedDraw: 0,
    totalMaximumDraw: 250,
  });
  expect(await one(`powerFeed(id: "${powerFeed[0]}") { ${LOAD} }`)).toEqual({
    totalAllocatedDraw: 550,
    totalMaximumDraw: 750,
    powerUtilization: '10.7864',
    peakPowerUtilization: '14.7087',
  });
  expect(await one(`powerFeed(id: "${powerFeed[1]}") { ${LOAD} legDraws }`)).toEqual({
    totalAllocatedDraw: 300,
    totalMaximumDraw: 500,
    powerUtilization: '10.1902',
    peakPowerUtilization: '16.9836',
    legDraws: null,
  });
  const both = {
    availablePower: 8043,
    totalAllocatedDraw: 850,
    totalMaximumDraw: 1250,
    powerUtilization: '10.5681',
    peakPowerUtilization: '15.5414',
  };
  expect(await one(`powerPanel(id: "${panels[0]}") { availablePower ${LOAD} }`)).toEqual(both);
  expect(await one(`rack(id: "${racks[0]}") { availablePower ${LOAD} deviceAllocatedDraw deviceMaximumDraw }`)).toEqual(
    {
      ...both,
      deviceAllocatedDraw: 850,
      deviceMaximumDraw: 1250,
    },
  );
});

test('legs have a third of the power each, and what is on none of them stands apart', async () => {
  const { powerFeed, racks } = await storeGrid(desk.plant, RACK);
  const legs = [
    { leg: 'A', available: 1700, allocated: 400, maximum: 500, outlets: 1 },
    { leg: 'B', available: 1700, allocated: 0, maximum: 250, outlets: 1 },
    { leg: 'C', available: 1700, allocated: 0, maximum: 0, outlets: 0 },
    { leg: null, available: null, allocated: 150, maximum: 0, outlets: 1 },
  ];
  expect(await one(`powerFeed(id: "${powerFeed[0]}") { legDraws }`)).toEqual({ legDraws: legs });
  expect(await one(`rack(id: "${racks[0]}") { legDraws }`)).toEqual({ legDraws: legs });
});

test('a strip that says itself what it draws says so to its feed; devices in the rack count by their own draws', async () => {
  const [, ...ports] = RACK.ports;
  const own = { ...RACK, ports: [{ device: 0, ...draws(1000, 2000) }, ...ports] };
  const { powerFeed, racks } = await storeGrid(desk.plant, own);
  expect(await one(`powerFeed(id: "${powerFeed[0]}") { totalAllocatedDraw totalMaximumDraw }`)).toEqual({
    totalAllocatedDraw: 1000,
    totalMaximumDraw: 2000,
  });
  expect(await one(`rack(id: "${racks[0]}") { totalAllocatedDraw deviceAllocatedDraw }`)).toEqual({
    totalAllocatedDraw: 1300,
    deviceAllocatedDraw: 850,
  });
});

test('each connector of a trunk leads to its own inlet', async () => {
  const trunk: Wire = { profile: 'trunk-2c1p', A: [outlet(0), outlet(1)], B: [port(2), port(4)] };
  const { powerOutlet } = await storeGrid(desk.plant, { ...RACK, wires: [trunk] });
  const drawn = await Promise.all(
    [0, 1].map((at) => one(`powerOutlet(id: "${powerOutlet[at]}") { totalMaximumDraw }`)),
  );
  expect(drawn).toEqual([{ totalMaximumDraw: 500 }, { totalMaximumDraw: 250 }]);
});

const FINDINGS = `query ($filter: PowerRedundancyFilter, $first: Int! = 50, $offset: Int! = 0) {
  powerRedundancy(filter: $filter, first: $first, offset: $offset) { totalCount nodes {
    kind message leg draw available device { name site { id } } inlets { name device { id } } feed { name } panel { name } rack { id } } } }`;

interface Shown {
  readonly totalCount: number;
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
}

const find = async (variables: object, reader?: Reader): Promise<Shown> => {
  const { data, errors } = await desk.execute(FINDINGS, { ...variables }, 'test', reader);
  if (errors) throw errors[0]?.originalError ?? errors[0] ?? new Error('refused');
  return data?.['powerRedundancy'] as Shown;
};

const at = ({ site }: StoredGrid, rest: object = {}) => ({ filter: { sites: [site], ...rest } });

const kindsOf = ({ nodes }: Shown): unknown[] => nodes.map(({ kind }) => kind);

test('a device on one feed is found, one on two feeds only when their panel counts', async () => {
  const ids = await storeGrid(desk.plant, RACK);
  const { nodes, totalCount } = await find(at(ids));
  expect(totalCount).toBe(1);
  expect(nodes).toEqual([
    {
      kind: 'SHARED_SOURCE',
      message: 'All fed inlets end on one feed; they fail together with it.',
      leg: null,
      draw: null,
      available: null,
      device: { name: expect.any(String) as unknown, site: { id: ids.site } },
      inlets: [4, 5].map((n) => ({ name: `in${n}`, device: { id: ids.devices[3] } })),
      feed: { name: 'feed0' },
      panel: { name: expect.any(String) as unknown },
      rack: { id: ids.racks[0] },
    },
  ]);
  const panels = await find(at(ids, { level: 'PANEL' }));
  expect(panels.nodes.map(({ message, feed: on }) => [message, on])).toEqual([
    ['All fed inlets end on one panel; they fail together with it.', null],
    ['All fed inlets end on one feed; they fail together with it.', { name: 'feed0' }],
  ]);
});

test('a circle of strips is fed by nobody; a strip marked as connected is fed by somebody', async () => {
  const circle: Grid = {
    ...RACK,
    outlets: [...RACK.outlets, { device: 1, port: 1, leg: null }],
    wires: [wire(outlet(0), port(1)), wire(outlet(3), port(0)), wire(outlet(1), port(2)), wire(outlet(4), port(3))],
  };
  const lost = await find(at(await storeGrid(desk.plant, circle)));
  expect(lost.nodes.map(({ kind, message }) => [kind, message])).toEqual([
    ['UNFED_INLET', '1 inlet ends on no feed.'],
    ['UNFED_INLET', '1 inlet ends on no feed.'],
    ['UNFED_INLET', '2 inlets end on no feed.'],
    ['UNFED_INLET', '2 inlets end on no feed.'],
  ]);
  const [first, ...ports] = RACK.ports;
  const marked = {
    ...RACK,
    ports: [{ ...first, device: 0, ...NONE, markConnected: true }, ...ports],
    wires: RACK.wires.slice(1),
  };
  const shared = await find(at(await storeGrid(desk.plant, marked)));
  expect(shared.nodes.map(({ message, feed: on }) => [message, on])).toEqual([
    ['All fed inlets end on one source; they fail together with it.', null],
  ]);
});

test('a feed and a leg over their power are found, by allocated or by maximum draw', async () => {
  const [phased, single] = RACK.feeds;
  const weak: Grid = {
    ...RACK,
    feeds: [
      { ...phased, panel: 0, rack: 0, isThreePhase: true, amperage: 2 },
      { panel: 0, rack: 0, isThreePhase: false, amperage: single?.amperage ?? 0 },
    ],
  };
  const ids = await storeGrid(desk.plant, weak);
  const kinds = ['OVERLOADED_FEED', 'OVERLOADED_LEG'];
  expect((await find(at(ids, { kinds }))).nodes.map(({ message }) => message)).toEqual([
    '400 W hang on leg A, which has 212 W.',
  ]);
  expect((await find(at(ids, { kinds, draw: 'MAXIMUM' }))).nodes.map(({ message }) => message)).toEqual([
    '750 W hang on a feed of 637 W.',
    '500 W hang on leg A, which has 212 W.',
    '250 W hang on leg B, which has 212 W.',
  ]);
});

test('findings are narrowed by location, rack, and filters of devices and feeds, and come in pages', async () => {
  const { plant } = desk;
  const ids = await storeGrid(plant, { ...RACK, wires: [] });
  const [parent, other] = [
    await plant.named('dcim.Location', { site: ids.site }),
    await plant.named('dcim.Location', { site: ids.site }),
  ];
  const below = await plant.named('dcim.Location', { site: ids.site, parent });
  expect((await plant.update('dcim.Rack', { id: ids.racks[0], location: below })).errors).toEqual([]);
  const count = async (rest: object) => (await find(at(ids, rest))).totalCount;
  expect(await count({})).toBe(4);
  expect([await count({ locations: [parent] }), await count({ locations: [other] })]).toEqual([4, 0]);
  expect([await count({ racks: ids.racks }), await count({ racks: [ids.devices[0]] })]).toEqual([4, 0]);
  expect(await count({ device: { id: { eq: ids.devices[1] } } })).toBe(1);
  expect([await count({ kinds: [] }), await count({ locations: [] }), await count({ sites: [] })]).toEqual([0, 0, 0]);
  expect((await find({})).totalCount).toBeGreaterThanOrEqual(4);
  const pages = [await find({ ...at(ids), first: 3 }), await find({ ...at(ids), first: 3, offset: 3 })];
  expect(pages.map(({ totalCount, nodes }) => [totalCount, nodes.length])).toEqual([
    [4, 3],
    [4, 1],
  ]);
  expect(new Set(pages.flatMap(({ nodes }) => nodes.map(({ device }) => (device as { name: string }).name))).size).toBe(
    4,
  );
});

test.each([
  [{ first: 0 }, 'A page has 1 to 500 findings.'],
  [{ filter: { racks: ['R1'] } }, '"R1" is no id.'],
  [{ filter: { racks: null } }, 'racks must not be null; leave it out.'],
  [{ filter: null }, 'filter must not be null; leave it out.'],
])('%j is refused', async (variables, message) => {
  await expect(find(variables)).rejects.toThrow(message);
});

/** Hides rows of one model by a condition on them, besides those of other organizations. */
const hiding =
  (model: string, condition: string): RowPredicates =>
  (of, actor) => {
    const organization = organizationPredicates(of, actor);
    return {
      sql: (alias, params) =>
        `${organization?.sql(alias, params) ?? 'true'} AND NOT (${of.name === model ? `${alias}.${condition}` : 'false'})`,
    };
  };

test('what is hidden feeds devices all the same, and is not shown', async () => {
  const ids = await storeGrid(desk.plant, RACK);
  const noFeeds = await find(at(ids), desk.readerWith(hiding('dcim.PowerFeed', "name LIKE 'feed%'")));
  expect(noFeeds.nodes).toMatchObject([
    { kind: 'SHARED_SOURCE', feed: null, inlets: [{ name: 'in4' }, { name: 'in5' }] },
  ]);
  const noInlets = await find(at(ids), desk.readerWith(hiding('dcim.PowerPort', "name = 'in4'")));
  expect(noInlets.nodes).toMatchObject([{ kind: 'SHARED_SOURCE', inlets: [{ name: 'in5' }] }]);
  const noDevice = await find(at(ids), desk.readerWith(hiding('dcim.Device', `id = '${ids.devices[3]}'`)));
  expect(noDevice).toEqual({ totalCount: 0, nodes: [] });
});

test('fifty findings take as many statements as five', async () => {
  const { plant, schema } = desk;
  const many = { ...RACK, devices: Array.from({ length: 60 }, () => ({ rack: 0 })), wires: [], outlets: [], feeds: [] };
  const ids = await storeGrid(plant, { ...many, ports: many.devices.map((_, device) => ({ device, ...NONE })) });
  let statements = 0;
  const reader = createReader({
    registry,
    schema,
    predicates: organizationPredicates,
    onStatement: () => void (statements += 1),
  });
  const counted = async (first: number): Promise<number> => {
    statements = 0;
    expect((await find({ ...at(ids), first }, reader)).nodes).toHaveLength(first);
    return statements;
  };
  const few = await counted(5);
  expect(await counted(50)).toBe(few);
  expect(kindsOf(await find(at(ids), reader))).toEqual(Array.from({ length: 50 }, () => 'UNFED_INLET'));
});
