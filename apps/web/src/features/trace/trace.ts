import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, Row } from '../../catalogue/types.ts';
import { arcContext } from '../../widgets/arc/cell.tsx';

/** An end on a path; without object where the reader may not see it. */
export interface TraceEnd {
  hidden: boolean;
  object: Row | null;
}

/** What joins the two sides of a hop. */
export interface TraceLink {
  kind: 'CABLE' | 'WIRELESS_LINK' | 'CIRCUIT' | 'VIRTUAL_CIRCUIT' | 'MAPPING' | 'POWER';
  hidden: boolean;
  type: string | null;
  label: string | null;
  color: string | null;
  /** Metres, as decimal text. */
  lengthM: string | null;
  status: string | null;
  object: (Row & { cableType?: string | null }) | null;
}

/** One step of a path. */
export interface TraceHop {
  near: TraceEnd[];
  links: TraceLink[];
  far: TraceEnd[];
}

/** A path from one end to the other, or to where it stops. */
export interface Trace {
  origin: TraceEnd;
  hops: TraceHop[];
  destinations: TraceEnd[];
  isComplete: boolean;
  isActive: boolean;
  isSplit: boolean;
  splitAt: TraceEnd[];
  /** Metres that are known, as decimal text. */
  length: string;
  unknownLengths: number;
}

/** Ends of a path that are drawn in one box: they belong to one device, circuit or place. */
export interface Station {
  kind: 'station';
  /** What the ends belong to; the end itself where it belongs to nothing. */
  holder: RefValue | null;
  /** GraphQL type of the ends. */
  type: string;
  /** Where the path comes in, and where it goes on; equal where it ends or turns around. */
  ins: TraceEnd[];
  outs: TraceEnd[];
  /** What leads through: inside of a panel, from an outlet to its inlet. */
  inside: TraceLink[];
}

/** Where a device stands: its rack and unit; empty when it stands in none. */
export function placeOf(end: TraceEnd | undefined): string {
  const device = end?.object?.['device'] as { rack?: RefValue | null; position?: string | null } | null | undefined;
  if (!device?.rack) return '';
  return `${objectName(device.rack)}${device.position ? ` U${Number(device.position)}` : ''}`;
}

/** Links between two stations. */
export interface Span {
  kind: 'span';
  links: TraceLink[];
}

/** A strip of boxes and what joins them. */
export type Piece = Station | Span;

/** Links that stay inside of one thing. */
const insideKinds = new Set(['MAPPING', 'POWER']);

const holderOf = (end: TraceEnd | undefined): RefValue | null => arcContext(end?.object ?? null);

const keyOf = (end: TraceEnd | undefined): string => holderOf(end)?.id ?? end?.object?.id ?? '';

function station(ends: TraceEnd[]): Station {
  const type = String(ends[0]?.object?.['__typename'] ?? '');
  return { kind: 'station', holder: holderOf(ends[0]), type, ins: ends, outs: ends, inside: [] };
}

/** Whether a hop stays inside of what it comes from, so that one box shows both its sides. */
function staysInside(hop: TraceHop): boolean {
  const isInside = hop.links.length > 0 && hop.links.every(({ kind }) => insideKinds.has(kind));
  return isInside && hop.far.length > 0 && keyOf(hop.near[0]) === keyOf(hop.far[0]);
}

/**
 * A path as boxes and what joins them, from its origin on.
 *
 * A panel is one box with both its ports. Ends that go on from where a hop came in replace what the box says it leaves
 * by. Linear in the hops.
 */
export function piecesOf(trace: Trace): Piece[] {
  const pieces: Piece[] = [];
  for (const hop of trace.hops) {
    const last = pieces.at(-1);
    const box = last?.kind === 'station' ? last : undefined;
    if (!box) pieces.push(station(hop.near));
    else box.outs = hop.near;
    const here = box ?? (pieces.at(-1) as Station); // the piece that was pushed just above
    if (staysInside(hop)) {
      here.outs = hop.far;
      here.inside = [...here.inside, ...hop.links];
    } else if (hop.links.length > 0 || hop.far.length > 0) {
      pieces.push({ kind: 'span', links: hop.links });
      if (hop.far.length > 0) pieces.push(station(hop.far));
    }
  }
  return pieces.length > 0 ? pieces : [station([trace.origin])];
}

/** How a path stands, in a word and as a state that has a shape. */
export function outcomeOf(trace: Trace): { status: string; label: string } {
  if (trace.isSplit) return { status: 'staged', label: 'splits' };
  if (!trace.isComplete) return { status: 'offline', label: 'incomplete' };
  return trace.isActive
    ? { status: 'active', label: 'complete' }
    : { status: 'planned', label: 'complete, not active' };
}

/** The known length, and what is missing: `12.5 m + 2 unknown`. */
export function totalLength({ length, unknownLengths }: Pick<Trace, 'length' | 'unknownLengths'>): string {
  const metres = Number(length);
  if (unknownLengths === 0) return metresText(metres);
  return metres > 0 ? `${metresText(metres)} + ${unknownLengths} unknown` : 'length unknown';
}

/** Metres for a reader; kilometres from a thousand on. */
export function metresText(metres: number): string {
  const [value, unit] = metres >= 1000 ? [metres / 1000, 'km'] : [metres, 'm'];
  return `${value.toLocaleString('en', { maximumFractionDigits: 2 })} ${unit}`;
}

/** An end in words, `PP-01 F12`; hidden ones say so. */
export function endWords({ object, hidden }: TraceEnd): string {
  if (hidden || !object) return 'hidden';
  const holder = arcContext(object);
  return [holder ? objectName(holder) : '', objectName(object)].filter(Boolean).join(' ');
}

/** How many links of a path are cables, circuits or radio; what is inside a panel does not count. */
export function linkCount(trace: Trace): number {
  return trace.hops.flatMap(({ links }) => links).filter(({ kind }) => !insideKinds.has(kind)).length;
}
