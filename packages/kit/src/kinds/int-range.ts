import { ok, plainCsv, refuse, shown, type Kind } from '../kind.ts';

const RANGE = /^\[-?\d+,-?\d+\)$/;

/** One half-open range of whole numbers, `[20,24)`; for derived columns that exclusion constraints compare. */
export const intRange: Kind = {
  name: 'intRange',
  column: () => 'int4range',
  scalar: 'String',
  json: 'plain',
  operators: ['isNull'],
  sortable: false,
  parse: (value) =>
    typeof value === 'string' && RANGE.test(value)
      ? ok(value)
      : refuse(`must be a range such as [20,24), not ${shown(value)}.`),
  ...plainCsv,
  sample: (n) => `[${n},${n + 1})`,
};
