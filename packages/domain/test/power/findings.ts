import type { Finding } from '../../src/dcim/power/power-findings.queries.ts';
import { groupBy } from '../../src/group.ts';
import { Walk, type Grid } from './grid.ts';

type Level = 'FEED' | 'PANEL';
type DrawOf = 'ALLOCATED' | 'MAXIMUM';

/** A finding of a grid; devices, inlets and feeds by number. */
export type GridFinding = Pick<Finding, 'kind' | 'leg' | 'draw' | 'available'> & {
  readonly device: number | null;
  readonly inlets: readonly number[];
  readonly feed: number | null;
  readonly panel: number | null;
  readonly rack: number | null;
};

const NOTHING = {
  device: null,
  inlets: [],
  feed: null,
  panel: null,
  rack: null,
  leg: null,
  draw: null,
  available: null,
};

const feedOf = (source: string): number | null => (source.startsWith('feed') ? Number(source.slice(5)) : null);

const sharedBy = (grid: Grid, level: Level, fed: ReadonlyMap<number, ReadonlySet<string>>): GridFinding | null => {
  const ends = [...new Set([...fed.values()].flatMap((sources) => [...sources]))];
  const panelOf = (source: string): string | null => {
    const feed = feedOf(source);
    return feed === null ? source : `panel ${grid.feeds[feed]?.panel}`;
  };
  const sources = new Set(level === 'FEED' ? ends : ends.map(panelOf));
  if (fed.size < 2 || sources.size !== 1) return null;
  const feeds = ends.map(feedOf);
  const [first = null] = feeds;
  const inlets = [...fed.keys()];
  const feed = feeds.length === 1 ? first : null;
  const panel = first === null ? null : (grid.feeds[first]?.panel ?? null);
  return { ...NOTHING, kind: 'SHARED_SOURCE', inlets, feed, panel };
};

const ofDevices = (walk: Walk, level: Level): GridFinding[] => {
  const { grid } = walk;
  const inlets = groupBy(grid.ports.keys(), (port) => grid.ports[port]?.device ?? -1);
  return [...inlets].flatMap(([device, ports]) => {
    const sources = new Map(ports.map((port) => [port, walk.sources(port)]));
    const fed = new Map([...sources].filter(([, { size }]) => size > 0));
    const unfed = ports.filter((port) => !fed.has(port));
    const shared = sharedBy(grid, level, fed);
    const at = { device, rack: grid.devices[device]?.rack ?? null };
    return [
      ...(shared ? [{ ...shared, ...at }] : []),
      ...(unfed.length > 0 ? [{ ...NOTHING, kind: 'UNFED_INLET' as const, ...at, inlets: unfed }] : []),
    ];
  });
};

const ofFeeds = (walk: Walk, drawOf: DrawOf): GridFinding[] =>
  [...walk.grid.feeds.entries()].flatMap(([feed, { panel, rack }]) => {
    const available = walk.available(feed);
    const draw = walk.feedsDraw([feed])[drawOf === 'ALLOCATED' ? 0 : 1];
    const over: GridFinding[] =
      draw > available ? [{ ...NOTHING, kind: 'OVERLOADED_FEED', feed, panel, rack, draw, available }] : [];
    const legs = (walk.legs([feed]) ?? []).flatMap((leg): GridFinding[] => {
      const on = drawOf === 'ALLOCATED' ? leg.allocated : leg.maximum;
      if (leg.available === null || on <= leg.available) return [];
      return [
        { ...NOTHING, kind: 'OVERLOADED_LEG', feed, panel, rack, leg: leg.leg, draw: on, available: leg.available },
      ];
    });
    return [...over, ...legs];
  });

/** Findings of a grid, worked out by walking it; in no order. */
export const findingsOf = (grid: Grid, level: Level, draw: DrawOf): GridFinding[] => {
  const walk = new Walk(grid);
  return [...ofDevices(walk, level), ...ofFeeds(walk, draw)];
};
