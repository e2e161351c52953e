import { raise } from '../errors.ts';
import { budget, checkItems } from '../limits.ts';
import { Dict, DictView, SetValue } from './dict.ts';
import { each } from './iterate.ts';
import { Float, isHost, Markup, Tuple, type Value } from './model.ts';
import { typeName } from './names.ts';
import { escape, joinText, repeatText, viewItems } from './text.ts';
import { isUndefined } from './undefined.ts';

type Whole = number | bigint;

/** A bigint as a number when it fits. */
export const shrink = (value: bigint): Whole =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

/** An integer for arithmetic; undefined for other types. Booleans count. */
export function whole(value: Value): Whole | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? Number(value) : undefined;
}

/** Any number as a float; undefined for other types. */
export function real(value: Value): number | undefined {
  if (value instanceof Float) return value.n;
  const integer = whole(value);
  if (typeof integer !== 'bigint') return integer;
  const n = Number(integer);
  return Number.isFinite(n) ? n : raise('OverflowError', 'int too large to convert to float');
}

/** Refuses the operands of an operator. */
export function refuse(op: string, a: Value, b: Value): never {
  if (isUndefined(a)) a.fail();
  if (isUndefined(b)) b.fail();
  return raise('TypeError', `unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`);
}

/** Applies an operator to two numbers; undefined when one is no number. */
export function numbers(
  a: Value,
  b: Value,
  onNumber: (x: number, y: number) => number,
  onBig: (x: bigint, y: bigint) => bigint,
): Value | undefined {
  const [x, y] = [whole(a), whole(b)];
  if (x !== undefined && y !== undefined) {
    const quick = typeof x === 'number' && typeof y === 'number' ? onNumber(x, y) : NaN;
    if (Number.isSafeInteger(quick)) return quick === 0 ? 0 : quick;
    return shrink(guard(onBig(BigInt(x), BigInt(y))));
  }
  const [left, right] = [real(a), real(b)];
  return left === undefined || right === undefined ? undefined : new Float(onNumber(left, right));
}

function guard(value: bigint): bigint {
  const { bits } = budget().limits;
  if (value.toString(16).length * 4 > bits + 4) raise('LimitExceeded', `An integer passes the limit of ${bits} bits.`);
  return value;
}

