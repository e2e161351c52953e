import type { End, Grid, Wire } from './grid.ts';

/** Repeatable numbers below a bound (Park and Miller). */
export const numbers = (seed: number): Random => {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

type Random = (below: number) => number;

const PANELS = 2;
const RACKS = 3;
const LEGS = ['A', 'B', 'C', null];

/** Cables with several ends: how many at each, and the profile. */
const SHAPES: readonly (readonly [number, number, string | null])[] = [
  [1, 1, null],
  [1, 1, 'single-1c1p'],
  [1, 2, null],
  [2, 1, null],
  [2, 2, 'trunk-2c1p'],
  [1, 2, 'breakout-1c2p-2c1p'],
];

/** A draw, or none. */
const drawsOf = (random: Random) => {
  const kind = random(4);
  const maximumDraw = 50 + random(400);
  return {
    allocatedDraw: kind === 1 ? null : 20 + random(30),
    maximumDraw: kind === 2 ? null : maximumDraw,
  };
};

const NONE = { allocatedDraw: null, maximumDraw: null };

const devicesOf = (random: Random): Grid => {
  const rackOrNot = () => (random(5) === 0 ? null : random(RACKS));
  const devices = Array.from({ length: 16 }, () => ({ rack: rackOrNot() }));
  const ports: Grid['ports'][number][] = [];
  const outlets: Grid['outlets'][number][] = [];
  for (const device of devices.keys()) {
    const isStrip = device < 7;
    const inlets = 1 + random(isStrip ? 2 : 3);
    for (let n = 0; n < inlets; n++) {
      const draws = isStrip && random(6) > 0 ? NONE : drawsOf(random);
      ports.push({ device, ...draws, markConnected: false });
    }
    const first = ports.length - inlets;
    for (let n = 0; isStrip && n < 5; n++) {
      const port = random(8) === 0 ? null : first + random(inlets);
      outlets.push({ device, port, leg: LEGS[random(4)] ?? null });
    }
  }
  const feeds = Array.from({ length: 6 }, () => {
    const isThreePhase = random(2) === 0;
    return { panel: random(PANELS), rack: rackOrNot(), isThreePhase, amperage: 1 + random(8) };
  });
  return { devices, ports, outlets, feeds, wires: [] };
};

const shuffled = <T>(values: readonly T[], random: Random): T[] =>
  values
    .map((value) => [random(1_000_000), value] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, value]) => value);

/** Cables from free outlets and feeds to free ports, whichever come; strips may feed each other in circles. */
const wiresOf = ({ ports, outlets, feeds }: Grid, random: Random): Wire[] => {
  const ends = (kind: End['kind'], count: number): End[] => Array.from({ length: count }, (_, at) => ({ kind, at }));
  const free = shuffled(ends('powerPort', ports.length), random);
  const from = {
    powerOutlet: shuffled(ends('powerOutlet', outlets.length), random),
    powerFeed: ends('powerFeed', feeds.length),
  };
  const wires: Wire[] = [];
  while (free.length > 5) {
    const kind = from.powerFeed.length > 0 && random(2) === 0 ? 'powerFeed' : 'powerOutlet';
    const [near, far, profile] = random(2) === 0 ? [1, 1, null] : (SHAPES[random(SHAPES.length)] ?? [1, 1, null]);
    const [A, B] = [from[kind].splice(0, near), free.splice(0, far)];
    if (A.length < near || B.length < far) break;
    wires.push(random(3) > 0 || profile?.startsWith('breakout') ? { profile, A, B } : { profile, A: B, B: A });
  }
  return wires;
};

/** A grid of strips, devices and feeds at random; some inlets without a cable are marked as connected. */
export const randomGrid = (random: Random): Grid => {
  const bare = devicesOf(random);
  const wires = wiresOf(bare, random);
  const cabled = new Set(wires.flatMap(({ A, B }) => [...A, ...B]).map(({ kind, at }) => `${kind} ${at}`));
  const ports = bare.ports.map((port, at) => ({
    ...port,
    markConnected: !cabled.has(`powerPort ${at}`) && random(2) === 0,
  }));
  return { ...bare, ports, wires };
};
