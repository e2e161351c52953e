import { ok, ordered, plainCsv, refuse, shown, type Kind } from '../kind.ts';

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** Calendar day, ISO 8601. */
export const date: Kind = {
  name: 'date',
  column: () => 'date',
  scalar: 'Date',
  json: 'plain',
  operators: ordered,
  sortable: true,
  parse: (value) =>
    typeof value === 'string' && isDate(value)
      ? ok(value)
      : refuse(`must be a day such as 2026-05-31, not ${shown(value)}.`),
  ...plainCsv,
  sample: (n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10),
};
