import { availablePower } from '../../src/dcim/power/available-power.ts';
import { connectorsOf, oppositePosition, type CableEnd } from '../../src/dcim/cable/cable-compatibility.ts';

/** A kind of end, as cables name it, and where it stands in its list. */
export interface End {
  readonly kind: 'powerPort' | 'powerOutlet' | 'powerFeed';
  readonly at: number;
}

/** A cable of a grid. */
export interface Wire {
  readonly profile: string | null;
  readonly A: readonly End[];
  readonly B: readonly End[];
}

/** Devices, panels and racks by number, and what is wired to what. */
export interface Grid {
  readonly devices: readonly { readonly rack: number | null }[];
  readonly ports: readonly {
    readonly device: number;
    readonly allocatedDraw: number | null;
    readonly maximumDraw: number | null;
    readonly markConnected: boolean;
  }[];
  readonly outlets: readonly { readonly device: number; readonly port: number | null; readonly leg: string | null }[];
  readonly feeds: readonly {
    readonly panel: number;
    readonly rack: number | null;
    readonly isThreePhase: boolean;
    /** At 230 V and 80 %. */
    readonly amperage: number;
  }[];
  readonly wires: readonly Wire[];
}

/** Allocated and maximum draw, W. */
export type Draw = readonly [number, number];

/** Draw on one leg. */
export interface Leg {
  readonly leg: string | null;
  readonly available: number | null;
  readonly allocated: number;
  readonly maximum: number;
  readonly outlets: number;
}

const isSame = (a: End, b: End): boolean => a.kind === b.kind && a.at === b.at;

/** Connectors of the other end that a connector leads to. */
const reached = (profile: string, side: CableEnd, connector: number): Set<number> => {
  const positions = connectorsOf(profile, side)?.[connector - 1] ?? 0;
  const found = new Set<number>();
  for (let position = 1; position <= positions; position++)
    found.add(oppositePosition(profile, side, { connector, position })?.connector ?? 0);
  return found;
};

/** Figures of a grid, worked out by walking it step by step. */
export class Walk {
  constructor(readonly grid: Grid) {}

  /** Ends at the other side of the cable of an end. */
  across(end: End): readonly End[] {
    for (const wire of this.grid.wires)
      for (const side of ['A', 'B'] as const) {
        const index = wire[side].findIndex((one) => isSame(one, end));
        if (index < 0) continue;
        const far = wire[side === 'A' ? 'B' : 'A'];
        if (wire.profile === null) return far;
        const connectors = reached(wire.profile, side, index + 1);
        return far.filter((_, at) => connectors.has(at + 1));
      }
    return [];
  }

  available(feed: number): number {
    const own = this.grid.feeds[feed];
    if (!own) throw new Error(`There is no feed ${feed}.`);
    return availablePower({ ...own, voltage: 230, maxUtilization: 80 });
  }

  portsAcross(kind: End['kind'], at: number): number[] {
    return this.across({ kind, at }).flatMap((end) => (end.kind === 'powerPort' ? [end.at] : []));
  }

  outletsOf(port: number): number[] {
    return this.grid.outlets.flatMap((outlet, at) => (outlet.port === port ? [at] : []));
  }

  passesOn(port: number): boolean {
    const { allocatedDraw, maximumDraw } = this.grid.ports[port] ?? {};
    return allocatedDraw === null && maximumDraw === null;
  }

  /** Ports at or below some, each once. */
  below(ports: readonly number[]): Set<number> {
    const seen = new Set<number>();
    const visit = (port: number): void => {
      if (seen.has(port)) return;
      seen.add(port);
      if (!this.passesOn(port)) return;
      for (const outlet of this.outletsOf(port))
        for (const next of this.portsAcross('powerOutlet', outlet)) visit(next);
    };
    for (const port of ports) visit(port);
    return seen;
  }

  draw(ports: readonly number[]): Draw {
    let [allocated, maximum] = [0, 0];
    for (const port of this.below(ports)) {
      allocated += this.grid.ports[port]?.allocatedDraw ?? 0;
      maximum += this.grid.ports[port]?.maximumDraw ?? 0;
    }
    return [allocated, maximum];
  }

  portDraw(port: number): Draw {
    if (this.passesOn(port)) return this.draw([port]);
    return [this.grid.ports[port]?.allocatedDraw ?? 0, this.grid.ports[port]?.maximumDraw ?? 0];
  }

  feedsDraw(feeds: readonly number[]): Draw {
    return this.draw(feeds.flatMap((feed) => this.portsAcross('powerFeed', feed)));
  }

  /** Legs of the three-phase feeds among some; null when there is none. */
  legs(feeds: readonly number[]): Leg[] | null {
    const phased = feeds.filter((feed) => this.grid.feeds[feed]?.isThreePhase);
    if (phased.length === 0) return null;
    const inlets = [...new Set(phased.flatMap((feed) => this.portsAcross('powerFeed', feed)))];
    const passing = inlets.filter((port) => this.passesOn(port));
    const outlets = passing.flatMap((port) => this.outletsOf(port));
    const power = phased.reduce((sum, feed) => sum + this.available(feed), 0);
    return ['A', 'B', 'C', null].flatMap((leg): Leg[] => {
      const own = outlets.filter((outlet) => this.grid.outlets[outlet]?.leg === leg);
      const loose = leg === null ? inlets.filter((port) => !this.passesOn(port)) : [];
      const [allocated, maximum] = this.draw([...loose, ...own.flatMap((at) => this.portsAcross('powerOutlet', at))]);
      if (leg === null && allocated === 0 && maximum === 0) return [];
      const available = leg === null ? null : Math.round(power / 3);
      return [{ leg, available, allocated, maximum, outlets: own.length }];
    });
  }

  /** Draw of the devices in a rack, without inlets that feed others. */
  devicesDraw(rack: number): Draw {
    const own = this.grid.ports.filter(
      ({ device }, port) =>
        this.grid.devices[device]?.rack === rack &&
        !this.outletsOf(port).some((outlet) => this.portsAcross('powerOutlet', outlet).length > 0),
    );
    const sum = (what: 'allocatedDraw' | 'maximumDraw') => own.reduce((all, port) => all + (port[what] ?? 0), 0);
    return [sum('allocatedDraw'), sum('maximumDraw')];
  }

  /** Feeds on which an inlet hangs, as `feed 3`, and inlets marked as connected on its way, as `port 5`. */
  sources(inlet: number): Set<string> {
    const [seen, found] = [new Set<number>(), new Set<string>()];
    const visit = (port: number): void => {
      if (seen.has(port)) return;
      seen.add(port);
      if (this.grid.ports[port]?.markConnected) found.add(`port ${port}`);
      for (const { kind, at } of this.across({ kind: 'powerPort', at: port })) {
        if (kind === 'powerFeed') found.add(`feed ${at}`);
        const inside = kind === 'powerOutlet' ? this.grid.outlets[at]?.port : null;
        if (typeof inside === 'number') visit(inside);
      }
    };
    visit(inlet);
    return found;
  }
}
