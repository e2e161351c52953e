import { NetSyntaxError, formatInt4Ranges, parseIdRanges, parseInt4Ranges } from '@plumbline/net';
import { ok, plainCsv, refuse, type Kind } from '../kind.ts';

/** Set of whole numbers as ranges, written `1-100,200`; stored as int4multirange. */
export const idRanges: Kind = {
  name: 'idRanges',
  column: () => 'int4multirange',
  checks: (field, c) => [
    ...(field.min === undefined ? [] : [`lower(${c}) >= ${field.min}`]),
    ...(field.max === undefined ? [] : [`upper(${c}) <= ${field.max + 1}`]),
  ],
  scalar: 'IdRanges',
  json: 'idRanges',
  operators: ['isNull', 'has'],
  sortable: false,
  parse: (value, field) => {
    try {
      const given = String(value);
      const ranges = given.startsWith('{') ? parseInt4Ranges(given) : parseIdRanges(given);
      const low = ranges[0]?.first ?? 0;
      const high = ranges.at(-1)?.last ?? 0;
      if ((field.min !== undefined && low < field.min) || (field.max !== undefined && high > field.max))
        return refuse(`must lie between ${field.min ?? 0} and ${field.max ?? 'any'}.`);
      return ok(formatInt4Ranges(ranges));
    } catch (error) {
      if (error instanceof NetSyntaxError) return refuse(error.message);
      throw error;
    }
  },
  ...plainCsv,
  sample: (n) => `${n + 1}-${n + 100}`,
};
