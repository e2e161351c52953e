import type { CableEnd } from '../cable/cable-compatibility.ts';
import type { PathEnd, PathLink } from './path.ts';

/** How a port is plugged into a cable. */
export interface Plug {
  readonly cable: string;
  readonly side: CableEnd;
  /** Connector of the cable's profile, from 1; null where strands are not tracked. */
  readonly connector: number | null;
  readonly positions: readonly number[];
}

/** A port as far as a path runs through it. */
export interface PathPort {
  readonly end: PathEnd;
  /** Positions of a panel port; 1 of all else. */
  readonly strands: number;
  readonly plug: Plug | null;
}

/** A port at the end of a cable. */
export interface CablePlug extends Plug {
  readonly port: string;
}

/** A cable with what of its far ends a path can reach. */
export interface PathCable {
  readonly id: string;
  readonly status: string;
  readonly profile: string | null;
  /** By connector, then by port in the order of making. */
  readonly plugs: readonly CablePlug[];
}

/** Which position of another port a position of a panel port leads to. */
export interface PathMapping {
  readonly position: number;
  readonly other: string;
  readonly otherPosition: number;
}

/** The other side of a circuit. */
export interface OtherSide {
  readonly circuit: PathLink;
  readonly port: string;
  /** Where the circuit ends there; null when nobody said. */
  readonly place: PathEnd | null;
}

/** A radio link or virtual circuit of an interface, and the interfaces at its far end. */
export interface Ether {
  readonly link: PathLink;
  readonly far: readonly PathEnd[];
}

/** The part of the cabling that paths are walked on; everything is found by the id of a port. */
export interface PathGraph {
  readonly ports: ReadonlyMap<string, PathPort>;
  readonly cables: ReadonlyMap<string, PathCable>;
  readonly mappings: ReadonlyMap<string, readonly PathMapping[]>;
  readonly circuits: ReadonlyMap<string, OtherSide>;
  /** Inlet that supplies an outlet. */
  readonly inlets: ReadonlyMap<string, string>;
  /** Panel that a feed leaves. */
  readonly panels: ReadonlyMap<string, PathEnd>;
  readonly ethers: ReadonlyMap<string, Ether>;
}
