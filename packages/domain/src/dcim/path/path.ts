/** A port or other thing on a path: name of its entity, such as `dcim.Interface`, and id. */
export interface PathEnd {
  readonly type: string;
  readonly id: string;
}

/**
 * What leads from the near side of a hop to the far side.
 *
 * `cable`, `wirelessLink`, `virtualCircuit`: the link of a port. `mapping`: inside a panel, front to rear or back.
 * `circuit`: inside a provider, side to side, or from a side to where it ends. `power`: from an outlet to the inlet
 * that supplies it, or from a feed to its panel.
 */
export interface PathLink {
  readonly kind: 'cable' | 'wirelessLink' | 'circuit' | 'virtualCircuit' | 'mapping' | 'power';
  /** Entity of the link, such as `dcim.Cable`; null for what no row stands for. */
  readonly type: string | null;
  readonly id: string | null;
  readonly status: string | null;
}

/** One step of a path; ends with several ports go together, in the order of their connectors. */
export interface PathHop {
  readonly near: readonly PathEnd[];
  /** What leads on; more than one when ports that go together have a cable each. */
  readonly links: readonly PathLink[];
  readonly far: readonly PathEnd[];
}

/** Where the link of a port leads, right at the moment it is asked. */
export interface Path {
  readonly origin: PathEnd;
  /** In order; from a power inlet on past the first outlet, up to the panel. Empty for a port without any link. */
  readonly hops: readonly PathHop[];
  /** Ports the path connects the origin to, or the provider network it ends in; empty while it is incomplete. */
  readonly destinations: readonly PathEnd[];
  /** It reaches ports that are no mere passage, or a provider network. */
  readonly isComplete: boolean;
  /** Every cable and wireless link up to the destinations is `connected`. */
  readonly isActive: boolean;
  /** It cannot be told where it goes on: strands part, or some of the ports that go together have no cable. */
  readonly isSplit: boolean;
  /** Ports at which it splits; empty when it does not. */
  readonly splitAt: readonly PathEnd[];
}

/** Runs one statement in the snapshot of the caller. */
export type PathQuery = (sql: string, values: unknown[]) => Promise<readonly unknown[]>;
