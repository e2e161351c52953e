import { equality, ok, plainCsv, refuse, shown, type Kind } from '../kind.ts';

const isZone = (name: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // RangeError is how Intl answers "no such zone"
  }
};

/** IANA time zone name. */
export const timeZone: Kind = {
  name: 'timeZone',
  column: () => 'character varying(63)',
  scalar: 'String',
  json: 'plain',
  operators: equality,
  sortable: true,
  parse: (value) =>
    typeof value === 'string' && /^[A-Za-z0-9_+/-]+$/.test(value) && isZone(value)
      ? ok(value)
      : refuse(`must be a time zone such as Europe/Berlin, not ${shown(value)}.`),
  ...plainCsv,
  sample: (n) => ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'][n % 4],
};
