import { IpHost, NetSyntaxError } from '@plumbline/net';
import { equality, ok, plainCsv, refuse, type Kind } from '../kind.ts';

/** IP address with its mask, either family (RFC 4291, RFC 5952 text). */
export const ipHost: Kind = {
  name: 'ipHost',
  column: () => 'inet',
  select: (c) => `${c}::text`,
  scalar: 'IpHost',
  json: 'plain',
  operators: [
    ...equality,
    'lt',
    'lte',
    'gt',
    'gte',
    'within',
    'withinOrEqual',
    'host',
    'family',
    'length',
    'startsWith',
  ],
  sortable: true,
  parse: (value) => {
    try {
      return ok(IpHost.parse(String(value)).toString());
    } catch (error) {
      if (error instanceof NetSyntaxError) return refuse(error.message);
      throw error;
    }
  },
  ...plainCsv,
  sample: (n) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}/24`,
};
