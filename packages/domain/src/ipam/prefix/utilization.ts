import type { AddressBits, AddressSpan, IpCidr } from '@plumbline/net';
import { coveredSize } from '@plumbline/net';

/** How full a block of addresses is. */
export interface AddressUtilization {
  readonly used: bigint;
  readonly total: bigint;
  /** 0 to 100, cut to 4 decimals; an IPv6 subnet with few hosts may show 0. */
  readonly percent: number;
}

/** A prefix and what lies in it, within the same VRF. */
export interface PrefixContents {
  readonly prefix: IpCidr;
  /** Containers count child prefixes, all others addresses. */
  readonly isContainer: boolean;
  readonly isPool: boolean;
  /** Someone declared it full. */
  readonly isMarkedUtilized: boolean;
  /** Prefixes strictly inside; used by containers only. */
  readonly childPrefixes: Iterable<AddressSpan>;
  /** Ranges inside that are declared full; others do not count by themselves. */
  readonly utilizedRanges: Iterable<AddressSpan>;
  /** Addresses inside, duplicates allowed. */
  readonly addresses: Iterable<AddressBits>;
}

/** A range and the addresses in it. */
export interface RangeContents {
  readonly range: AddressSpan;
  readonly isMarkedUtilized: boolean;
  readonly addresses: Iterable<AddressBits>;
}

/**
 * How full a prefix is, by NetBox's rules.
 *
 * Declared full is 100. A container is as full as the union of its child prefixes. Any other counts full ranges and
 * distinct addresses against its size, less network and broadcast address for IPv4 shorter than /31 that is no pool.
 */
export const prefixUtilization = (contents: PrefixContents): AddressUtilization => {
  const { prefix, isContainer, isMarkedUtilized, childPrefixes, utilizedRanges, addresses } = contents;
  const total = isContainer ? prefix.size : countedSize(contents);
  if (isMarkedUtilized) return share(total, total);
  return share(coveredSize(prefix, isContainer ? childPrefixes : [...utilizedRanges, ...addresses]), total);
};

/** How full an aggregate is: the union of the prefixes in it. */
export const aggregateUtilization = (aggregate: IpCidr, prefixes: Iterable<AddressSpan>): AddressUtilization =>
  share(coveredSize(aggregate, prefixes), aggregate.size);

/** How full a range is: distinct addresses in it, or 100 when declared full. */
export const rangeUtilization = ({ range, isMarkedUtilized, addresses }: RangeContents): AddressUtilization => {
  const total = range.last - range.first + 1n;
  return share(isMarkedUtilized ? total : coveredSize(range, addresses), total);
};

const countedSize = ({ prefix, isPool }: PrefixContents): bigint =>
  prefix.family === 4 && prefix.length < 31 && !isPool ? prefix.size - 2n : prefix.size;

/** More used than there is (a network address in use) counts as full. */
const share = (used: bigint, total: bigint): AddressUtilization => {
  const capped = used < total ? used : total;
  return { used: capped, total, percent: Number((capped * 1_000_000n) / total) / 10_000 };
};
