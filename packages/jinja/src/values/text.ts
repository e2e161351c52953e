import { raise } from '../errors.ts';
import { checkString } from '../limits.ts';
import { Callable } from './callable.ts';
import { Dict, DictView, SetValue } from './dict.ts';
import { floatRepr } from './float.ts';
import { identity } from './identity.ts';
import { Float, Markup, Range, Stream, Tuple, type Value } from './model.ts';
import { Undefined } from './undefined.ts';

const BIG_DIGITS = 10n ** 4300n;

/** Decimal digits of an integer; Python refuses more than 4300. */
export function intText(value: number | bigint): string {
  if (typeof value === 'bigint' && (value >= BIG_DIGITS || value <= -BIG_DIGITS))
    raise('ValueError', 'Exceeds the limit (4300 digits) for integer string conversion');
  return Object.is(value, -0) ? '0' : String(value);
}

/** Python's `str(value)`. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return intText(value);
  if (value instanceof Markup) return value.text;
  if (value instanceof Undefined) return value.text();
  if (typeof value === 'object' && value !== null && 'getAttribute' in value && value.str) return value.str();
  return repr(value);
}

/** Printed address of an object; stable within a process, of no meaning. */
const address = (object: object): string => `0x${(0x7f0000000000 + identity(object) * 64).toString(16)}`;

/** Python's `repr(value)`. */
export function repr(value: Value, seen: readonly object[] = []): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'bigint') return intText(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return floatRepr(value.n);
  if (value instanceof Markup) return `Markup(${quote(value.text)})`;
  if (value instanceof Undefined) return 'Undefined';
  if (value instanceof Range) return rangeRepr(value);
  if (value instanceof Stream)
    return `<${value.typeName} object ${value.name ? `${value.name} ` : ''}at ${address(value)}>`;
  if (value instanceof Callable) return callableRepr(value);
  if (Array.isArray(value) || value instanceof Tuple || value instanceof Dict) return nested(value, seen);
  if (value instanceof DictView || value instanceof SetValue) return nested(value, seen);
  return value.repr ? value.repr() : `<${value.typeName} object at ${address(value)}>`;
}

const rangeRepr = ({ start, stop, step }: Range): string =>
  step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;

function callableRepr(value: Callable): string {
  if (value.typeName === 'type') return `<class '${value.name}'>`;
  if (value.typeName === 'builtin_function_or_method')
    return `<built-in method ${value.name} of ${value.owner} object at ${address(value)}>`;
  return `<function ${value.name} at ${address(value)}>`;
}

function nested(value: Value[] | Tuple | Dict | DictView | SetValue, seen: readonly object[]): string {
  if (seen.includes(value)) return value instanceof Dict ? '{...}' : Array.isArray(value) ? '[...]' : '(...)';
  const within = [...seen, value];
  if (Array.isArray(value)) return `[${items(value, within)}]`;
  if (value instanceof Tuple)
    return value.items.length === 1 ? `(${items(value.items, within)},)` : `(${items(value.items, within)})`;
  if (value instanceof SetValue) return value.dict.size ? `{${items(value.dict.keys(), within)}}` : 'set()';
  if (value instanceof DictView) return `dict_${value.kind}([${items(viewItems(value), within)}])`;
  const parts: string[] = [];
  let length = 0;
  for (const [key, item] of value.entries())
    length = collect(parts, `${repr(key, within)}: ${repr(item, within)}`, length);
  return `{${parts.join(', ')}}`;
}

function items(values: Iterable<Value>, seen: readonly object[]): string {
  const parts: string[] = [];
  let length = 0;
  for (const value of values) length = collect(parts, repr(value, seen), length);
  return parts.join(', ');
}

function collect(parts: string[], part: string, before: number): number {
  const length = before + part.length + 2;
  if (length > 4096) checkString(length);
  parts.push(part);
  return length;
}

/** Items of a dict view: keys, values, or pairs. */
export function* viewItems({ dict, kind }: DictView): Generator<Value> {
  if (kind === 'keys') yield* dict.keys();
  else if (kind === 'values') yield* dict.values();
  else for (const pair of dict.entries()) yield new Tuple(pair);
}

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\\]/gu;

function escapeCharacter(char: string): string {
  if (char === ' ') return char;
  const known = ESCAPES[char];
  if (known) return known;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Python's `repr(str)`: single quotes unless only those occur inside. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(UNPRINTABLE, escapeCharacter);
  return mark + (mark === "'" ? body.replaceAll("'", "\\'") : body) + mark;
}

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** Text as HTML: `&`, `<`, `>` and both quotes are replaced. */
export function escapeHtml(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (char) => HTML[char] ?? char);
  if (escaped.length > text.length) checkString(escaped.length);
  return escaped;
}

/** A value as HTML; safe text stays as it is. */
export function escape(value: Value): Markup {
  if (value instanceof Markup) return value;
  if (typeof value === 'object' && value !== null && 'getAttribute' in value && value.html)
    return new Markup(value.html());
  return new Markup(escapeHtml(str(value)));
}

const ASTRAL = /[\ud800-\udfff]/;

/** Characters of a string as Python counts them. */
export function characters(text: string): string[] | string {
  return ASTRAL.test(text) ? Array.from(text) : text;
}

/** Length of a string as Python counts it. */
export const textLength = (text: string): number => (ASTRAL.test(text) ? Array.from(text).length : text.length);

/** `text[start:stop]` in Python's characters. */
export function sliceText(text: string, start: number, stop?: number): string {
  const all = characters(text);
  return typeof all === 'string' ? all.slice(start, stop) : all.slice(start, stop).join('');
}

/** Joins parts and refuses a result that is too long. */
export function joinText(parts: readonly string[], separator = ''): string {
  let length = Math.max(0, parts.length - 1) * separator.length;
  for (const part of parts) length += part.length;
  checkString(length);
  return parts.join(separator);
}

/** `text` repeated; refuses a result that is too long. */
export function repeatText(text: string, times: number): string {
  if (times <= 0 || text === '') return '';
  checkString(text.length * times);
  return text.repeat(times);
}
