import { crossTogether, distinctEnds, endsOf, innerHop, isMixed } from './crossing.ts';
import type { PathGraph, PathPort } from './path-graph.ts';
import type { PathEnd, PathHop } from './path.ts';
import type { Strand } from './strands.ts';

const inletsOf = (graph: PathGraph, outlets: readonly PathEnd[], passed: Set<string>): PathPort[] =>
  outlets.flatMap(({ id }) => {
    const inlet = graph.ports.get(graph.inlets.get(id) ?? '');
    if (!inlet || passed.has(inlet.end.id)) return [];
    passed.add(inlet.end.id);
    return [inlet];
  });

/**
 * The way up from outlets or feeds: outlet to its inlet, along the cable, and so on, to the panel of the feed.
 *
 * Ends where nothing is plugged in, where outlets and feeds mix, and where a strip feeds itself.
 */
export const powerChain = (graph: PathGraph, arrived: readonly Strand[], origin: PathEnd): PathHop[] => {
  const hops: PathHop[] = [];
  const passed = new Set([origin.id]);
  let at = arrived;
  while (at.length > 0 && !isMixed(at)) {
    const ends = endsOf(at);
    const panels = distinctEnds(ends.flatMap(({ id }) => graph.panels.get(id) ?? []));
    if (panels.length > 0) return [...hops, innerHop('power', ends, panels)];
    const inlets = inletsOf(graph, ends, passed);
    if (inlets.length === 0) return hops;
    const supplied = ends.filter(({ id }) => inlets.some(({ end }) => end.id === graph.inlets.get(id)));
    const inletEnds = inlets.map(({ end }) => end);
    hops.push(innerHop('power', supplied, inletEnds));
    const crossing = crossTogether(
      graph,
      inlets.map((port) => ({ port, stack: [] })),
    );
    if (!crossing) return hops;
    hops.push(crossing.hop);
    at = crossing.arrived;
  }
  return hops;
};
