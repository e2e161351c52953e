import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { isFree } from './line-filter.ts';
import type { PortLine } from './port-lines.ts';
import { countNames, type PortRange, rangesOf, rangeText, splitRanges } from './ranges.ts';
import type { PortsInput } from './requests.ts';

/** One side of cables to be: a device, a kind of port, and names or ranges. */
export interface Side {
  device: RefValue | null;
  /** Entity name of the ports; empty until it is said. */
  kind: string;
  /** Null until it is said. */
  names: string | null;
}

/** A side on which nothing is said yet. */
export const emptySide: Side = { device: null, kind: '', names: null };

/** What is at the other end of each kind, likeliest first. Facts of the cable compatibility rules. */
const partners: Readonly<Record<string, readonly string[]>> = {
  'dcim.Interface': ['dcim.FrontPort', 'dcim.Interface', 'dcim.RearPort'],
  'dcim.FrontPort': ['dcim.Interface', 'dcim.FrontPort', 'dcim.RearPort', 'dcim.ConsoleServerPort', 'dcim.ConsolePort'],
  'dcim.RearPort': ['dcim.RearPort', 'dcim.FrontPort', 'dcim.Interface', 'dcim.ConsoleServerPort', 'dcim.ConsolePort'],
  'dcim.ConsolePort': ['dcim.ConsoleServerPort', 'dcim.FrontPort', 'dcim.RearPort'],
  'dcim.ConsoleServerPort': ['dcim.ConsolePort', 'dcim.FrontPort', 'dcim.RearPort'],
  'dcim.PowerPort': ['dcim.PowerOutlet'],
  'dcim.PowerOutlet': ['dcim.PowerPort'],
};

/** Kinds that can stand opposite a kind; any when it is not known. */
export function fits(kind: string, other: string): boolean {
  return partners[other]?.includes(kind) ?? true;
}

/** Connectors that no cable goes into. */
const unplugged = new Set(['virtual', 'bridge', 'lag']);

/** Whether a cable can go into a port as things stand. */
export function isOpen(line: PortLine): boolean {
  const radio =
    line.type?.startsWith('ieee802.11') || line.type?.startsWith('ieee802.15') || line.type === 'other-wireless';
  return isFree(line) && !unplugged.has(line.type ?? '') && !radio;
}

/** Free ports of a kind, in order. */
export function openLines(lines: readonly PortLine[], kind: string): PortLine[] {
  return lines.filter((line) => line.entity.name === kind && isOpen(line));
}

/** Kinds in the order in which they are meant when nothing is said. */
const usual = [
  'dcim.Interface',
  'dcim.FrontPort',
  'dcim.RearPort',
  'dcim.PowerOutlet',
  'dcim.ConsoleServerPort',
  'dcim.ConsolePort',
  'dcim.PowerPort',
];

/** The kind to begin with: the likeliest partner of the other side that has free ports, else any that can stand there. */
export function likelyKind(lines: readonly PortLine[], other: string): string {
  const order = partners[other] ?? usual;
  const open = order.find((kind) => openLines(lines, kind).length > 0);
  return open ?? lines.find((line) => fits(line.entity.name, other))?.entity.name ?? '';
}

/** Ranges of free ports to offer, the longest first. */
export function offers(lines: readonly PortLine[], kind: string): PortRange[] {
  const ranges = rangesOf(openLines(lines, kind).map((line) => objectName(line.port)));
  return ranges.sort((left, right) => right.count - left.count).slice(0, 4);
}

/**
 * Names to begin with: as many free ports as the other side has, from one row when one is long enough; the longest row
 * when the other side says nothing.
 */
export function likelyNames(lines: readonly PortLine[], kind: string, otherNames: string): string {
  const wanted = countNames(otherNames);
  if (wanted === 0) return offers(lines, kind)[0]?.text ?? '';
  const names = openLines(lines, kind).map((line) => objectName(line.port));
  const rows = rangesOf(names);
  const at = rows.findIndex(({ count }) => count >= wanted);
  const start = at < 0 ? 0 : rows.slice(0, at).reduce((sum, { count }) => sum + count, 0);
  return rangeText(names.slice(start, start + wanted));
}

/** What a side stands for: what was said, and where nothing was, what is likeliest opposite the other side. */
export function completed(side: Side, lines: readonly PortLine[], other: Side): Side {
  if (!side.device || lines.length === 0) return side;
  const kind = side.kind || likelyKind(lines, other.kind);
  return { ...side, kind, names: side.names ?? likelyNames(lines, kind, other.names ?? '') };
}

/** A side as the server takes it; null while it is not complete. `entityOne` is the kind's name in the API. */
export function portsInput({ device, names }: Side, entityOne: string | undefined): PortsInput | null {
  const ranges = splitRanges(names ?? '');
  if (!device || !entityOne || ranges.length === 0) return null;
  return { deviceIds: [device.id], kind: entityOne, names: ranges };
}
