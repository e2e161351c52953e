import { Mac, NetSyntaxError } from '@plumbline/net';
import { equality, ok, plainCsv, refuse, type Kind } from '../kind.ts';

const parseBits = (bits: 48 | 64) => (value: unknown) => {
  try {
    const mac = Mac.parse(String(value));
    return mac.width === bits
      ? ok(mac.toString())
      : refuse(`must have ${bits} bits; ${mac.toString()} has ${mac.width}.`);
  } catch (error) {
    if (error instanceof NetSyntaxError) return refuse(error.message);
    throw error;
  }
};

const sampleBytes = (n: number, count: number): string =>
  n
    .toString(16)
    .padStart(count * 2, '0')
    .replace(/(..)(?=.)/g, '$1:');

/** MAC address, EUI-48 (IEEE 802). */
export const mac: Kind = {
  name: 'mac',
  column: () => 'macaddr',
  scalar: 'Mac',
  json: 'plain',
  operators: [...equality, 'startsWith', 'contains'],
  sortable: true,
  parse: parseBits(48),
  ...plainCsv,
  sample: (n) => sampleBytes(n, 6),
};

/** World wide name of a Fibre Channel port, EUI-64. */
export const wwn: Kind = {
  ...mac,
  name: 'wwn',
  column: () => 'macaddr8',
  parse: parseBits(64),
  sample: (n) => sampleBytes(n, 8),
};
