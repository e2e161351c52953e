import type { IdRange } from '@plumbline/net';
import { formatInt4Range, mergeIdRanges } from '@plumbline/net';

/** Side of a rack on which a device is mounted. */
export type RackFace = 'front' | 'rear';

/** What of a device decides its space; heights and positions count in half units, so U10 is 20 and 1U is 2. */
export interface Mount {
  /** Lowest half unit taken; null when not mounted in units. */
  readonly positionHalfU: number | null;
  /** 0 for devices that take no units, such as vertical power strips. */
  readonly heightHalfU: number;
  /** Null blocks both faces. */
  readonly face: RackFace | null;
  /** A full depth device blocks both faces. */
  readonly isFullDepth: boolean;
  /** A half width device leaves the other side of its units free. */
  readonly width: 'full' | 'half';
  /** Null blocks both sides; without meaning for full width. */
  readonly side: 'left' | 'right' | null;
}

/** Lowest unit number and number of units of a rack. */
export interface RackFrame {
  readonly startingUnit: number;
  readonly heightU: number;
}

/** A box in a rack: half units x faces x sides. Front and left are 0, rear and right are 1. */
export interface RackSpace {
  readonly halfUnits: IdRange;
  readonly faces: IdRange;
  readonly sides: IdRange;
}

/** The three `int4range` texts that the exclusion constraint compares. */
export interface RackSpaceColumns {
  readonly halfUnits: string;
  readonly faces: string;
  readonly sides: string;
}

/** How full a rack is, in half units. */
export interface RackUtilization {
  readonly totalHalfU: number;
  /** Taken by devices or reserved, each half unit once whatever its faces and sides. */
  readonly usedHalfU: number;
  /** 0 to 100. */
  readonly percent: number;
}

const BOTH: IdRange = { first: 0, last: 1 };
const LOW: IdRange = { first: 0, last: 0 };
const HIGH: IdRange = { first: 1, last: 1 };

/** Space a device takes; null when it takes no units. */
export const deviceSpace = (mount: Mount): RackSpace | null => {
  const { positionHalfU, heightHalfU } = mount;
  if (positionHalfU === null || heightHalfU <= 0) return null;
  return {
    halfUnits: { first: positionHalfU, last: positionHalfU + heightHalfU - 1 },
    faces: mount.isFullDepth || mount.face === null ? BOTH : mount.face === 'front' ? LOW : HIGH,
    sides: mount.width === 'full' || mount.side === null ? BOTH : mount.side === 'left' ? LOW : HIGH,
  };
};

/** Spaces of a reservation of whole units, neighbours joined; every face and side. */
export const reservationSpaces = (units: readonly number[]): RackSpace[] =>
  mergeIdRanges(units.map(unitHalves)).map((halfUnits) => ({ halfUnits, faces: BOTH, sides: BOTH }));

/** Whether two spaces of one rack share a half unit on the same face and side. */
export const spacesClash = (a: RackSpace, b: RackSpace): boolean =>
  meets(a.halfUnits, b.halfUnits) && meets(a.faces, b.faces) && meets(a.sides, b.sides);

/** All half units of a rack. */
export const frameHalfUnits = ({ startingUnit, heightU }: RackFrame): IdRange => ({
  first: startingUnit * 2,
  last: (startingUnit + heightU) * 2 - 1,
});

/** Whether the space lies wholly between the lowest and highest unit of the rack. */
export const isInsideFrame = (frame: RackFrame, { halfUnits }: RackSpace): boolean => {
  const all = frameHalfUnits(frame);
  return all.first <= halfUnits.first && halfUnits.last <= all.last;
};

/**
 * Pairs of entries of one rack whose spaces clash, each pair once, the lower one first.
 *
 * Sorts once and looks only at neighbours that can meet, so thousands of entries are cheap.
 */
export const clashesAmong = <T extends { readonly space: RackSpace }>(entries: readonly T[]): [T, T][] => {
  const pairs: [T, T][] = [];
  let open: T[] = [];
  for (const entry of [...entries].sort((a, b) => a.space.halfUnits.first - b.space.halfUnits.first)) {
    open = open.filter((earlier) => earlier.space.halfUnits.last >= entry.space.halfUnits.first);
    for (const earlier of open) if (spacesClash(earlier.space, entry.space)) pairs.push([earlier, entry]);
    open.push(entry);
  }
  return pairs;
};

