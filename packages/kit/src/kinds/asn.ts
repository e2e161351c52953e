import { NetSyntaxError, parseAsn } from '@plumbline/net';
import { ok, ordered, plainCsv, refuse, type Kind } from '../kind.ts';

/** Autonomous system number, 1 to 4294967295; dotted text is understood (RFC 5396). */
export const asn: Kind = {
  name: 'asn',
  column: () => 'bigint',
  checks: (_field, c) => [`${c} BETWEEN 1 AND 4294967295`],
  scalar: 'AsNumber',
  json: 'number',
  operators: ordered,
  sortable: true,
  parse: (value) => {
    try {
      return ok(parseAsn(value as string | number));
    } catch (error) {
      if (error instanceof NetSyntaxError) return refuse(error.message);
      throw error;
    }
  },
  fromCsv: plainCsv.fromCsv,
  toCsv: plainCsv.toCsv,
  sample: (n) => 64_512 + n,
};
