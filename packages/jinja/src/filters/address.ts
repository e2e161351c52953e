/** An IP address with its prefix length; `bits` is 32 or 128. */
export interface Address {
  readonly value: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
  /** The text had a prefix length or mask. */
  readonly hasLength: boolean;
}

function parse4(text: string): bigint | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return null;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? null : parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function groupsOf(text: string): string[] | null {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  const gap = 8 - left.length - right.length;
  return gap < 1 ? null : [...left, ...new Array<string>(gap).fill('0'), ...right];
}

function parse6(text: string): bigint | null {
  const [, head = '', dotted = ''] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const last = dotted ? parse4(dotted) : null;
  if (dotted && last === null) return null;
  const whole = last === null ? text : `${head}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`;
  const groups = groupsOf(whole);
  if (groups?.length !== 8 || !groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(Number.parseInt(group, 16)), 0n);
}

/** Mask with `length` leading ones. */
export const maskOf = (length: number, bits: number): bigint => ((1n << BigInt(length)) - 1n) << BigInt(bits - length);

function lengthOf(text: string, bits: 32 | 128): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= bits ? Number(text) : null;
  const mask = bits === 32 ? parse4(text) : parse6(text);
  for (let length = 0; length <= bits; length += 1) if (mask === maskOf(length, bits)) return length;
  return null;
}

/** Reads `10.1.2.3`, `10.1.2.3/20`, `10.1.2.3/255.255.240.0` and the same of IPv6; null for anything else. */
export function readAddress(text: string): Address | null {
  const [address = '', suffix, ...more] = text.trim().split('/');
  if (more.length > 0) return null;
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 32 ? parse4(address) : parse6(address);
  if (value === null) return null;
  const length = suffix === undefined ? bits : lengthOf(suffix, bits);
  return length === null ? null : { value, length, bits, hasLength: suffix !== undefined };
}

function print6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const zeros = (run: string): number => run.split('0').length - 1;
  const best = runs.sort((a, b) => zeros(b[0]) - zeros(a[0]) || a.index - b.index)[0];
  if (!best) return text;
  const [before, after] = [text.slice(0, best.index), text.slice(best.index + best[0].length)];
  return `${before}::${after.replace(/^:/, '')}`;
}

/** Text of an address; IPv6 as RFC 5952 says. */
export function printAddress(value: bigint, bits: 32 | 128): string {
  if (bits === 128) return print6(value);
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}
