import { formatAddress, isRefusal, readAddress, readLength, widthOf } from './address-text.ts';
import type { AddressBits, Family } from './address-text.ts';
import { IpCidr, networkBits } from './ip-cidr.ts';
import { syntaxErrors } from './net-syntax-error.ts';
import { sign } from './span.ts';

const refuse = syntaxErrors('an IP address', 'an address such as 10.0.0.1/24 or 2001:db8::1/64');

/** An address with the mask of its subnet (PostgreSQL `inet`). Source: RFC 4632, RFC 4291, text by RFC 5952. */
export class IpHost implements AddressBits {
  readonly family: Family;
  /** The full address as a number, host part included. */
  readonly bits: bigint;
  /** Mask length, 0 to 32 or 128. */
  readonly length: number;

  private constructor(family: Family, bits: bigint, length: number) {
    this.family = family;
    this.bits = bits;
    this.length = length;
  }

  /**
   * Reads `10.0.0.1`, `10.0.0.1/24` or IPv6 in any form, `::ffff:1.2.3.4` included.
   *
   * Without mask the length is 32 or 128, as in PostgreSQL. Zone ids and leading zeros are refused.
   * @throws NetSyntaxError
   */
  static parse(text: string): IpHost {
    const slash = text.lastIndexOf('/');
    const address = readAddress(slash < 0 ? text : text.slice(0, slash));
    if (isRefusal(address)) throw refuse(text, address.reason, address.expected);
    if (slash < 0) return IpHost.of(address);
    const length = readLength(text.slice(slash + 1), address.family);
    if (typeof length !== 'number') throw refuse(text, length.reason, length.expected);
    return IpHost.of(address, length);
  }

  /** Host of plain numbers; the length is the full one when left out. @throws RangeError when a value is outside the family. */
  static of({ family, bits }: AddressBits, length: number = widthOf(family)): IpHost {
    const width = widthOf(family);
    if (bits < 0n || bits >> BigInt(width) !== 0n) throw new RangeError(`${bits} is not an IPv${family} address.`);
    if (!Number.isInteger(length) || length < 0 || length > width)
      throw new RangeError(`/${length} is not a length of IPv${family}; use 0 to ${width}.`);
    return new IpHost(family, bits, length);
  }

  /** Canonical text without mask, RFC 5952; the same as PostgreSQL's `host()`. */
  get address(): string {
    return formatAddress(this.family, this.bits);
  }

  /** The subnet that the mask describes. */
  get network(): IpCidr {
    return IpCidr.of(this, this.length);
  }

  /** The same address with another mask. @throws RangeError */
  withLength(length: number): IpHost {
    return IpHost.of(this, length);
  }

  /** PostgreSQL's `inet` order: family, common network bits, mask length, then the whole address. */
  compare(other: IpHost): number {
    const common = Math.min(this.length, other.length);
    return (
      this.family - other.family ||
      sign(networkBits(this.family, this.bits, common) - networkBits(other.family, other.bits, common)) ||
      this.length - other.length ||
      sign(this.bits - other.bits)
    );
  }

  /** Same address and same mask. */
  equals(other: IpHost): boolean {
    return this.isSameAddress(other) && this.length === other.length;
  }

  /** Same address, whatever the masks. */
  isSameAddress(other: AddressBits): boolean {
    return this.family === other.family && this.bits === other.bits;
  }

  /** Canonical text, always with mask: `10.0.0.1/32`. */
  toString(): string {
    return `${this.address}/${this.length}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
