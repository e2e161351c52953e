import { formatAddress, isRefusal, readAddress, readLength, widthOf } from './address-text.ts';
import type { AddressBits, Family } from './address-text.ts';
import { IpRange } from './ip-range.ts';
import { syntaxErrors } from './net-syntax-error.ts';
import { sign, spanContains, spanOf, spansOverlap } from './span.ts';
import type { AddressSpan, Covering } from './span.ts';

const refuse = syntaxErrors('a prefix', 'a prefix such as 10.0.0.0/24 or 2001:db8::/32');

/** How a prefix hands out addresses. */
export interface PrefixUse {
  /** A pool hands out every address, the first and last included (NAT pools, loopback blocks). */
  readonly isPool?: boolean;
}

/** A prefix: network address and length, host bits zero (PostgreSQL `cidr`). Source: RFC 4632 section 3.1, RFC 4291 section 2.3. */
export class IpCidr implements AddressSpan {
  readonly family: Family;
  /** Mask length, 0 to 32 or 128. */
  readonly length: number;
  /** Network address. */
  readonly first: bigint;

  private constructor(family: Family, first: bigint, length: number) {
    this.family = family;
    this.first = first;
    this.length = length;
  }

  /** Reads `10.0.0.0/24`; refuses host bits and names the network that was meant. @throws NetSyntaxError */
  static parse(text: string): IpCidr {
    const [address, length] = readPrefix(text);
    const cidr = IpCidr.of(address, length);
    if (cidr.first !== address.bits) {
      const { family, bits } = address;
      throw refuse(text, `${formatAddress(family, bits)} is a host inside ${cidr}`, `the network, ${cidr}`);
    }
    return cidr;
  }

  /** Like `parse`, but clears host bits: `10.0.0.7/24` gives `10.0.0.0/24`. @throws NetSyntaxError */
  static parseLoose(text: string): IpCidr {
    return IpCidr.of(...readPrefix(text));
  }

  /** Prefix of that length around the address. @throws RangeError when the length is outside the family. */
  static of(address: AddressBits, length: number): IpCidr {
    const { family, bits } = address;
    const hostBits = hostBitsOf(family, length);
    return new IpCidr(family, (bits >> hostBits) << hostBits, length);
  }

  /** Last address; the broadcast address of an IPv4 subnet. */
  get last(): bigint {
    return this.first + this.size - 1n;
  }

  /** Number of addresses, 1 to 2^128. */
  get size(): bigint {
    return 1n << BigInt(widthOf(this.family) - this.length);
  }

  /** Network address as canonical text without length. */
  get address(): string {
    return formatAddress(this.family, this.first);
  }

  /** Whether every address of the host, prefix or range is inside; a host counts by address, its mask does not matter. */
  contains(other: Covering): boolean {
    return spanContains(this, spanOf(other));
  }

  /** Whether this prefix and the host, prefix or range share an address. */
  overlaps(other: Covering): boolean {
    return spansOverlap(this, spanOf(other));
  }

  /** The prefix of a shorter (or the same) length around this one. @throws RangeError when the length is longer. */
  supernet(length: number): IpCidr {
    if (length > this.length)
      throw new RangeError(`/${length} is longer than ${this}; a supernet has length 0 to ${this.length}.`);
    return IpCidr.of({ family: this.family, bits: this.first }, length);
  }

  /** All prefixes of a longer (or the same) length inside, ascending and one at a time. @throws RangeError when the length is shorter. */
  *subnets(length: number): IterableIterator<IpCidr> {
    if (length < this.length)
      throw new RangeError(
        `/${length} is shorter than ${this}; subnets have length ${this.length} to ${widthOf(this.family)}.`,
      );
    const step = 1n << hostBitsOf(this.family, length);
    for (let first = this.first; first <= this.last; first += step) yield new IpCidr(this.family, first, length);
  }

  /**
   * Whether the address names the network itself and so belongs to no host.
   *
   * IPv4: all host bits zero, RFC 1122 section 3.2.1.3; IPv6: Subnet-Router anycast, RFC 4291 section 2.6.1.
   * Never in /31 and /32 (RFC 3021), /127 (RFC 6164) and /128.
   */
  isNetworkAddress(host: AddressBits): boolean {
    return this.hasReservedEnds() && host.family === this.family && host.bits === this.first;
  }

  /** Whether the address is the directed broadcast of this IPv4 subnet (RFC 919); never in /31, /32 and IPv6. */
  isBroadcast(host: AddressBits): boolean {
    return this.family === 4 && this.hasReservedEnds() && host.family === 4 && host.bits === this.last;
  }

  /** Addresses that hosts may take: all of a pool, /31, /32, /127 and /128; else without network and IPv4 broadcast address. */
  usableRange({ isPool = false }: PrefixUse = {}): IpRange {
    const reserves = !isPool && this.hasReservedEnds();
    return IpRange.of({
      family: this.family,
      first: this.first + (reserves ? 1n : 0n),
      last: this.last - (reserves && this.family === 4 ? 1n : 0n),
    });
  }

  /** PostgreSQL's `cidr` order: family, common network bits, length. */
  compare(other: IpCidr): number {
    const common = Math.min(this.length, other.length);
    return (
      this.family - other.family ||
      sign(networkBits(this.family, this.first, common) - networkBits(other.family, other.first, common)) ||
      this.length - other.length
    );
  }

  equals(other: IpCidr): boolean {
    return this.family === other.family && this.first === other.first && this.length === other.length;
  }

  /** Canonical text with length, `2001:db8::/32`. */
  toString(): string {
    return `${this.address}/${this.length}`;
  }

  toJSON(): string {
    return this.toString();
  }

  private hasReservedEnds(): boolean {
    return this.length < widthOf(this.family) - 1;
  }
}

/** The first `length` bits of an address as a number. */
export const networkBits = (family: Family, bits: bigint, length: number): bigint => bits >> hostBitsOf(family, length);

const hostBitsOf = (family: Family, length: number): bigint => {
  const width = widthOf(family);
  if (!Number.isInteger(length) || length < 0 || length > width)
    throw new RangeError(`/${length} is not a length of IPv${family}; use 0 to ${width}.`);
  return BigInt(width - length);
};

const readPrefix = (text: string): [AddressBits, number] => {
  const slash = text.lastIndexOf('/');
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (isRefusal(address)) throw refuse(text, address.reason, address.expected);
  if (slash < 0)
    throw refuse(
      text,
      'the length is missing',
      `the length too, ${text}/${widthOf(address.family)} for this one address`,
    );
  const length = readLength(text.slice(slash + 1), address.family);
  if (typeof length !== 'number') throw refuse(text, length.reason, length.expected);
  return [address, length];
};
