import { syntaxErrors } from './net-syntax-error.ts';

const refuse = syntaxErrors('a MAC address', 'a MAC address such as 08:00:2b:01:02:03');

/** Ways to write a MAC address. `dot` is Cisco's, groups of four digits. */
export type MacStyle = 'colon' | 'dash' | 'dot' | 'bare';

const STYLES: Readonly<Record<MacStyle, { readonly digits: number; readonly separator: string }>> = {
  colon: { digits: 2, separator: ':' },
  dash: { digits: 2, separator: '-' },
  dot: { digits: 4, separator: '.' },
  bare: { digits: 16, separator: '' },
};

const LOCAL_BIT_OF_FIRST_OCTET = 0x02n;

/** A hardware address: EUI-48 (PostgreSQL `macaddr`) or EUI-64 (`macaddr8`, world wide names). Source: IEEE 802-2014 clause 8. */
export class Mac {
  /** 48 or 64. */
  readonly width: 48 | 64;
  readonly bits: bigint;

  private constructor(width: 48 | 64, bits: bigint) {
    this.width = width;
    this.bits = bits;
  }

  /**
   * Reads the forms that PostgreSQL reads: octets with colons or dashes (one or two digits each), groups
   * of four with dots or dashes, halves with a colon or dash, bare digits; 12 digits make an EUI-48, 16 an EUI-64.
   * @throws NetSyntaxError
   */
  static parse(text: string): Mac {
    const wrong = /[^\da-fA-F:.-]/.exec(text);
    if (wrong) throw refuse(text, `"${wrong[0]}" is no hexadecimal digit`);
    const digits = digitsOf(text);
    if (digits.length === 12) return new Mac(48, BigInt(`0x${digits}`));
    if (digits.length === 16) return new Mac(64, BigInt(`0x${digits}`));
    throw refuse(text, `it has ${digits.length} digits`, '12 digits (EUI-48) or 16 (EUI-64)');
  }

  /** Address of a plain number. @throws RangeError when it does not fit the width. */
  static of(width: 48 | 64, bits: bigint): Mac {
    if (bits < 0n || bits >> BigInt(width) !== 0n) throw new RangeError(`${bits} does not fit ${width} bits.`);
    return new Mac(width, bits);
  }

  /** The first three octets, which name the maker when assigned by IEEE (MA-L): `08:00:2b`. */
  get oui(): string {
    return this.toString().slice(0, 8);
  }

  /** Whether frames to it go to a group; group bit of the first octet. */
  get isMulticast(): boolean {
    return (this.firstOctet & 0x01n) !== 0n;
  }

  /** Whether it was made up locally (virtual machines, privacy) and its `oui` names nobody; U/L bit. */
  get isLocal(): boolean {
    return (this.firstOctet & LOCAL_BIT_OF_FIRST_OCTET) !== 0n;
  }

  /** The EUI-64 that PostgreSQL casts `macaddr` to: `ff:fe` in the middle. */
  toEui64(): Mac {
    if (this.width === 64) return this;
    return new Mac(64, ((this.bits >> 24n) << 40n) | (0xfffen << 24n) | (this.bits & 0xffffffn));
  }

  /** The 64 bit interface identifier of a SLAAC address, U/L bit flipped. Source: RFC 4291 appendix A. */
  toInterfaceId(): bigint {
    return this.toEui64().bits ^ (LOCAL_BIT_OF_FIRST_OCTET << 56n);
  }

  /** Lower-case text in that style. */
  format(style: MacStyle): string {
    const digits = this.bits.toString(16).padStart(this.width / 4, '0');
    const { digits: each, separator } = STYLES[style];
    return (digits.match(new RegExp(`.{1,${each}}`, 'g')) ?? []).join(separator);
  }

  /** PostgreSQL's order within one width; EUI-48 before EUI-64. */
  compare(other: Mac): number {
    return this.width - other.width || (this.bits < other.bits ? -1 : this.bits > other.bits ? 1 : 0);
  }

  equals(other: Mac): boolean {
    return this.compare(other) === 0;
  }

  /** Canonical text as PostgreSQL prints it: `08:00:2b:01:02:03`. */
  toString(): string {
    return this.format('colon');
  }

  toJSON(): string {
    return this.toString();
  }

  private get firstOctet(): bigint {
    return this.bits >> BigInt(this.width - 8);
  }
}

/** The digits of a well grouped text, octets padded to two. */
const digitsOf = (text: string): string => {
  const separators = new Set(text.replace(/[^:.-]/g, ''));
  if (separators.size > 1) throw refuse(text, 'it mixes separators');
  const [separator] = separators;
  if (separator === undefined) return text;
  const groups = text.split(separator);
  if (groups.includes('')) throw refuse(text, 'a group is empty');
  if (separator !== '.' && (groups.length === 6 || groups.length === 8)) return joinOctets(text, groups);
  const isEven = groups.every((group) => group.length === (groups[0] ?? '').length);
  if (isEven && (groups.length === 2 ? separator !== '.' : groups[0]?.length === 4)) return groups.join('');
  if (/^[\da-f]{6}[:-][\da-f]{10}$|^[\da-f]{8}[:-][\da-f]{8}$/i.test(text)) return groups.join('');
  throw refuse(text, 'the groups are uneven');
};

const joinOctets = (text: string, octets: readonly string[]): string => {
  const long = octets.find((octet) => octet.length > 2);
  if (long !== undefined) throw refuse(text, `the octet "${long}" has more than 2 digits`);
  return octets.map((octet) => octet.padStart(2, '0')).join('');
};
