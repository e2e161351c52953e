import type { AddressBits, Family } from './address-text.ts';

/** A run of addresses of one family, both ends included. */
export interface AddressSpan {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** A single address, a prefix or a range: whatever covers addresses. */
export type Covering = AddressSpan | AddressBits;

/** First and last address of a host, prefix or range; a host covers its own address only, whatever its mask. */
export const spanOf = (value: Covering): AddressSpan =>
  'bits' in value ? { family: value.family, first: value.bits, last: value.bits } : value;

/** Whether `inner` lies wholly inside `outer`; never across families. */
export const spanContains = (outer: AddressSpan, inner: AddressSpan): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

/** Whether two spans share an address; never across families. */
export const spansOverlap = (a: AddressSpan, b: AddressSpan): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

/** Order by family, first address, then the larger span first. */
export const compareSpans = (a: AddressSpan, b: AddressSpan): number =>
  a.family - b.family || sign(a.first - b.first) || sign(b.last - a.last);

/** Sorted spans with overlapping and touching ones joined. */
export const mergeSpans = (values: Iterable<Covering>): AddressSpan[] => {
  const merged: AddressSpan[] = [];
  for (const span of Array.from(values, spanOf).sort(compareSpans)) {
    const previous = merged.at(-1);
    if (previous && previous.family === span.family && span.first <= previous.last + 1n) {
      if (span.last > previous.last) merged[merged.length - 1] = { ...previous, last: span.last };
    } else {
      merged.push({ family: span.family, first: span.first, last: span.last });
    }
  }
  return merged;
};

/** What `taken` leaves free of `parent`, ascending; parts of `taken` outside the parent do not matter. */
export const gapsIn = (parent: AddressSpan, taken: Iterable<Covering>): AddressSpan[] => {
  const gaps: AddressSpan[] = [];
  let next = parent.first;
  for (const span of mergeSpans(taken)) {
    if (!spansOverlap(parent, span)) continue;
    if (span.first > next) gaps.push({ family: parent.family, first: next, last: span.first - 1n });
    next = span.last + 1n;
  }
  if (next <= parent.last) gaps.push({ family: parent.family, first: next, last: parent.last });
  return gaps;
};

/** -1, 0 or 1 of a difference. */
export const sign = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0);
