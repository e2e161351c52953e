import { crossTogether, distinctEnds, endsOf, innerHop, isMixed } from './crossing.ts';
import type { OtherSide, PathGraph, PathPort } from './path-graph.ts';
import type { Path, PathEnd, PathHop } from './path.ts';
import { powerChain } from './power-chain.ts';
import { distinctStrands, passPanel, strandKey, type Strand } from './strands.ts';

const NETWORK = 'circuits.ProviderNetwork';

/** A strand at a circuit, and the other side of the circuit. */
interface Passage {
  readonly strand: Strand;
  readonly side: OtherSide;
  readonly other: PathPort;
}

/** One walk: all strands of the origin go step by step together, so that each hop shows what happens side by side. */
class Walk {
  private readonly hops: PathHop[] = [];
  private readonly splitAt: PathEnd[] = [];
  private readonly seen = new Set<string>();
  private readonly origins: readonly PathPort[];
  private destinations: readonly PathEnd[] = [];
  private isActive: boolean;

  constructor(
    private readonly graph: PathGraph,
    private readonly origin: PathPort,
  ) {
    this.origins = this.together();
    this.isActive = this.origins.length > 0;
  }

  run(): Path {
    if (this.origins.length === 0) this.takeEther();
    let strands: readonly Strand[] = this.origins.map((port) => ({ port, stack: [] }));
    while (strands.length > 0) strands = this.pass(this.cross(strands));
    const { hops, destinations, isActive } = this;
    const splitAt = distinctEnds(this.splitAt);
    return {
      origin: this.origin.end,
      hops,
      destinations,
      isComplete: destinations.length > 0,
      isActive,
      isSplit: splitAt.length > 0,
      splitAt,
    };
  }

  /** The origin with all ports that share its end of the cable, unless a connector is its own; none when it has no cable. */
  private together(): readonly PathPort[] {
    const { plug } = this.origin;
    const cable = plug && this.graph.cables.get(plug.cable);
    if (!cable) return [];
    if (plug.connector !== null) return [this.origin];
    return cable.plugs
      .filter(({ side, connector }) => side === plug.side && connector === null)
      .flatMap(({ port }) => this.graph.ports.get(port) ?? []);
  }

  private takeEther(): void {
    const ether = this.graph.ethers.get(this.origin.end.id);
    if (!ether) return;
    const { link, far } = ether;
    this.hops.push({ near: [this.origin.end], links: [link], far });
    this.destinations = far;
    this.isActive = link.status === (link.kind === 'virtualCircuit' ? 'active' : 'connected');
  }

  private cross(strands: readonly Strand[]): readonly Strand[] {
    const crossing = crossTogether(this.graph, strands);
    if (!crossing) return [];
    const { hop, arrived } = crossing;
    this.splitAt.push(...strands.flatMap(({ port }) => (port.plug ? [] : port.end)));
    this.hops.push(hop);
    this.isActive &&= hop.links.every(({ status }) => status === 'connected');
    if (!isMixed(arrived)) return this.fresh(arrived);
    this.splitAt.push(...hop.far);
    return [];
  }

  /** Strands that were not here before: a loop ends where it closes. */
  private fresh(arrived: readonly Strand[]): Strand[] {
    const found = arrived.filter(
      (strand) => !this.seen.has(strandKey(strand)) && !this.origins.some(({ end }) => end.id === strand.port.end.id),
    );
    for (const strand of found) this.seen.add(strandKey(strand));
    return found;
  }

  private pass(arrived: readonly Strand[]): readonly Strand[] {
    switch (arrived[0]?.port.end.type) {
      case undefined:
        return [];
      case 'dcim.FrontPort':
      case 'dcim.RearPort':
        return this.passPanels(arrived);
      case 'circuits.CircuitTermination':
        return this.passCircuits(arrived);
      default:
        this.destinations = endsOf(arrived);
        this.hops.push(...powerChain(this.graph, arrived, this.origin.end));
        return [];
    }
  }

  private passPanels(arrived: readonly Strand[]): readonly Strand[] {
    const passed = arrived.map((strand) => ({ strand, on: passPanel(this.graph, strand) }));
    this.splitAt.push(...passed.flatMap(({ strand, on }) => (on === null ? strand.port.end : [])));
    const on = distinctStrands(passed.flatMap((each) => each.on ?? []));
    const near = passed.flatMap(({ strand, on: led }) => (led && led.length > 0 ? strand : []));
    if (on.length > 0) this.hops.push(innerHop('mapping', endsOf(near), endsOf(on)));
    return on;
  }

  private passCircuits(arrived: readonly Strand[]): readonly Strand[] {
    const passages = arrived.flatMap((strand): Passage[] => {
      const side = this.graph.circuits.get(strand.port.end.id);
      const other = side && this.graph.ports.get(side.port);
      return other ? [{ strand, side, other }] : [];
    });
    if (passages.length === 0) return [];
    const came = new Set(this.hops.at(-1)?.links.map(({ id }) => id));
    const links = [...new Map(passages.map(({ side }) => [side.circuit.id, side.circuit])).values()];
    const others = distinctEnds(passages.map(({ other }) => other.end));
    this.hops.push({ near: endsOf(passages.map(({ strand }) => strand)), links, far: others });
    const places = passages.flatMap(({ side }) => side.place ?? []);
    const isAllPlaced = places.length === passages.length;
    const isInNetwork = isAllPlaced && places.every(({ type }) => type === NETWORK);
    if (isInNetwork || (isAllPlaced && passages.every(({ other }) => !other.plug))) {
      const far = distinctEnds(places);
      this.hops.push({ near: others, links, far });
      if (isInNetwork) this.destinations = far;
      return [];
    }
    const back = passages.filter(({ other }) => other.plug && came.has(other.plug.cable));
    this.splitAt.push(...back.map(({ other }) => other.end));
    return back.length > 0
      ? []
      : distinctStrands(passages.map(({ strand, other }) => ({ port: other, stack: strand.stack })));
  }
}

/** Follows the link of a port through panels and circuits to where it ends; loops end where they close. */
export const walkPath = (graph: PathGraph, origin: PathPort): Path => new Walk(graph, origin).run();
