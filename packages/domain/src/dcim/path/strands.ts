import { oppositePosition } from '../cable/cable-compatibility.ts';
import type { PathCable, PathGraph, PathPort, Plug } from './path-graph.ts';

/**
 * One strand of a path: a port, and the positions it has to come out at further on, innermost last.
 *
 * A position is noted where several strands enter one sheath, at a port or a connector with several positions, and
 * taken off where they leave it again.
 */
export interface Strand {
  readonly port: PathPort;
  readonly stack: readonly number[];
}

/** Nested sheaths a strand may be in; more only occur where a loop wraps a strand again and again. */
export const DEEPEST = 8;

/** Names a strand: what goes on is the same for two strands of one key. */
export const strandKey = ({ port, stack }: Strand): string => `${port.end.id} ${stack.join(' ')}`;

/** Strands without repetition, in order. */
export const distinctStrands = (strands: readonly Strand[]): readonly Strand[] =>
  strands.length < 2 ? strands : [...new Map(strands.map((strand) => [strandKey(strand), strand])).values()];

/**
 * Where a strand comes out at the far end of its cable; nowhere when nothing is plugged in there.
 *
 * Without a profile it may be any port of the far end. With one, the position says which; a port of one position needs
 * none, and one that knows none carries all strands of its connector.
 */
export const crossCable = (graph: PathGraph, strand: Strand): Strand[] => {
  const { plug } = strand.port;
  const cable = plug && graph.cables.get(plug.cable);
  if (!cable) return [];
  if (cable.profile === null || plug.connector === null)
    return cable.plugs.flatMap(({ side, port }) => (side === plug.side ? [] : arrive(graph, port, strand.stack)));
  return enter(strand, plug).flatMap(({ position, stack }) => crossPosition(graph, cable, plug, position, stack));
};

interface Entered {
  readonly position: number;
  readonly stack: readonly number[];
}

/** Positions of the near connector that a strand takes. */
const enter = ({ port, stack }: Strand, { positions }: Plug): Entered[] => {
  const top = stack.at(-1);
  const isSingle = positions.length <= 1 && port.strands === 1;
  if (isSingle || top === undefined) return positions.map((position) => ({ position, stack }));
  return positions.includes(top) ? [{ position: top, stack: stack.slice(0, -1) }] : [];
};

const crossPosition = (
  graph: PathGraph,
  cable: PathCable,
  { side, connector }: Plug,
  position: number,
  stack: readonly number[],
): Strand[] => {
  const to = oppositePosition(cable.profile ?? '', side, { connector: connector ?? 0, position });
  const far = to && cable.plugs.find((each) => each.side !== side && each.connector === to.connector);
  if (!far?.positions.includes(to?.position ?? 0) || !to) return [];
  const isSheath = far.positions.length > 1 || (graph.ports.get(far.port)?.strands ?? 1) > 1;
  return arrive(graph, far.port, isSheath ? [...stack, to.position] : stack);
};

const arrive = (graph: PathGraph, id: string, stack: readonly number[]): Strand[] => {
  const port = graph.ports.get(id);
  return port && stack.length <= DEEPEST ? [{ port, stack }] : [];
};

/** Where a strand goes on inside a panel: null when it is not known at which position it is; nowhere when none is mapped. */
export const passPanel = (graph: PathGraph, { port, stack }: Strand): Strand[] | null => {
  const isSheath = port.strands > 1;
  const position = isSheath ? stack.at(-1) : 1;
  if (position === undefined) return null;
  const rest = isSheath ? stack.slice(0, -1) : stack;
  return (graph.mappings.get(port.end.id) ?? [])
    .filter((mapping) => mapping.position === position)
    .flatMap(({ other, otherPosition }) => {
      const isOther = (graph.ports.get(other)?.strands ?? 1) > 1;
      return arrive(graph, other, isOther ? [...rest, otherPosition] : rest);
    });
};
