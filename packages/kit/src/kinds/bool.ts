import { equality, ok, refuse, shown, type Kind } from '../kind.ts';

/** Yes or no. */
export const bool: Kind = {
  name: 'bool',
  column: () => 'boolean',
  scalar: 'Boolean',
  json: 'boolean',
  operators: equality,
  sortable: true,
  parse: (value) => (typeof value === 'boolean' ? ok(value) : refuse(`must be true or false, not ${shown(value)}.`)),
  fromCsv: (cell) => {
    if (cell === '') return null;
    if (/^(true|yes|1)$/i.test(cell)) return true;
    return /^(false|no|0)$/i.test(cell) ? false : cell;
  },
  toCsv: (value) => (value === null || value === undefined ? '' : String(value)),
  sample: (n) => n % 2 === 0,
};
