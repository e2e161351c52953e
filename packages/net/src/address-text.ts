import { collapseIPv6Number, IPv4, IPv6 } from 'ip-num';

/** IP version of a value. */
export type Family = 4 | 6;

/** One address as a number: family and 32 or 128 bits. */
export interface AddressBits {
  readonly family: Family;
  readonly bits: bigint;
}

/** Refusal of a text: the reason, and what to write when the usual example would not help. */
export interface Refusal {
  readonly reason: string;
  readonly expected?: string;
}

const ORDINALS = ['first', 'second', 'third', 'fourth'] as const;

/** Bits in an address of the family: 32 or 128. */
export const widthOf = (family: Family): number => (family === 4 ? 32 : 128);

/** Whether a parse step was refused. */
export const isRefusal = (value: object): value is Refusal => 'reason' in value;

/** Reads an address without mask; says why not when the text is none. IPv4 parts are decimal, RFC 6943 section 3.1.1. */
export const readAddress = (text: string): AddressBits | Refusal => {
  const odd = readsAsSomethingElse(text);
  if (odd) return odd;
  if (text.includes(':')) return readIpv6(text);
  const refusal = refuseIpv4(text);
  return refusal ?? { family: 4, bits: BigInt(text.split('.').reduce((bits, part) => bits * 256 + Number(part), 0)) };
};

/** Reads the digits after the slash as a mask length of the family. */
export const readLength = (text: string, family: Family): number | Refusal => {
  const width = widthOf(family);
  if (text === '') return { reason: 'the length after the slash is missing' };
  const dotted = family === 4 && text.includes('.') ? lengthOfDottedMask(text) : null;
  if (dotted !== null)
    return { reason: 'the mask is written as an address', expected: `the mask as a length, /${dotted}` };
  if (!/^(0|[1-9]\d*)$/.test(text))
    return { reason: `"${text}" is not a length`, expected: `a length from 0 to ${width} after the slash` };
  const length = Number(text);
  if (length > width)
    return {
      reason: `the length ${text} is more than ${width}`,
      expected: `a length from 0 to ${width} after the slash`,
    };
  return length;
};

const dotted = (bits: number): string => `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;

/**
 * Canonical text of an address: lower case, longest run of zeros shortened, RFC 5952.
 *
 * Addresses that carry an IPv4 address (`::ffff:0:0/96` and `::/96` but for small numbers) end in
 * dotted form, as PostgreSQL prints them; RFC 5952 section 5 allows this.
 */
export const formatAddress = (family: Family, bits: bigint): string => {
  if (family === 4) return dotted(Number(bits));
  const upper = bits >> 32n;
  const mapped = upper === 0xffffn;
  if (mapped || (upper === 0n && bits >> 16n !== 0n)) {
    return `::${mapped ? 'ffff:' : ''}${IPv4.fromNumber(bits & 0xffffffffn).toString()}`;
  }
  return collapseIPv6Number(IPv6.fromBigInt(bits).toString());
};

const readsAsSomethingElse = (text: string): Refusal | null => {
  if (/\s/.test(text)) return { reason: 'it contains a space', expected: 'it without spaces' };
  if (text.includes('%'))
    return {
      reason: 'zone ids such as %eth0 name an interface of one host',
      expected: 'the address without the zone id',
    };
  if (/^\[.*\](:\d+)?$/.test(text))
    return { reason: 'brackets belong to URLs', expected: 'the address without brackets and port' };
  if (/^[\d.]+:\d+$/.test(text))
    return { reason: 'a port is no part of an address', expected: 'the address without the port' };
  if (text.includes('/')) return { reason: 'there is more than one slash' };
  return null;
};

const refuseIpv4 = (text: string): Refusal | null => {
  const wrong = /[^\d.]/.exec(text);
  if (wrong) return { reason: `"${wrong[0]}" can not be part of an IPv4 address` };
  const parts = text.split('.');
  if (parts.length !== 4)
    return { reason: `it has ${parts.length} of 4 parts`, expected: 'four numbers from 0 to 255 with dots between' };
  for (const [index, part] of parts.entries()) {
    const place = ORDINALS[index] ?? '';
    if (part === '') return { reason: `the ${place} part is empty` };
    if (part.length > 1 && part.startsWith('0')) {
      return {
        reason: `the ${place} part "${part}" starts with 0, which some programs read as octal`,
        expected: 'the numbers without leading zeros',
      };
    }
    if (part.length > 3 || Number(part) > 255) return { reason: `the ${place} part ${part} is more than 255` };
  }
  return null;
};

const readIpv6 = (text: string): AddressBits | Refusal => {
  const refusal = refuseIpv6(text);
  return refusal ?? { family: 6, bits: new IPv6(text.toLowerCase()).getValue() };
};

const refuseIpv6 = (text: string): Refusal | null => {
  const wrong = /[^\da-fA-F:.]/.exec(text);
  if (wrong) return { reason: `"${wrong[0]}" can not be part of an IPv6 address` };
  if (text.includes(':::')) return { reason: 'there are three colons in a row' };
  const halves = text.split('::');
  if (halves.length > 2)
    return { reason: '"::" occurs more than once', expected: '"::" once, for the longest run of zeros' };
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const tail = groups.at(-1) ?? '';
  const isDotted = tail.includes('.');
  const refusal = refuseGroups(isDotted ? groups.slice(0, -1) : groups) ?? (isDotted ? refuseTail(text, tail) : null);
  return refusal ?? refuseCount(groups.length + (isDotted ? 1 : 0), halves.length === 2);
};

const refuseGroups = (groups: readonly string[]): Refusal | null => {
  for (const group of groups) {
    if (group === '') return { reason: 'it starts or ends with a single colon' };
    if (group.includes('.')) return { reason: 'the IPv4 part is not at the end' };
    if (group.length > 4) return { reason: `the group "${group}" has more than 4 digits` };
  }
  return null;
};

const refuseTail = (text: string, tail: string): Refusal | null => {
  if (text.endsWith(':')) return { reason: 'the IPv4 part is not at the end' };
  const refusal = refuseIpv4(tail);
  return refusal && { ...refusal, reason: `in its IPv4 part, ${refusal.reason}` };
};

const refuseCount = (count: number, shortened: boolean): Refusal | null => {
  if (shortened)
    return count <= 7
      ? null
      : { reason: `"::" stands for no group beside ${count} others`, expected: 'eight groups, or fewer and "::"' };
  return count === 8 ? null : { reason: `it has ${count} of 8 groups`, expected: 'eight groups, or fewer and "::"' };
};

const lengthOfDottedMask = (text: string): number | null => {
  if (refuseIpv4(text) !== null) return null;
  const binary = new IPv4(text).toBinaryString();
  return /^1*0*$/.test(binary) ? binary.replaceAll('0', '').length : null;
};
