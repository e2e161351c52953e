import type { PathGraph } from './path-graph.ts';
import type { PathEnd, PathHop, PathLink } from './path.ts';
import { crossCable, distinctStrands, type Strand } from './strands.ts';

/** What crossing the cables of some ports comes to. */
export interface Crossing {
  readonly hop: PathHop;
  readonly arrived: readonly Strand[];
}

/** Ends without repetition, in order. */
export const distinctEnds = (ends: readonly PathEnd[]): readonly PathEnd[] =>
  // most paths have one end a side, which needs no map
  ends.length < 2 ? ends : [...new Map(ends.map((end) => [end.id, end])).values()];

/** Ports of strands. */
export const endsOf = (strands: readonly Strand[]): readonly PathEnd[] =>
  distinctEnds(strands.map(({ port }) => port.end));

/** Whether strands came to ports of several kinds, so that they do not go on together. */
export const isMixed = (strands: readonly Strand[]): boolean =>
  strands.some(({ port }) => port.end.type !== strands[0]?.port.end.type);

/** A hop that no row stands for: inside a panel, or from an outlet to its inlet. */
export const innerHop = (kind: PathLink['kind'], near: readonly PathEnd[], far: readonly PathEnd[]): PathHop => ({
  near,
  links: [{ kind, type: null, id: null, status: null }],
  far,
});

/** Crosses the cables of strands that go together; null when none of them is plugged in. */
export const crossTogether = (graph: PathGraph, strands: readonly Strand[]): Crossing | null => {
  const cables = new Set(strands.flatMap(({ port }) => port.plug?.cable ?? []));
  if (cables.size === 0) return null;
  const links = [...cables].map((id): PathLink => {
    const status = graph.cables.get(id)?.status ?? null;
    return { kind: 'cable', type: 'dcim.Cable', id, status };
  });
  const arrived = distinctStrands(strands.flatMap((strand) => crossCable(graph, strand)));
  return { hop: { near: endsOf(strands), links, far: endsOf(arrived) }, arrived };
};
