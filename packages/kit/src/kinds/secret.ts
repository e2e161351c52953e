import { ok, plainCsv, refuse, shown, type Kind } from '../kind.ts';

/** Text encrypted at rest: written by inputs, absent from every output, filter and change record. */
export const secret: Kind = {
  name: 'secret',
  column: () => 'bytea',
  scalar: 'String',
  json: 'plain',
  operators: ['isNull'],
  sortable: false,
  parse: (value) =>
    typeof value === 'string' && value !== '' ? ok(value) : refuse(`must be text, not ${shown(typeof value)}.`),
  fromCsv: plainCsv.fromCsv,
  toCsv: () => '',
  sample: (n) => `secret ${n}`,
};
