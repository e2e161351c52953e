import { terminationSlots } from '../cable/cable-compatibility.ts';
import type { CablePlug, OtherSide, PathCable, PathGraph, PathMapping, PathPort } from './path-graph.ts';
import type { Path } from './path.ts';
import { walkPath } from './walk.ts';

const TYPES: Readonly<Record<string, string>> = {
  i: 'dcim.Interface',
  f: 'dcim.FrontPort',
  r: 'dcim.RearPort',
  c: 'circuits.CircuitTermination',
  n: 'circuits.ProviderNetwork',
  s: 'dcim.Site',
  p: 'dcim.PowerPort',
  o: 'dcim.PowerOutlet',
  d: 'dcim.PowerFeed',
  b: 'dcim.PowerPanel',
};

const endOf = (id: string) => ({ type: TYPES[id.charAt(0)] ?? '', id });

/** A sketch of cabling: the first letter of an id says what it is. */
interface Sketch {
  /** `a1 a2 - b1`, with profile or status behind it. */
  readonly cables: readonly (readonly [ends: string, rest?: { profile?: string; status?: string }])[];
  /** `f1 r1:3`: a front port, and the rear port with the position it leads to. */
  readonly mappings?: readonly string[];
  readonly positions?: Readonly<Record<string, number>>;
  /** `c1 c2 n1`: both sides, and where the second ends. */
  readonly circuits?: readonly string[];
  /** `o1 p1`: an outlet and its inlet. */
  readonly inlets?: readonly string[];
  readonly panels?: readonly string[];
}

const plugsOf = (cable: string, side: 'A' | 'B', ends: string, profile: string | null): CablePlug[] => {
  const ports = ends.trim().split(' ');
  return terminationSlots(profile, side, ports.length).map((slot, i) => ({
    cable,
    side,
    connector: slot?.connector ?? null,
    positions: slot?.positions ?? [],
    port: ports[i] ?? '',
  }));
};

const graphOf = (sketch: Sketch): PathGraph => {
  const cables = sketch.cables.map(([ends, rest], index): PathCable => {
    const [a = '', b = ''] = ends.split('-');
    const id = `cable${index + 1}`;
    const profile = rest?.profile ?? null;
    const plugs = [...plugsOf(id, 'A', a, profile), ...plugsOf(id, 'B', b, profile)];
    return { id, status: rest?.status ?? 'connected', profile, plugs };
  });
  const pairs = (lines: readonly string[] = []): string[][] => lines.map((line) => line.split(' '));
  const plugs = new Map(cables.flatMap((cable) => cable.plugs).map((plug) => [plug.port, plug]));
  const mappings = new Map<string, PathMapping[]>();
  for (const [front = '', seat = ''] of pairs(sketch.mappings)) {
    const [rear = '', position = '1'] = seat.split(':');
    mappings.set(front, [{ position: 1, other: rear, otherPosition: Number(position) }]);
    mappings.set(rear, [...(mappings.get(rear) ?? []), { position: Number(position), other: front, otherPosition: 1 }]);
  }
  const circuits = new Map<string, OtherSide>();
  for (const [a = '', z = '', place] of pairs(sketch.circuits)) {
    const circuit = { kind: 'circuit', type: 'circuits.Circuit', id: `${a}${z}`, status: 'active' } as const;
    circuits.set(a, { circuit, port: z, place: place === undefined ? null : endOf(place) });
    circuits.set(z, { circuit, port: a, place: null });
  }
  const named = new Set([...plugs.keys(), ...mappings.keys(), ...circuits.keys(), ...pairs(sketch.inlets).flat()]);
  const ports = [...named].map((id): [string, PathPort] => [
    id,
    { end: endOf(id), strands: sketch.positions?.[id] ?? 1, plug: plugs.get(id) ?? null },
  ]);
  return {
    ports: new Map(ports),
    cables: new Map(cables.map((cable) => [cable.id, cable])),
    mappings,
    circuits,
    inlets: new Map(pairs(sketch.inlets).map(([outlet = '', inlet = '']) => [outlet, inlet])),
    panels: new Map(pairs(sketch.panels).map(([feed = '', panel = '']) => [feed, endOf(panel)])),
    ethers: new Map(),
  };
};

const ids = (ends: readonly { readonly id: string }[]): string => ends.map(({ id }) => id).join(' ');

/** A path in one line: ports of each step, `=` inside a panel, `~` over a circuit, `^` up a power chain. */
const lineOf = ({ hops }: Path): string =>
  hops
    .map(({ near, links, far }) => {
      const sign = { mapping: '=', circuit: '~', power: '^' }[links[0]?.kind as string] ?? '-';
      return `${ids(near)} ${sign} ${ids(far)}`.trim();
    })
    .join(', ');

const stateOf = ({ isComplete, isActive, isSplit }: Path): string =>
  [isComplete ? 'complete' : 'incomplete', ...(isActive ? ['active'] : []), ...(isSplit ? ['split'] : [])].join(' ');

const from = (origin: string, sketch: Sketch): Path => {
  const graph = graphOf(sketch);
  const port = graph.ports.get(origin);
  if (!port) throw new Error(`No port ${origin}.`);
  return walkPath(graph, port);
};

const PANELS: Sketch = {
  cables: [['i1 - f1'], ['r1 - r2'], ['f2 - i2'], ['i3 - f3']],
  mappings: ['f1 r1:3', 'f3 r1:4', 'f2 r2:3', 'f4 r2:4'],
  positions: { r1: 12, r2: 12 },
};

