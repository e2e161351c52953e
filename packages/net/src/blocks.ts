import { widthOf } from './address-text.ts';
import type { Family } from './address-text.ts';
import { IpCidr } from './ip-cidr.ts';
import type { PrefixUse } from './ip-cidr.ts';
import { IpHost } from './ip-host.ts';
import { gapsIn, mergeSpans } from './span.ts';
import type { AddressSpan, Covering } from './span.ts';

/** Fewest prefixes that cover the span exactly, ascending. Source: RFC 4632 section 3.1. */
export const rangeToPrefixes = ({ family, first, last }: AddressSpan): IpCidr[] => {
  const prefixes: IpCidr[] = [];
  for (let next = first; next <= last; ) {
    const prefix = largestAt(family, next, last);
    prefixes.push(prefix);
    next += prefix.size;
  }
  return prefixes;
};

/** Free space of a prefix as the fewest prefixes, ascending; children may be prefixes, ranges or hosts, and may overlap. */
export const freeBlocks = (parent: IpCidr, children: Iterable<Covering>): IpCidr[] =>
  gapsIn(parent, children).flatMap(rangeToPrefixes);

/**
 * Lowest free block of that length inside the parent; null when none fits.
 *
 * @throws RangeError when the length is shorter than the parent's or outside the family.
 */
export const firstFree = (parent: IpCidr, children: Iterable<Covering>, length: number): IpCidr | null => {
  if (length < parent.length)
    throw new RangeError(`/${length} is larger than ${parent}; ask for /${parent.length} or longer.`);
  const size = IpCidr.of({ family: parent.family, bits: 0n }, length).size;
  for (const gap of gapsIn(parent, children)) {
    const aligned = ((gap.first + size - 1n) / size) * size;
    if (aligned + size - 1n <= gap.last) return IpCidr.of({ family: parent.family, bits: aligned }, length);
  }
  return null;
};

/** Free usable addresses of a prefix, ascending and one at a time, with the prefix's length as mask. */
export function* freeHosts(prefix: IpCidr, used: Iterable<Covering>, use: PrefixUse = {}): IterableIterator<IpHost> {
  for (const gap of gapsIn(prefix.usableRange(use), used)) {
    for (let bits = gap.first; bits <= gap.last; bits++)
      yield IpHost.of({ family: prefix.family, bits }, prefix.length);
  }
}

/** Lowest free usable address of a prefix, with the prefix's length as mask; null when it is full. */
export const firstFreeHost = (prefix: IpCidr, used: Iterable<Covering>, use: PrefixUse = {}): IpHost | null => {
  const [gap] = gapsIn(prefix.usableRange(use), used);
  return gap ? IpHost.of({ family: prefix.family, bits: gap.first }, prefix.length) : null;
};

/** How many usable addresses of a prefix are free. */
export const freeHostCount = (prefix: IpCidr, used: Iterable<Covering>, use: PrefixUse = {}): bigint =>
  sizeOf(gapsIn(prefix.usableRange(use), used));

/** How many addresses of a prefix hosts may take; see `IpCidr.usableRange`. */
export const usableCount = (prefix: IpCidr, use: PrefixUse = {}): bigint => prefix.usableRange(use).size;

/** Fewest prefixes that cover the same addresses, IPv4 before IPv6, ascending. */
export const summarize = (values: Iterable<Covering>): IpCidr[] => mergeSpans(values).flatMap(rangeToPrefixes);

/** How many distinct addresses the list covers, overlaps counted once. */
export const unionSize = (values: Iterable<Covering>): bigint => sizeOf(mergeSpans(values));

/** How many distinct addresses of `parent` the list covers. */
export const coveredSize = (parent: AddressSpan, values: Iterable<Covering>): bigint =>
  parent.last - parent.first + 1n - sizeOf(gapsIn(parent, values));

const sizeOf = (spans: readonly AddressSpan[]): bigint =>
  spans.reduce((total, span) => total + span.last - span.first + 1n, 0n);

/** The largest prefix that starts at `first` and ends no later than `last`. */
const largestAt = (family: Family, first: bigint, last: bigint): IpCidr => {
  const width = widthOf(family);
  let hostBits = 0;
  while (hostBits < width) {
    const size = 1n << BigInt(hostBits + 1);
    if (first % size !== 0n || first + size - 1n > last) break;
    hostBits++;
  }
  return IpCidr.of({ family, bits: first }, width - hostBits);
};
