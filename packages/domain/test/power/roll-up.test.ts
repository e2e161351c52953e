import { Desk } from '../desk.ts';
import { FINDING_KINDS, type FindingKind } from '../../src/dcim/power/power-findings.queries.ts';
import { findingsOf, type GridFinding } from './findings.ts';
import { Walk, type Grid } from './grid.ts';
import { numbers, randomGrid } from './random-grid.ts';
import { storeGrid, type StoredGrid } from './stored-grid.ts';

const ROUNDS = process.env['PLUMBLINE_FULL'] === '1' ? 40 : 3;

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

type Row = Readonly<Record<string, unknown>>;

const DRAWS = 'totalAllocatedDraw totalMaximumDraw';
const LOAD = `${DRAWS} powerUtilization peakPowerUtilization legDraws`;

/** Rows by id, one request per kind. */
const rowsOf = async (many: string, ids: readonly string[], fields: string): Promise<Row[]> => {
  const { data } = await desk.ask(
    `query ($ids: [ID!]) { all: ${many}(first: 200, filter: { id: { in: $ids } }) { nodes { id ${fields} } } }`,
    { ids },
  );
  const { nodes } = data['all'] as { nodes: Row[] };
  const byId = new Map(nodes.map(({ id, ...rest }) => [id, rest]));
  return ids.map((id) => byId.get(id) ?? {});
};

const share = (draw: number, available: number): string =>
  String(available > 0 ? Math.trunc((draw * 1_000_000) / available) / 10_000 : 0);

const load = (walk: Walk, feeds: readonly number[]): Row => {
  const [allocated, maximum] = walk.feedsDraw(feeds);
  const available = feeds.reduce((sum, feed) => sum + walk.available(feed), 0);
  return {
    totalAllocatedDraw: allocated,
    totalMaximumDraw: maximum,
    powerUtilization: share(allocated, available),
    peakPowerUtilization: share(maximum, available),
    legDraws: walk.legs(feeds),
  };
};

const drawn = ([totalAllocatedDraw, totalMaximumDraw]: readonly [number, number]): Row => ({
  totalAllocatedDraw,
  totalMaximumDraw,
});

const feedsWhere = ({ feeds }: Grid, is: (feed: Grid['feeds'][number]) => boolean): number[] =>
  feeds.flatMap((feed, at) => (is(feed) ? [at] : []));

const compare = async (grid: Grid, ids: StoredGrid): Promise<void> => {
  const walk = new Walk(grid);
  const total = (feeds: readonly number[]) => feeds.reduce((sum, feed) => sum + walk.available(feed), 0);
  expect(await rowsOf('powerPorts', ids.powerPort, DRAWS)).toEqual(grid.ports.map((_, at) => drawn(walk.portDraw(at))));
  expect(await rowsOf('powerOutlets', ids.powerOutlet, DRAWS)).toEqual(
    grid.outlets.map((_, at) => drawn(walk.draw(walk.portsAcross('powerOutlet', at)))),
  );
  expect(await rowsOf('powerFeeds', ids.powerFeed, `availablePower ${LOAD}`)).toEqual(
    grid.feeds.map((_, at) => ({ availablePower: walk.available(at), ...load(walk, [at]) })),
  );
  expect(await rowsOf('powerPanels', ids.panels, `availablePower ${LOAD}`)).toEqual(
    ids.panels.map((_, at) => {
      const feeds = feedsWhere(grid, ({ panel }) => panel === at);
      return { availablePower: total(feeds), ...load(walk, feeds) };
    }),
  );
  expect(await rowsOf('racks', ids.racks, `availablePower ${LOAD} deviceAllocatedDraw deviceMaximumDraw`)).toEqual(
    ids.racks.map((_, at) => {
      const feeds = feedsWhere(grid, ({ rack }) => rack === at);
      const [deviceAllocatedDraw, deviceMaximumDraw] = walk.devicesDraw(at);
      return { availablePower: total(feeds), ...load(walk, feeds), deviceAllocatedDraw, deviceMaximumDraw };
    }),
  );
};

type Named = { readonly id: string } | null;
type Shown = Omit<GridFinding, 'device' | 'inlets' | 'feed' | 'panel' | 'rack'> & {
  readonly inlets: readonly { readonly id: string }[];
} & Readonly<Record<'device' | 'feed' | 'panel' | 'rack', Named>>;

const sorted = (findings: readonly GridFinding[]): string[] =>
  findings
    .map(({ kind, device, inlets, feed, panel, rack, leg, draw, available }) =>
      JSON.stringify([kind, device, [...inlets].toSorted((a, b) => a - b), feed, panel, rack, leg, draw, available]),
    )
    .toSorted();

/** A finding with numbers of the grid in place of ids. */
const numbered = (ids: StoredGrid, { inlets, device, feed, panel, rack, ...finding }: Shown): GridFinding => {
  const at = (list: readonly string[], one: Named): number | null => one && list.indexOf(one.id);
  return {
    ...finding,
    inlets: inlets.map(({ id }) => ids.powerPort.indexOf(id)),
    device: at(ids.devices, device),
    feed: at(ids.powerFeed, feed),
    panel: at(ids.panels, panel),
    rack: at(ids.racks, rack),
  };
};

const FINDINGS = `query ($filter: PowerRedundancyFilter) { powerRedundancy(first: 500, filter: $filter) { totalCount nodes {
  kind leg draw available device { id } inlets { id } feed { id } panel { id } rack { id } } } }`;

/** Compares what is wrong; answers which kinds there were. */
const compareFindings = async (grid: Grid, ids: StoredGrid): Promise<FindingKind[]> => {
  const kinds: FindingKind[] = [];
  for (const [level, draw] of [
    ['FEED', 'ALLOCATED'],
    ['PANEL', 'MAXIMUM'],
  ] as const) {
    const { data, errors } = await desk.execute(FINDINGS, { filter: { level, draw, sites: [ids.site] } });
    expect(errors).toBeUndefined();
    const { totalCount, nodes } = (data as Record<'powerRedundancy', { totalCount: number; nodes: Shown[] }>)
      .powerRedundancy;
    expect(sorted(nodes.map((finding) => numbered(ids, finding)))).toEqual(sorted(findingsOf(grid, level, draw)));
    expect(totalCount).toBe(nodes.length);
    kinds.push(...nodes.map(({ kind }) => kind));
  }
  return kinds;
};

/** The grid without its first cable. */
const cut = async ({ wires, ...rest }: Grid, { cables, ...ids }: StoredGrid): Promise<[Grid, StoredGrid]> => {
  const { errors } = await desk.plant.remove('dcim.Cable', cables[0] ?? '');
  expect(errors).toEqual([]);
  return [
    { ...rest, wires: wires.slice(1) },
    { ...ids, cables: cables.slice(1) },
  ];
};

test('what hangs where in random grids, and what is wrong there, is what a walk by hand finds, also after a cable went', async () => {
  const random = numbers(2026);
  const kinds = new Set<FindingKind>();
  for (let round = 0; round < ROUNDS; round++) {
    const grid = randomGrid(random);
    const ids = await storeGrid(desk.plant, grid);
    await desk.plant.dataSource.query('ANALYZE'); // many small writes, and nothing else keeps statistics here
    await compare(grid, ids);
    for (const kind of await compareFindings(grid, ids)) kinds.add(kind);
    const [rest, left] = await cut(grid, ids);
    await compare(rest, left);
    await compareFindings(rest, left);
  }
  expect([...kinds].toSorted()).toEqual([...FINDING_KINDS].toSorted());
}, 600_000);
