import { raise } from '../errors.ts';
import { tick } from '../limits.ts';
import { Dict, DictView, SetValue } from './dict.ts';
import { Float, isHost, Markup, Range, Tuple, type Value } from './model.ts';
import { typeName } from './names.ts';
import { Undefined } from './undefined.ts';

/** A number as JavaScript compares it; bigints and numbers compare exactly in JavaScript. */
function numeric(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Float ? value.n : undefined;
}

const text = (value: Value): string | undefined =>
  typeof value === 'string' ? value : value instanceof Markup ? value.text : undefined;

/** Python's `a == b`. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return selfEqual(a);
  const left = numeric(a);
  // biome-ignore lint: exact comparison across number and bigint needs ==
  if (left !== undefined) return numericEqual(left, numeric(b), b, a);
  const words = text(a);
  if (words !== undefined) return words === text(b) || hostEquals(b, a);
  if (a === null || typeof a !== 'object') return hostEquals(b, a);
  return objectEquals(a, b);
}

function selfEqual(value: Value): boolean {
  if (value instanceof Undefined) value.use();
  return !(value instanceof Float && Number.isNaN(value.n));
}

function numericEqual(left: number | bigint, right: number | bigint | undefined, b: Value, a: Value): boolean {
  if (right === undefined) return hostEquals(b, a);
  // eslint-disable-next-line eqeqeq -- number and bigint of one value are equal only under ==
  return left == right;
}

function hostEquals(host: Value, other: Value): boolean {
  if (host instanceof Undefined) host.use();
  return isHost(host) && (host.equals?.(other) ?? false);
}

function objectEquals(a: object & Value, b: Value): boolean {
  tick();
  if (Array.isArray(a)) return Array.isArray(b) && itemsEqual(a, b);
  if (a instanceof Tuple) return b instanceof Tuple && itemsEqual(a.items, b.items);
  if (a instanceof Dict) return b instanceof Dict && dictsEqual(a, b);
  if (a instanceof Undefined) {
    a.use();
    return b instanceof Undefined && a.mode === b.mode;
  }
  if (b instanceof Undefined) b.use();
  if (a instanceof Range) return b instanceof Range && rangesEqual(a, b);
  if (isSetLike(a)) return isSetLike(b) && setsEqual(keysOf(a), keysOf(b));
  return isHost(a) && a.equals ? a.equals(b) : hostEquals(b, a);
}

function itemsEqual(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at] || equals(item, b[at] as Value));
}

function dictsEqual(a: Dict, b: Dict): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) {
    const other = b.get(key);
    if (other === undefined || !(value === other || equals(value, other))) return false;
  }
  return true;
}

function rangesEqual(a: Range, b: Range): boolean {
  if (a.length !== b.length) return false;
  return a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step));
}

const isSetLike = (value: Value): value is SetValue | DictView =>
  value instanceof SetValue || (value instanceof DictView && value.kind === 'keys');

const keysOf = (value: SetValue | DictView): Dict => value.dict;

function setsEqual(a: Dict, b: Dict): boolean {
  if (a.size !== b.size) return false;
  for (const key of a.keys()) if (!b.has(key)) return false;
  return true;
}

/** Code point order, which differs from UTF-16 order above U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return (x >= 0xd800 && y >= 0xd800 ? fixup(x) - fixup(y) : x - y) < 0 ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

const fixup = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);

/** Order of two values, NaN when a float is not a number; undefined when they do not compare. */
function tryCompare(a: Value, b: Value): number | undefined {
  const [left, right] = [numeric(a), numeric(b)];
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : left >= right ? 0 : NaN;
  const [first, second] = [text(a), text(b)];
  if (first !== undefined && second !== undefined) return compareText(first, second);
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(a, b);
  if (a instanceof Tuple && b instanceof Tuple) return compareItems(a.items, b.items);
  if (isHost(a) && a.compare) return a.compare(b);
  if (!isHost(b) || !b.compare) return undefined;
  const turned = b.compare(a);
  return turned === undefined ? undefined : -turned;
}

function compareItems(a: readonly Value[], b: readonly Value[]): number {
  tick();
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at += 1) {
    const [x, y] = [a[at] as Value, b[at] as Value];
    if (x !== y && !equals(x, y)) return order(x, y, '<');
  }
  return a.length - b.length;
}

/** Order of two values for `op`, with Python's refusal of mixed types. */
export function order(a: Value, b: Value, op: string): number {
  if (a instanceof Undefined) return a.fail();
  if (b instanceof Undefined) return b.fail();
  const result = tryCompare(a, b);
  if (result !== undefined) return result;
  return raise('TypeError', `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function subset(a: SetValue | DictView, b: SetValue | DictView): boolean {
  for (const key of keysOf(a).keys()) if (!keysOf(b).has(key)) return false;
  return true;
}

/** `a < b`, `a <= b`, `a > b` or `a >= b`. */
export function compares(op: '<' | '<=' | '>' | '>=', a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return numbersCompare(op, a, b);
  if (isSetLike(a) && isSetLike(b)) {
    const strict = op.length === 1 && keysOf(a).size === keysOf(b).size;
    return !strict && (op.startsWith('<') ? subset(a, b) : subset(b, a));
  }
  return numbersCompare(op, order(a, b, op), 0);
}

function numbersCompare(op: '<' | '<=' | '>' | '>=', a: number, b: number): boolean {
  if (op === '<') return a < b;
  if (op === '<=') return a <= b;
  return op === '>' ? a > b : a >= b;
}
