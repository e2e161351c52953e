import { ok, ordered, plainCsv, refuse, shown, type Kind } from '../kind.ts';
import { limitChecks } from './int.ts';

const MAX = 2n ** 63n - 1n;

/** Whole number of 64 bits; travels as text, because JSON numbers lose digits above 2^53. */
export const bigint: Kind = {
  name: 'bigint',
  column: () => 'bigint',
  checks: limitChecks,
  scalar: 'BigInt',
  json: 'plain',
  operators: ordered,
  sortable: true,
  parse: (value, field) => {
    if (!(typeof value === 'string' && /^-?\d+$/.test(value)) && !Number.isSafeInteger(value))
      return refuse(`must be a whole number, not ${shown(value)}.`);
    const number = BigInt(value as string | number);
    if (number > MAX || number < -MAX) return refuse('does not fit into 64 bits.');
    if (field.min !== undefined && number < BigInt(field.min))
      return refuse(`must be at least ${field.min}, not ${number}.`);
    if (field.max !== undefined && number > BigInt(field.max))
      return refuse(`must be at most ${field.max}, not ${number}.`);
    return ok(number.toString());
  },
  ...plainCsv,
  sample: (n, field) => String(Math.max(n, field.min ?? 0)),
};