/** Lowest half units at which a device of that shape fits between what is taken, ascending; none for a device without height. */
export const freePositions = (
  frame: RackFrame,
  taken: readonly RackSpace[],
  shape: Omit<Mount, 'positionHalfU'>,
): number[] => {
  const all = frameHalfUnits(frame);
  const positions: number[] = [];
  for (let positionHalfU = all.first; positionHalfU + shape.heightHalfU - 1 <= all.last; positionHalfU++) {
    const space = deviceSpace({ ...shape, positionHalfU });
    if (space && !taken.some((other) => spacesClash(space, other))) positions.push(positionHalfU);
  }
  return positions;
};

/**
 * Share of half units that devices or reservations take.
 *
 * Leave out devices whose type is excluded from utilization. What lies outside the rack does not count.
 */
export const rackUtilization = (frame: RackFrame, taken: readonly RackSpace[]): RackUtilization => {
  const all = frameHalfUnits(frame);
  const inside = taken
    .map(({ halfUnits }) => ({ first: Math.max(halfUnits.first, all.first), last: Math.min(halfUnits.last, all.last) }))
    .filter(({ first, last }) => first <= last);
  const usedHalfU = mergeIdRanges(inside).reduce((total, { first, last }) => total + last - first + 1, 0);
  const totalHalfU = all.last - all.first + 1;
  return { totalHalfU, usedHalfU, percent: (usedHalfU / totalHalfU) * 100 };
};

/** Unit numbers as drawn from top to bottom; `descUnits` numbers the rack from the top. */
export const unitsTopDown = ({ startingUnit, heightU }: RackFrame, descUnits: boolean): number[] =>
  Array.from({ length: heightU }, (_, row) => startingUnit + (descUnits ? row : heightU - 1 - row));

/** Half-open range texts for the three derived columns: front `[0,1)`, rear `[1,2)`, both `[0,2)`. */
export const rackSpaceColumns = (space: RackSpace): RackSpaceColumns => ({
  halfUnits: formatInt4Range(space.halfUnits),
  faces: formatInt4Range(space.faces),
  sides: formatInt4Range(space.sides),
});

/** A half unit as people write it: 20 is `10`, 21 is `10.5`. */
export const unitText = (halfU: number): string => String(halfU / 2);

/** Half units of a written position or height: `10.5` is 21. Null when it is no multiple of 0.5. */
export const halfUnitsOf = (units: number | string): number | null => {
  const halves = Number(units) * 2;
  return Number.isInteger(halves) ? halves : null;
};

/** Units that a space touches, for messages: `10`, `10-12`; with decimals (`10.5`, `10.0-12.0`) when halves are cut. */
export const unitsText = ({ first, last }: IdRange): string => {
  if (first % 2 === 0 && last % 2 === 1) return joinEnds(String(first / 2), String((last - 1) / 2));
  return joinEnds((first / 2).toFixed(1), (last / 2).toFixed(1));
};

/** Free positions for messages: `3, 7-9, 14 and up`. Half positions are named only when no whole unit is free. */
export const freePositionsText = (frame: RackFrame, positions: readonly number[], heightHalfU: number): string => {
  const whole = positions.filter((halfU) => halfU % 2 === 0);
  if (positions.length === 0) return 'none';
  if (whole.length === 0) return positions.map(unitText).join(', ');
  const highest = Math.floor((frameHalfUnits(frame).last + 1 - heightHalfU) / 2);
  const runs = mergeIdRanges(whole.map((halfU) => ({ first: halfU / 2, last: halfU / 2 })));
  return runs
    .map(({ first, last }) => (last === highest && first < last ? `${first} and up` : joinEnds(`${first}`, `${last}`)))
    .join(', ');
};

const unitHalves = (unit: number): IdRange => ({ first: unit * 2, last: unit * 2 + 1 });

const meets = (a: IdRange, b: IdRange): boolean => a.first <= b.last && b.first <= a.last;

const joinEnds = (first: string, last: string): string => (first === last ? first : `${first}-${last}`);
