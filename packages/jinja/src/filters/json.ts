import { raise } from '../errors.ts';
import { checkString, checkWidth, tick } from '../limits.ts';
import type { CallSite } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { floatRepr } from '../values/float.ts';
import { Float, isInt, isText, Markup, textOf, Tuple, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { sortValues } from '../values/sort.ts';
import { intText, str } from '../values/text.ts';
import { integerOf } from './support.ts';

interface Writer {
  /** Blanks of one level, or null for one line. */
  readonly indent: string | null;
  readonly sortKeys: boolean;
  length: number;
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const quoted = (text: string): string => JSON.stringify(text).replace(/[\u007f-\uffff]/g, escapeUnit);

function floatText(n: number): string {
  if (Number.isNaN(n)) return 'NaN';
  if (!Number.isFinite(n)) return n > 0 ? 'Infinity' : '-Infinity';
  return floatRepr(n);
}

function keyText(key: Value): string {
  if (isText(key)) return quoted(textOf(key));
  if (key === null) return '"null"';
  if (typeof key === 'boolean') return key ? '"true"' : '"false"';
  if (isInt(key)) return `"${intText(key)}"`;
  if (key instanceof Float) return `"${floatText(key.n)}"`;
  return raise('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function pairsOf(dict: Dict, sort: boolean): readonly (readonly [Value, Value])[] {
  const pairs = [...dict.entries()];
  if (!sort) return pairs;
  const keys = sortValues(
    pairs.map(([key]) => key),
    (key) => key,
    false,
  );
  return keys.map((key) => [key, dict.get(key) ?? null]);
}

function bracket(parts: readonly string[], open: string, close: string, level: number, writer: Writer): string {
  if (parts.length === 0) return open + close;
  const { indent } = writer;
  if (indent === null) return open + parts.join(', ') + close;
  const inner = `\n${indent.repeat(level + 1)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${indent.repeat(level)}${close}`;
}

function write(value: Value, level: number, writer: Writer, seen: readonly object[]): string {
  tick();
  const text = scalar(value) ?? container(value, level, writer, seen);
  writer.length += text.length;
  checkString(Math.min(writer.length, text.length + (writer.indent?.length ?? 0) * level));
  return text;
}

function scalar(value: Value): string | null {
  if (isText(value)) return quoted(textOf(value));
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (isInt(value)) return intText(value);
  return value instanceof Float ? floatText(value.n) : null;
}

function container(value: Value, level: number, writer: Writer, seen: readonly object[]): string {
  const isList = Array.isArray(value) || value instanceof Tuple;
  if (!isList && !(value instanceof Dict))
    return raise('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
  if (seen.includes(value)) raise('ValueError', 'Circular reference detected');
  const within = [...seen, value];
  if (value instanceof Dict) {
    const parts = pairsOf(value, writer.sortKeys).map(
      ([key, item]) => `${keyText(key)}: ${write(item, level + 1, writer, within)}`,
    );
    return bracket(parts, '{', '}', level, writer);
  }
  const items = value instanceof Tuple ? value.items : value;
  return bracket(
    items.map((item) => write(item, level + 1, writer, within)),
    '[',
    ']',
    level,
    writer,
  );
}

const HTML: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', "'": '\\u0027' };

/** JSON text of a value, safe inside HTML: keys sorted, other than ASCII escaped. */
export function toJson(site: CallSite, value: Value, indent: Value = null): Value {
  const blanks =
    indent === null ? null : isText(indent) ? str(indent) : ' '.repeat(Math.max(0, checkWidth(integerOf(indent))));
  const writer = { indent: blanks, sortKeys: site.policy('json.sort_keys') !== false, length: 0 };
  return new Markup(write(value, 0, writer, []).replace(/[<>&']/g, (char) => HTML[char] ?? char));
}
