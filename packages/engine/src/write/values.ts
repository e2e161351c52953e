import type { FieldSpec } from '@plumbline/kit';
import { isInstant } from './instant.ts';
import type { ArcValue } from './work.ts';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2})?)$/;
const MINUTE_MS = 60_000;

/** Whether a text is in the form that `canonicalInstant` gives; most are. */
const isCanonicalInstant = (text: string): boolean => isInstant(text) && !(text.includes('.') && text.endsWith('0Z'));

/** Any RFC 3339 or PostgreSQL instant as UTC text with up to six decimals, without trailing zeros. */
export const canonicalInstant = (text: string): string => {
  if (isCanonicalInstant(text)) return text;
  const parts = INSTANT.exec(text);
  if (!parts) return text;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zulu, sign, zoneHour = '0', zoneMinute = '0'] =
    parts;
  const digits = fraction.replace(/0+$/, '');
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const offset = zulu ? 0 : (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  const utc = offset === 0 ? local : new Date(Date.parse(`${local}Z`) - offset * MINUTE_MS).toISOString().slice(0, 19);
  return `${utc}${digits === '' ? '' : `.${digits}`}Z`;
};

/** Decimal text with exactly `scale` decimals and no leading zeros, as PostgreSQL prints it. */
const canonicalDecimal = (text: string, scale: number): string => {
  const negative = text.startsWith('-');
  const [left = '', right = ''] = text.replace('-', '').split('.');
  const whole = left.replace(/^0+(?=\d)/, '');
  const digits = scale === 0 ? whole : `${whole}.${right.slice(0, scale).padEnd(scale, '0')}`;
  return negative && /[1-9]/.test(digits) ? `-${digits}` : digits;
};

/** The one text of a value that PostgreSQL would give back, so that equal values compare equal. */
export const canonical = (value: unknown, spec: FieldSpec): unknown => {
  if (typeof value !== 'string') return value;
  if (spec.kind === 'dateTime') return canonicalInstant(value);
  return spec.kind === 'decimal' ? canonicalDecimal(value, spec.scale ?? 2) : value;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
};

/** Text of a normalised value; the same for the same content, in any key order. */
export const contentText = (value: unknown): string => JSON.stringify(sorted(value));

/** Equality of two normalised values; objects compare by content, in any key order. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if ((a ?? null) === null || (b ?? null) === null) return (a ?? null) === (b ?? null);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return contentText(a) === contentText(b);
};

/** Whether a value is the stored form of an exclusive arc. */
export const isArcValue = (value: unknown): value is ArcValue =>
  typeof value === 'object' && value !== null && 'arm' in value && 'id' in value;

const NEEDS_QUOTES = /^$|[{}",\\\s]|^null$/i;

const element = (text: string | null): string => {
  if (text === null) return 'NULL';
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll(/[\\"]/g, '\\$&')}"` : text;
};

/** PostgreSQL array literal of texts. */
export const arrayLiteral = (texts: readonly (string | null)[]): string => `{${texts.map(element).join(',')}}`;

/** Types whose texts hold no character that an array literal has to quote. */
export const PLAIN_TYPES: ReadonlySet<string> = new Set([
  'uuid',
  'int',
  'integer',
  'bigint',
  'boolean',
  'date',
  'timestamp with time zone',
  'macaddr',
]);

/** The same for texts of such types. */
export const plainArrayLiteral = (texts: readonly (string | null)[]): string =>
  `{${texts.map((text) => text ?? 'NULL').join(',')}}`;

/** Reads an array literal of one dimension, as PostgreSQL prints it. */
export const parseArray = (literal: string): string[] => {
  const items: string[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|([^{},]+)/g;
  for (const match of literal.matchAll(pattern)) items.push(match[1]?.replaceAll(/\\(.)/g, '$1') ?? match[2] ?? '');
  return items;
};
