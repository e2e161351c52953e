import { raise } from '../errors.ts';
import { checkString, checkWidth } from '../limits.ts';
import { real, whole } from '../values/arithmetic.ts';
import { fixed, floatRepr, general, scientific, special } from '../values/float.ts';
import { Float, Markup, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { characters, intText, sliceText, str, textLength } from '../values/text.ts';

/** A parsed format specification: `[[fill]align][sign][z][#][0][width][,][.precision][type]`. */
interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

function parseSpec(text: string, value: Value): Spec {
  const match = SPEC.exec(text);
  if (!match) return raise('ValueError', `Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
  const [, fill, align, sign, coerce, alternate, zero, width, grouping, precision, type] = match;
  if (coerce !== undefined && !(value instanceof Float))
    raise('ValueError', 'Negative zero coercion (z) not allowed in integer format specifier');
  const padZero = zero !== undefined;
  return {
    fill: fill ?? (padZero ? '0' : ' '),
    align: align ?? (padZero && typeof value !== 'string' ? '=' : ''),
    sign: sign ?? '',
    alternate: alternate !== undefined,
    width: checkWidth(Number(width ?? 0)),
    grouping: grouping ?? '',
    precision: precision === undefined ? null : checkWidth(Number(precision)),
    type: type ?? '',
  };
}

/** Pads text to `width` characters. */
export function pad(text: string, width: number, align: string, fill: string): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  checkString(width);
  if (align === '<') return text + fill.repeat(missing);
  if (align === '^') return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1));
  return fill.repeat(missing) + text;
}

/** Puts a separator between groups of digits of the integer part. */
function group(digits: string, separator: string, size: number): string {
  if (!separator) return digits;
  const [, head = '', rest = ''] = /^([0-9a-fA-F]*)(.*)$/s.exec(digits) ?? [];
  const parts: string[] = [];
  for (let end = head.length; end > 0; end -= size) parts.unshift(head.slice(Math.max(0, end - size), end));
  return parts.join(separator) + rest;
}

function finish(negative: boolean, prefix: string, digits: string, spec: Spec, groupSize: number): string {
  const sign = negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
  const lead = sign + prefix;
  const body = group(digits, spec.grouping, groupSize);
  if (spec.align !== '=') return pad(lead + body, spec.width, spec.align || '>', spec.fill);
  if (spec.fill !== '0' || !spec.grouping) return lead + pad(body, spec.width - lead.length, '>', spec.fill);
  return lead + zeroGrouped(digits, spec, groupSize, spec.width - lead.length);
}

function zeroGrouped(digits: string, spec: Spec, size: number, width: number): string {
  let padded = digits;
  while (group(padded, spec.grouping, size).length < width) padded = `0${padded}`;
  const text = group(padded, spec.grouping, size);
  return text;
}

const RADIX: Record<string, number> = { b: 2, o: 8, x: 16, X: 16 };

function formatInt(value: number | bigint, spec: Spec): string {
  if (spec.precision !== null) raise('ValueError', 'Precision not allowed in integer format specifier');
  if (spec.type === 'c') return pad(String.fromCodePoint(Number(value)), spec.width, spec.align || '<', spec.fill);
  const radix = RADIX[spec.type];
  const magnitude = value < 0 ? -value : value;
  if (radix === undefined) return finish(value < 0, '', intText(magnitude), spec, 3);
  const digits = magnitude.toString(radix);
  const prefix = spec.alternate ? `0${spec.type}` : '';
  return finish(value < 0, prefix, spec.type === 'X' ? digits.toUpperCase() : digits, spec, 4);
}

/** Digits of a finite magnitude for a float type. */
function floatDigits(n: number, { type, precision, alternate }: Spec): string {
  const digits = precision ?? 6;
  switch (type) {
    case 'e':
    case 'E':
      return scientific(n, digits);
    case 'f':
    case 'F':
      return fixed(n, digits);
    case '%':
      return `${fixed(n * 100, digits)}%`;
    case '':
      return precision === null ? floatRepr(n) : withPoint(general(n, digits, alternate), digits);
    default:
      return general(n, digits, alternate);
  }
}

/** A bare precision keeps at least one decimal, except in exponent form. */
function withPoint(text: string, precision: number): string {
  if (text.includes('.') || text.includes('e')) return text;
  return text.length >= precision && precision > 0 ? scientificOf(text, precision) : `${text}.0`;
}

const scientificOf = (text: string, precision: number): string =>
  text.length > precision || precision === 1 ? general(Number(text), precision, false) : toExponent(text);

function toExponent(text: string): string {
  const mantissa = `${text[0]}.${text.slice(1)}`.replace(/\.?0+$/, '');
  return `${mantissa}e+${String(text.length - 1).padStart(2, '0')}`;
}

function formatFloat(n: number, spec: Spec): string {
  const negative = n < 0 || Object.is(n, -0);
  const magnitude = Math.abs(n);
  const name = special(magnitude);
  const text = name ? (spec.type === '%' ? `${name}%` : name) : floatDigits(magnitude, spec);
  return finish(negative, '', 'EFG'.includes(spec.type || '-') ? text.toUpperCase() : text, spec, 3);
}

function formatText(text: string, spec: Spec): string {
  if (spec.sign) raise('ValueError', 'Sign not allowed in string format specifier');
  if (spec.align === '=') raise('ValueError', "'=' alignment not allowed in string format specifier");
  if (spec.grouping) raise('ValueError', `Cannot specify '${spec.grouping}' with 's'.`);
  const cut = spec.precision !== null && textLength(text) > spec.precision ? sliceText(text, 0, spec.precision) : text;
  return pad(cut, spec.width, spec.align || '<', spec.fill);
}

function unknown(type: string, value: Value): never {
  return raise('ValueError', `Unknown format code '${type}' for object of type '${typeName(value)}'`);
}

/** Python's `format(value, spec)`. */
export function formatValue(value: Value, specText: string): string {
  if (specText === '') return str(value);
  if (typeof value === 'string' || value instanceof Markup) return formatAsText(str(value), specText);
  const integer = whole(value);
  const n = value instanceof Float ? value.n : integer === undefined ? undefined : 0;
  if (n === undefined) return raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
  const spec = parseSpec(specText, value);
  if (value instanceof Float) return 'eEfFgGn%'.includes(spec.type) ? formatFloat(n, spec) : unknown(spec.type, value);
  if (typeof value === 'boolean' && spec.type === '') return str(value) === '' ? '' : formatAsInt(Number(value), spec);
  return formatAsInt(integer ?? 0, spec);
}

function formatAsText(text: string, specText: string): string {
  const spec = parseSpec(specText, text);
  return spec.type === '' || spec.type === 's' ? formatText(text, spec) : unknown(spec.type, text);
}

function formatAsInt(integer: number | bigint, spec: Spec): string {
  if ('bcdoxXn'.includes(spec.type)) return formatInt(integer, spec);
  if ('eEfFgG%'.includes(spec.type)) return formatFloat(real(integer) ?? 0, spec);
  return unknown(spec.type, integer);
}

/** First character of a string, as Python's `c` conversion wants it. */
export const oneCharacter = (text: string): string | null => (characters(text).length === 1 ? text : null);
