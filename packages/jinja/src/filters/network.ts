import { raise } from '../errors.ts';
import { tick } from '../limits.ts';
import { shrink } from '../values/arithmetic.ts';
import { each, truth } from '../values/iterate.ts';
import type { Value } from '../values/model.ts';
import { isText, textOf } from '../values/model.ts';
import { str } from '../values/text.ts';
import { maskOf, printAddress, readAddress, type Address } from './address.ts';
import { readInt } from './number.ts';
import { filter, type NamedFilter } from './support.ts';

const networkOf = ({ value, length, bits }: Address): bigint => value & maskOf(length, bits);
const hostMask = ({ length, bits }: Address): bigint => (1n << BigInt(bits - length)) - 1n;
const lastOf = (address: Address): bigint => networkOf(address) | hostMask(address);

const QUERIES: Record<string, (address: Address) => Value> = {
  '': ({ value, bits }) => printAddress(value, bits),
  address: ({ value, bits }) => printAddress(value, bits),
  ip: ({ value, bits }) => printAddress(value, bits),
  network: (address) => printAddress(networkOf(address), address.bits),
  netmask: ({ length, bits }) => printAddress(maskOf(length, bits), bits),
  hostmask: (address) => printAddress(hostMask(address), address.bits),
  wildcard: (address) => printAddress(hostMask(address), address.bits),
  broadcast: (address) =>
    address.bits === 128 || address.length >= 31 ? '' : printAddress(lastOf(address), address.bits),
  prefix: ({ length }) => length,
  prefixlen: ({ length }) => length,
  size: ({ length, bits }) => shrink(1n << BigInt(bits - length)),
  version: ({ bits }) => (bits === 32 ? 4 : 6),
  cidr: (address) => `${printAddress(networkOf(address), address.bits)}/${address.length}`,
  subnet: (address) => `${printAddress(networkOf(address), address.bits)}/${address.length}`,
  'network/prefix': (address) => `${printAddress(networkOf(address), address.bits)}/${address.length}`,
  'address/prefix': ({ value, length, bits }) => `${printAddress(value, bits)}/${length}`,
  host: ({ value, length, bits }) => `${printAddress(value, bits)}/${length}`,
  ipv4: ({ bits, value, length }) => (bits === 32 ? `${printAddress(value, bits)}/${length}` : false),
  ipv6: ({ bits, value, length }) => (bits === 128 ? `${printAddress(value, bits)}/${length}` : false),
  int: ({ value }) => shrink(value),
};

/** One fact about an address; `false` when the value is no address. */
function ipaddr(value: Value, query: Value): Value {
  const address = readAddress(str(value));
  if (!address) return false;
  const name = str(query);
  const index = /^-?\d+$/.test(name) ? BigInt(name) : null;
  if (index !== null) {
    const at = (index < 0n ? lastOf(address) + 1n : networkOf(address)) + index;
    if (at < networkOf(address) || at > lastOf(address)) return false;
    return `${printAddress(at, address.bits)}/${address.length}`;
  }
  const answer = Object.hasOwn(QUERIES, name) ? QUERIES[name] : undefined;
  return answer ? answer(address) : raise('FilterArgumentError', `ipaddr: unknown query '${name}'`);
}

function vlanOf(item: Value): number {
  const n = isText(item) ? readInt(textOf(item), 10) : item;
  return typeof n === 'number' ? n : raise('TypeError', `vlan_ranges wants integers, got ${str(item)}`);
}

/** VLAN ids as `10-12,20`: sorted, each once. */
function vlanRanges(value: Value): string {
  const ids: number[] = [];
  for (const item of each(value)) ids.push(vlanOf(item));
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  tick(sorted.length);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    const start = sorted[at] ?? 0;
    let end = start;
    while (at + 1 < sorted.length && sorted[at + 1] === end + 1) {
      at += 1;
      end += 1;
    }
    parts.push(start === end ? String(start) : `${start}-${end}`);
    at += 1;
  }
  return parts.join(',');
}

/** Filters over addresses and VLANs. */
export const NETWORK_FILTERS: readonly NamedFilter[] = [
  filter('ipaddr', 'ipaddr', [['query', '']], (_site, value, query = '') => ipaddr(value, query)),
  filter('vlan_ranges', 'vlan_ranges', [], (_site, value) => vlanRanges(truth(value) ? value : [])),
];
