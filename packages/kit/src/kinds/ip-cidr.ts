import { IpCidr, NetSyntaxError } from '@plumbline/net';
import { equality, ok, plainCsv, refuse, type Kind } from '../kind.ts';

/** IP network; host bits are cleared on input. */
export const ipCidr: Kind = {
  name: 'ipCidr',
  column: () => 'cidr',
  scalar: 'IpCidr',
  json: 'plain',
  operators: [
    ...equality,
    'lt',
    'lte',
    'gt',
    'gte',
    'within',
    'withinOrEqual',
    'containsAddress',
    'containsOrEqual',
    'overlaps',
    'family',
    'length',
    'startsWith',
  ],
  sortable: true,
  parse: (value) => {
    try {
      return ok(IpCidr.parseLoose(String(value)).toString());
    } catch (error) {
      if (error instanceof NetSyntaxError) return refuse(error.message);
      throw error;
    }
  },
  ...plainCsv,
  sample: (n) => `10.${(n >> 8) & 255}.${n & 255}.0/24`,
};
