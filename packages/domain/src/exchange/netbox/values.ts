import { parsePgArray, type PgArray } from '@plumbline/engine';
import type { FieldSpec } from '@plumbline/kit';

/** Turns the text of a column into the input of a field; null is known to be empty. */
export type Convert = (text: string) => unknown;

const OFFSET = /([+-]\d{2})(?::?(\d{2}))?$/;

/** `2021-12-30 15:45:37.458+00` or a bare day, as RFC 3339. */
export const instantOf: Convert = (text) => {
  if (text[10] === ' ' && text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`; // as a dump has it
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
  const local = text.replace(' ', 'T');
  if (local.endsWith('Z')) return local;
  const [whole = '', hours = '', minutes = '00'] = OFFSET.exec(local.slice(10)) ?? [];
  if (whole === '') return `${local}Z`;
  const offset = `${hours}:${minutes}`;
  return `${local.slice(0, local.length - whole.length)}${/^[+-]00:00$/.test(offset) ? 'Z' : offset}`;
};

const numberOf: Convert = (text) => (text === '' ? null : Number(text));

const textOf: Convert = (text) => (text === '' ? null : text);

const mapArray = (array: PgArray, convert: (text: string) => unknown): unknown[] =>
  array.map((item) => (Array.isArray(item) ? mapArray(item, convert) : item === null ? null : convert(item)));

const isJsonList = (text: string): boolean => text.startsWith('[') && !/^\[-?\d+:-?\d+\]/.test(text);

/** An array as PostgreSQL or JSON writes it. */
const arrayOf = (text: string): PgArray =>
  isJsonList(text)
    ? (JSON.parse(text) as unknown[]).map((item) => (item === null ? null : String(item)))
    : parsePgArray(text);

const listOf: Convert = (text) => mapArray(arrayOf(text), (item) => item);

/** A list of JSON documents, from an array of them as PostgreSQL or JSON writes it. */
export const jsonListOf = (text: string): unknown[] => {
  const items: unknown[] = isJsonList(text) ? (JSON.parse(text) as unknown[]) : [...parsePgArray(text)];
  return items.map((item) => (typeof item === 'string' ? (JSON.parse(item) as unknown) : item));
};

/** A range as PostgreSQL writes it, from that or from the JSON object of its bounds. */
const rangeText = (text: string): string => {
  if (!text.startsWith('{')) return text;
  const { lower, upper, bounds = '[)' } = JSON.parse(text) as Readonly<Record<string, string | number | null>>;
  return `${String(bounds)[0] ?? '['}${lower ?? ''},${upper ?? ''}${String(bounds)[1] ?? ')'}`;
};

/** JSON; where the dump does not say that a column is an array, its text does. */
const jsonOf: Convert = (text) => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError && text.startsWith('{')) return listOf(text);
    throw error;
  }
};

/** An array of ranges as the multirange the field holds: `{"[1,4095)"}` to `{[1,4095)}`. */
const rangesOf: Convert = (text) => {
  const isArray = text.startsWith('{') || text.startsWith('["') || text === '[]';
  const ranges = isArray ? arrayOf(text).map((range) => rangeText(String(range))) : [text];
  return `{${ranges.filter((range) => range !== 'empty').join(',')}}`;
};

const CONVERTERS: Readonly<Record<string, Convert>> = {
  asn: numberOf,
  bool: (text) => text === 't',
  dateTime: instantOf,
  idRanges: rangesOf,
  int: numberOf,
  intChoice: numberOf,
  intList: (text) => mapArray(arrayOf(text), Number),
  json: jsonOf,
  textList: listOf,
};

/** How the text of a column becomes a value of the field; decimals and 64-bit numbers stay text and so exact. */
export const converterOf = (spec: FieldSpec, sqlType: string | null): Convert => {
  if (spec.kind === 'json' && sqlType?.endsWith('[]')) return listOf;
  return CONVERTERS[spec.kind] ?? textOf;
};
