import { ok, plainCsv, refuse, shown, textual, type Kind } from '../kind.ts';
import type { FieldSpec } from '../spec.ts';

const DEFAULT_MAX = 200;

/** Code points, the unit PostgreSQL counts in; UTF-16 length would refuse valid text. */
const size = (value: string): number => [...value].length;

/** Whether a text has more code points than fit; it has at most as many as UTF-16 units. */
const isLonger = (value: string, max: number): boolean => value.length > max && size(value) > max;

/** Reads text: trims nothing, refuses '' (null is the empty value) and control characters no column can hold. */
export const parseText = (value: unknown, field: FieldSpec) => {
  if (typeof value !== 'string') return refuse(`must be text, not ${shown(value)}.`);
  if (value.includes('\0')) return refuse('must not contain a NUL character.');
  if (value === '') return field.optional ? ok(null) : refuse('must not be empty.');
  const max = field.max ?? (field.kind === 'longText' ? undefined : DEFAULT_MAX);
  if (max !== undefined && isLonger(value, max))
    return refuse(`is ${size(value)} characters long; at most ${max} fit.`);
  if (field.pattern && !new RegExp(`^(?:${field.pattern})$`, 'u').test(value))
    return refuse(field.patternHelp ?? `must match ${field.pattern}; ${shown(value)} does not.`);
  return ok(value);
};

/** One line of text; `natural` sorts digits by value. */
export const text: Kind = {
  name: 'text',
  column: (field) => `character varying(${field.max ?? DEFAULT_MAX})`,
  collation: (field) => (field.natural ? 'natural' : field.bytewise ? 'C' : undefined),
  checks: (_field, c) => [`${c} <> ''`],
  scalar: 'String',
  json: 'string',
  operators: textual,
  sortable: true,
  parse: parseText,
  ...plainCsv,
  sample: (n, field) => `${field.key} ${n}`.slice(0, field.max ?? DEFAULT_MAX),
};
