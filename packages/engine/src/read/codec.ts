import type { JsonForm } from '@plumbline/kit';
import { formatIdRanges, parseInt4Ranges } from '@plumbline/net';
import type { ScalarField } from '../registry/model.ts';
import { columnSql } from './context.ts';

/** Column text as PostgreSQL sends it; null is SQL null. */
export type Field = string | null;

/** One row as it came over the wire. */
export type Fields = readonly Field[];

const UNSAFE = /["\\\u0000-\u001f]/;

/** JSON string of any text. */
export const jsonString = (text: string): string => (UNSAFE.test(text) ? JSON.stringify(text) : `"${text}"`);

/** RFC 3339 instant from PostgreSQL's UTC text; microseconds stay. */
export const instant = (text: string): string =>
  text.endsWith('+00') ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text;

const ranges = (text: string): string => formatIdRanges(parseInt4Ranges(text));

/** JSON text of non-null column text, by form; `plain` text needs no escape. */
export const jsonText: Readonly<Record<JsonForm, (text: string) => string>> = {
  number: (text) => text,
  boolean: (text) => (text === 't' ? 'true' : 'false'),
  json: (text) => text,
  plain: (text) => `"${text}"`,
  string: jsonString,
  timestamp: (text) => `"${instant(text)}"`,
  idRanges: (text) => `"${ranges(text)}"`,
};

/** JavaScript value of non-null column text; what `JSON.parse` gives for `jsonText`. */
export const jsonValue: Readonly<Record<JsonForm, (text: string) => unknown>> = {
  number: Number,
  boolean: (text) => text === 't',
  json: (text) => JSON.parse(text) as unknown,
  plain: (text) => text,
  string: (text) => text,
  timestamp: instant,
  idRanges: ranges,
};

/** SQL expression whose text the forms above read, of the value of a field. */
export const shownSql = (field: ScalarField, value: string): string => field.type.select?.(value) ?? value;

/** SQL expression whose text the forms above read. */
export const selectSql = (alias: string, field: ScalarField): string => shownSql(field, columnSql(alias, field.column));

const CASTS: Readonly<Record<string, string>> = {
  'character varying': 'text',
  'timestamp with time zone': 'timestamptz',
  integer: 'int4',
  bigint: 'int8',
};

/** SQL type to cast a parameter to when it is compared with a field. */
export const parameterType = (field: ScalarField): string => {
  const base = field.type.column(field.spec).replace(/\(.*\)/, '');
  return CASTS[base] ?? base;
};
