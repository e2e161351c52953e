import { ok, plainCsv, refuse, shown, type Kind, type Parsed } from '../kind.ts';

const LONGEST_PLACE = 1_000;
const PROVIDER = /^[a-z][A-Za-z0-9]{0,49}$/;

const SHAPE = 'must be text, or name one place outside the product, such as { "env": "NAME" }.';

/** One provider and one place, `{ env: "NAME" }`; which providers there are is the server's matter. */
const reference = (value: object): Parsed => {
  const [entry, ...more] = Object.entries(value);
  if (!entry || more.length > 0 || !PROVIDER.test(entry[0])) return refuse(SHAPE);
  const [name, place] = entry as [string, unknown];
  const isPlace = typeof place === 'string' && place !== '' && place.length <= LONGEST_PLACE;
  return isPlace ? ok({ [name]: place }) : refuse(SHAPE);
};

/**
 * Text encrypted at rest: written by inputs, absent from every output, filter and change record.
 *
 * Instead of the text itself, a reference to a place outside the product may be given.
 */
export const secret: Kind = {
  name: 'secret',
  column: () => 'bytea',
  scalar: 'Secret',
  json: 'plain',
  operators: ['isNull'],
  sortable: false,
  parse: (value) => {
    if (typeof value === 'string') return value === '' ? refuse('must not be empty.') : ok(value);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return reference(value);
    return refuse(`must be text, not ${shown(typeof value)}.`);
  },
  fromCsv: plainCsv.fromCsv,
  toCsv: () => '',
  sample: (n) => `secret ${n}`,
};