/** `a + b`. */
export function add(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return joinText([a, b]);
  const sum = numbers(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
  if (sum !== undefined) return sum;
  if (Array.isArray(a) && Array.isArray(b)) return joined(a, b);
  if (a instanceof Tuple && b instanceof Tuple) return new Tuple(joined(a.items, b.items));
  if (a instanceof Markup || b instanceof Markup) return addMarkup(a, b);
  if (isHost(a) && a.add) {
    const value = a.add(b);
    if (value !== undefined) return value;
  }
  return addRefusal(a, b);
}

function joined(a: readonly Value[], b: readonly Value[]): Value[] {
  checkItems(a.length + b.length);
  return [...a, ...b];
}

function addMarkup(a: Value, b: Value): Value {
  const isText = (value: Value): boolean => typeof value === 'string' || value instanceof Markup;
  if (!isText(a) || !isText(b)) return addRefusal(a, b);
  return new Markup(joinText([escape(a).text, escape(b).text]));
}

function addRefusal(a: Value, b: Value): never {
  if (isUndefined(a)) a.fail();
  if (isUndefined(b)) b.fail();
  if (typeof a === 'string') raise('TypeError', `can only concatenate str (not "${typeName(b)}") to str`);
  if (Array.isArray(a)) raise('TypeError', `can only concatenate list (not "${typeName(b)}") to list`);
  if (a instanceof Tuple) raise('TypeError', `can only concatenate tuple (not "${typeName(b)}") to tuple`);
  return refuse('+', a, b);
}

/** `a - b`. */
export function subtract(a: Value, b: Value): Value {
  const difference = numbers(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
  if (difference !== undefined) return difference;
  if (a instanceof SetValue || (a instanceof DictView && a.kind !== 'values')) return setDifference(a, b);
  return (isHost(a) ? a.subtract?.(b) : undefined) ?? refuse('-', a, b);
}

function setDifference(a: SetValue | DictView, b: Value): Value {
  const drop = new SetValue(each(b));
  const items = a instanceof SetValue ? a.dict.keys() : viewItems(a);
  const kept: Value[] = [];
  for (const item of items) if (!drop.dict.has(item)) kept.push(item);
  return new SetValue(kept);
}

/** `a * b`. */
export function multiply(a: Value, b: Value): Value {
  const product = numbers(
    a,
    b,
    (x, y) => x * y,
    (x, y) => guardedProduct(x, y),
  );
  if (product !== undefined) return product;
  const [times, sequence] = whole(a) === undefined ? [whole(b), a] : [whole(a), b];
  if (times === undefined) return multiplyRefusal(a, b);
  const count = Number(times);
  if (typeof sequence === 'string') return repeatText(sequence, count);
  if (sequence instanceof Markup) return new Markup(repeatText(sequence.text, count));
  if (Array.isArray(sequence)) return repeated(sequence, count);
  if (sequence instanceof Tuple) return new Tuple(repeated(sequence.items, count));
  return refuse('*', a, b);
}

function guardedProduct(x: bigint, y: bigint): bigint {
  const digits = x.toString(16).length + y.toString(16).length;
  const { bits } = budget().limits;
  if (digits * 4 > bits + 8) raise('LimitExceeded', `An integer passes the limit of ${bits} bits.`);
  return x * y;
}

function multiplyRefusal(a: Value, b: Value): never {
  if (isUndefined(a)) a.fail();
  if (isUndefined(b)) b.fail();
  const sequence = [a, b].some((v) => typeof v === 'string' || Array.isArray(v) || v instanceof Tuple);
  const other = typeof a === 'string' || Array.isArray(a) || a instanceof Tuple ? b : a;
  if (sequence) raise('TypeError', `can't multiply sequence by non-int of type '${typeName(other)}'`);
  return refuse('*', a, b);
}

function repeated(items: readonly Value[], times: number): Value[] {
  if (times <= 0) return [];
  checkItems(items.length * times);
  const list: Value[] = [];
  for (let round = 0; round < times; round += 1) list.push(...items);
  return list;
}

/** `a / b`, always a float. */
export function divide(a: Value, b: Value): Value {
  const [x, y] = [real(a), real(b)];
  if (x === undefined || y === undefined) {
    const host = refuse('/', a, b);
    return host;
  }
  if (y === 0)
    raise(
      'ZeroDivisionError',
      a instanceof Float || b instanceof Float ? 'float division by zero' : 'division by zero',
    );
  return new Float(x / y);
}

/** Whole quotient towards minus infinity. */
export const bigFloor = (x: bigint, y: bigint): bigint => {
  const quotient = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
};

/** Rest with the sign of the divisor. */
export const floorMod = (x: number, y: number): number => {
  if (y === Infinity || y === -Infinity) return x === 0 || x < 0 === y < 0 ? x : y;
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
};

/** `a // b`, towards minus infinity. */
export function floorDivide(a: Value, b: Value): Value {
  const divisor = real(b);
  if (divisor === undefined || real(a) === undefined) return refuse('//', a, b);
  const floats = a instanceof Float || b instanceof Float;
  if (divisor === 0)
    raise('ZeroDivisionError', floats ? 'float floor division by zero' : 'integer division or modulo by zero');
  return numbers(a, b, (x, y) => Math.floor((x - floorMod(x, y)) / y + 0.5), bigFloor) ?? refuse('//', a, b);
}

/** `a ** b`. */
export function power(a: Value, b: Value): Value {
  const [base, exponent] = [whole(a), whole(b)];
  if (base !== undefined && exponent !== undefined && exponent >= 0) return wholePower(base, exponent);
  const [x, y] = [real(a), real(b)];
  if (x === undefined || y === undefined) return refuse('** or pow()', a, b);
  if (x === 0 && y < 0) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (x < 0 && !Number.isInteger(y)) raise('ValueError', 'complex numbers are not supported');
  const result = x ** y;
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y))
    raise('OverflowError', "(34, 'Numerical result out of range')");
  return new Float(result);
}

function wholePower(base: Whole, exponent: Whole): Value {
  const quick = Number(base) ** Number(exponent);
  if (Number.isSafeInteger(quick)) return quick;
  const big = BigInt(base);
  const { bits } = budget().limits;
  if (big.toString(2).length * Number(exponent) > bits + 64)
    raise('LimitExceeded', `An integer passes the limit of ${bits} bits.`);
  return shrink(big ** BigInt(exponent));
}

/** `-a`. */
export function negate(a: Value): Value {
  if (a instanceof Float) return new Float(-a.n);
  const integer = whole(a);
  if (integer === undefined) return unaryRefusal('-', a);
  return typeof integer === 'bigint' ? shrink(-integer) : integer === 0 ? 0 : -integer;
}

/** `+a`. */
export function positive(a: Value): Value {
  if (a instanceof Float) return a;
  return whole(a) ?? unaryRefusal('+', a);
}

function unaryRefusal(op: string, a: Value): never {
  if (isUndefined(a)) a.fail();
  return raise('TypeError', `bad operand type for unary ${op}: '${typeName(a)}'`);
}

/** True for a dict, also a host's mapping. */
export const isMapping = (value: Value): boolean =>
  value instanceof Dict || (isHost(value) && value.keys !== undefined);
