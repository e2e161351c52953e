import { equality, ok, plainCsv, refuse, shown, type Kind } from '../kind.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** UUID in lower-case text (RFC 9562). */
export const uuid: Kind = {
  name: 'uuid',
  column: () => 'uuid',
  scalar: 'ID',
  json: 'plain',
  operators: equality,
  sortable: true,
  parse: (value) => {
    const text = typeof value === 'string' ? value.toLowerCase() : '';
    return UUID.test(text) ? ok(text) : refuse(`must be a UUID, not ${shown(value)}.`);
  },
  ...plainCsv,
  sample: (n) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
};