describe('a path', () => {
  test.each<[string, string, Sketch, string, string, string]>([
    ['along one cable', 'i1', { cables: [['i1 - i2']] }, 'i1 - i2', 'complete active', 'i2'],
    [
      'through two panels comes out at the position it went in at',
      'i1',
      PANELS,
      'i1 - f1, f1 = r1, r1 - r2, r2 = f2, f2 - i2',
      'complete active',
      'i2',
    ],
    [
      'back from there is the same',
      'i2',
      PANELS,
      'i2 - f2, f2 = r2, r2 - r1, r1 = f1, f1 - i1',
      'complete active',
      'i1',
    ],
    [
      'ends at a panel port without a cord',
      'i3',
      PANELS,
      'i3 - f3, f3 = r1, r1 - r2, r2 = f4',
      'incomplete active',
      '',
    ],
    ['from a trunk port splits where strands part', 'r1', PANELS, 'r1 - r2', 'incomplete active split', ''],
    [
      'over a planned cable is not active',
      'i1',
      { cables: [['i1 - i2', { status: 'planned' }]] },
      'i1 - i2',
      'complete',
      'i2',
    ],
    [
      'from the stem of a breakout reaches all legs',
      'i1',
      { cables: [['i1 - i2 i3', { profile: 'breakout-1c2p-2c1p' }]] },
      'i1 - i2 i3',
      'complete active',
      'i2 i3',
    ],
    [
      'from a leg of a breakout reaches the stem alone',
      'i3',
      { cables: [['i1 - i2 i3', { profile: 'breakout-1c2p-2c1p' }]] },
      'i3 - i1',
      'complete active',
      'i1',
    ],
    [
      'crosses a shuffled trunk to another connector',
      'i1',
      {
        cables: [['i1 - f1'], ['r1 r2 - r3 r4', { profile: 'trunk-2c4p-shuffle' }], ['f2 - i2']],
        mappings: ['f1 r1:3', 'f2 r4:1'],
        positions: { r1: 4, r2: 4, r3: 4, r4: 4 },
      },
      'i1 - f1, f1 = r1, r1 - r4, r4 = f2, f2 - i2',
      'complete active',
      'i2',
    ],
    [
      'over a circuit goes on at its other side',
      'i1',
      { cables: [['i1 - c1'], ['c2 - i2']], circuits: ['c1 c2 s1'] },
      'i1 - c1, c1 ~ c2, c2 - i2',
      'complete active',
      'i2',
    ],
    [
      'is complete in the network of a provider',
      'i1',
      { cables: [['i1 - c1']], circuits: ['c1 c2 n1'] },
      'i1 - c1, c1 ~ c2, c2 ~ n1',
      'complete active',
      'n1',
    ],
    [
      'is not complete where a circuit ends at a site',
      'i1',
      { cables: [['i1 - c1']], circuits: ['c1 c2 s1'] },
      'i1 - c1, c1 ~ c2, c2 ~ s1',
      'incomplete active',
      '',
    ],
    [
      'is split where one of two cords is missing, and complete by the other',
      'i1',
      { cables: [['i1 - f1 f2'], ['r1 - i2']], mappings: ['f1 r1:1', 'f2 r2:1'] },
      'i1 - f1 f2, f1 f2 = r1 r2, r1 r2 - i2',
      'complete active split',
      'i2',
    ],
    [
      'is split where it leads to several kinds of ports',
      'i1',
      { cables: [['i1 - f1 f2'], ['r1 - i2'], ['r2 - f3']], mappings: ['f1 r1:1', 'f2 r2:1'] },
      'i1 - f1 f2, f1 f2 = r1 r2, r1 r2 - i2 f3',
      'incomplete active split',
      '',
    ],
    [
      'ends where it comes back to its origin',
      'i1',
      { cables: [['i1 - f1 f2'], ['r1 - r2']], mappings: ['f1 r1:1', 'f2 r2:1'] },
      'i1 - f1 f2, f1 f2 = r1 r2, r1 r2 - r2 r1, r2 r1 = f2 f1, f2 f1 - i1',
      'incomplete active',
      '',
    ],
    [
      'of a server runs past the strip up to the panel',
      'p1',
      { cables: [['p1 - o1'], ['p2 - d1', { status: 'planned' }]], inlets: ['o1 p2'], panels: ['d1 b1'] },
      'p1 - o1, o1 ^ p2, p2 - d1, d1 ^ b1',
      'complete active',
      'o1',
    ],
    [
      'of a strip that feeds itself ends',
      'p1',
      { cables: [['p1 - o1']], inlets: ['o1 p1'] },
      'p1 - o1',
      'complete active',
      'o1',
    ],
  ])('%s', (_, origin, sketch, line, state, destinations) => {
    const path = from(origin, sketch);
    expect([lineOf(path), stateOf(path), ids(path.destinations)]).toEqual([line, state, destinations]);
  });

  test('of a trunk port names where it splits', () => {
    expect(ids(from('r1', PANELS).splitAt)).toBe('r2');
  });

  test('wound round and round by a panel ends', () => {
    const path = from('i1', {
      cables: [['i1 - f1'], ['r1 - f2']],
      mappings: ['f1 r1:1', 'f2 r1:2'],
      positions: { r1: 4 },
    });
    expect(stateOf(path)).toBe('incomplete active');
    expect(path.hops.length).toBeLessThan(40);
  });
});
