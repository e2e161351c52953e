export type { AddressBits, Family } from './address-text.ts';
export { ASN_MAX, ASN_MIN, formatAsdot, isPrivateAsn, parseAsn } from './asn.ts';
export {
  coveredSize,
  firstFree,
  firstFreeHost,
  freeBlocks,
  freeHostCount,
  freeHosts,
  rangeToPrefixes,
  summarize,
  unionSize,
  usableCount,
} from './blocks.ts';
export type { IdLimits, IdRange } from './id-range.ts';
export {
  countIds,
  firstFreeId,
  formatIdRanges,
  formatInt4Range,
  formatInt4Ranges,
  idRangesInclude,
  idRangesOf,
  idsIn,
  mergeIdRanges,
  overlappingIdRanges,
  parseIdRanges,
  parseInt4Range,
  parseInt4Ranges,
  VLAN_IDS,
} from './id-range.ts';
export type { PrefixUse } from './ip-cidr.ts';
export { IpCidr } from './ip-cidr.ts';
export { IpHost } from './ip-host.ts';
export { IpRange } from './ip-range.ts';
export type { MacStyle } from './mac.ts';
export { Mac } from './mac.ts';
export { expandNameRange, isNameRange } from './name-range.ts';
export { naturalCompare } from './natural-compare.ts';
export { NetSyntaxError } from './net-syntax-error.ts';
export type { AddressSpan, Covering } from './span.ts';
