import { ok, ordered, plainCsv, refuse, shown, type Kind } from '../kind.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Instant with microseconds, UTC text (RFC 3339); the text is kept, since a JavaScript Date loses digits. */
export const dateTime: Kind = {
  name: 'dateTime',
  column: () => 'timestamp with time zone',
  scalar: 'DateTime',
  json: 'timestamp',
  operators: ordered,
  sortable: true,
  parse: (value) => {
    if (typeof value !== 'string' || !INSTANT.test(value) || Number.isNaN(Date.parse(value)))
      return refuse(`must be an instant with a zone such as 2026-05-31T12:00:00Z, not ${shown(value)}.`);
    return ok(value);
  },
  ...plainCsv,
  sample: (n) => new Date(Date.UTC(2024, 0, 1, 0, n)).toISOString().replace('.000Z', 'Z'),
};
