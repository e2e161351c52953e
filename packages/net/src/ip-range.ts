import { formatAddress, isRefusal, readAddress, widthOf } from './address-text.ts';
import type { AddressBits, Family } from './address-text.ts';
import { syntaxErrors } from './net-syntax-error.ts';
import { compareSpans, spanContains, spanOf, spansOverlap } from './span.ts';
import type { AddressSpan, Covering } from './span.ts';

const refuse = syntaxErrors('an address range', 'a range such as 10.0.0.10-10.0.0.20');

/** Addresses from a first to a last one, both included, of one family; need not fall on prefix borders. */
export class IpRange implements AddressSpan {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;

  private constructor(family: Family, first: bigint, last: bigint) {
    this.family = family;
    this.first = first;
    this.last = last;
  }

  /** Reads `10.0.0.10-10.0.0.20`; spaces around the dash are allowed. @throws NetSyntaxError */
  static parse(text: string): IpRange {
    const ends = text.split('-').map((end) => end.trim());
    const [from, to] = ends;
    if (from === undefined || to === undefined || ends.length !== 2)
      throw refuse(text, 'it is not two addresses with a dash between');
    const [first, last] = [from, to].map((end) => {
      const address = readAddress(end);
      if (isRefusal(address))
        throw refuse(text, `${JSON.stringify(end)} is no address, ${address.reason}`, address.expected);
      return address;
    }) as [AddressBits, AddressBits]; // two ends in, two addresses out
    if (first.family !== last.family)
      throw refuse(text, 'one end is IPv4 and the other IPv6', 'two addresses of one family');
    if (first.bits > last.bits)
      throw refuse(text, 'the first address comes after the last', `the ends the other way round, ${to}-${from}`);
    return new IpRange(first.family, first.bits, last.bits);
  }

  /** Range of the two addresses, masks ignored. @throws RangeError when families differ or the ends are swapped. */
  static between(first: AddressBits, last: AddressBits): IpRange {
    if (first.family !== last.family) throw new RangeError('A range needs two addresses of one family.');
    return IpRange.of({ family: first.family, first: first.bits, last: last.bits });
  }

  /** Range of plain numbers. @throws RangeError when the ends are swapped or outside the family. */
  static of({ family, first, last }: AddressSpan): IpRange {
    if (first < 0n || last >> BigInt(widthOf(family)) !== 0n || first > last) {
      throw new RangeError(`${first} to ${last} is not a range of IPv${family} addresses.`);
    }
    return new IpRange(family, first, last);
  }

  /** Number of addresses, at least 1. */
  get size(): bigint {
    return this.last - this.first + 1n;
  }

  /** First address as canonical text without mask. */
  get firstAddress(): string {
    return formatAddress(this.family, this.first);
  }

  /** Last address as canonical text without mask. */
  get lastAddress(): string {
    return formatAddress(this.family, this.last);
  }

  /** Whether every address of the host, prefix or range is in this range. */
  contains(other: Covering): boolean {
    return spanContains(this, spanOf(other));
  }

  /** Whether this range and the host, prefix or range share an address. */
  overlaps(other: Covering): boolean {
    return spansOverlap(this, spanOf(other));
  }

  /** Order by family, first address, then the longer range first. */
  compare(other: IpRange): number {
    return compareSpans(this, other);
  }

  equals(other: IpRange): boolean {
    return this.compare(other) === 0;
  }

  toString(): string {
    return `${this.firstAddress}-${this.lastAddress}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
