import { raise } from '../errors.ts';
import { whole } from '../values/arithmetic.ts';
import { Float, Tuple, type Value } from '../values/model.ts';
import type { Method, MethodTable } from './table.ts';

const magnitude = (value: Value): bigint => {
  const n = BigInt(whole(value) ?? 0);
  return n < 0n ? -n : n;
};

const bitLength = (value: Value): number => {
  const n = magnitude(value);
  return n === 0n ? 0 : n.toString(2).length;
};

/** Methods of `int` and `bool`. */
export const INT_METHODS: MethodTable = new Map<string, Method>([
  ['bit_length', bitLength],
  ['bit_count', (self: Value) => magnitude(self).toString(2).replaceAll('0', '').length],
  ['conjugate', (self: Value) => whole(self) ?? 0],
  ['as_integer_ratio', (self: Value) => new Tuple([whole(self) ?? 0, 1])],
]);

const float = (value: Value): number => (value instanceof Float ? value.n : 0);

function ratio(n: number): Value {
  if (!Number.isFinite(n)) return raise('OverflowError', 'cannot convert Infinity to integer ratio');
  let [top, bottom] = [n, 1n];
  while (!Number.isInteger(top)) {
    top *= 2;
    bottom *= 2n;
  }
  const whole = BigInt(top);
  return new Tuple([Number.isSafeInteger(top) ? top : whole, bottom <= 2n ** 53n ? Number(bottom) : bottom]);
}

/** Methods of `float`. */
export const FLOAT_METHODS: MethodTable = new Map([
  ['is_integer', (self: Value): Value => Number.isInteger(float(self))],
  ['conjugate', (self: Value): Value => self],
  ['as_integer_ratio', (self: Value): Value => ratio(float(self))],
]);

/** `real`, `imag`, `numerator` and `denominator` of a number. */
export function numberProperty(value: Value, name: string): Value | undefined {
  if (value instanceof Float) return name === 'real' ? value : name === 'imag' ? new Float(0) : undefined;
  const integer = whole(value);
  if (integer === undefined) return undefined;
  if (name === 'real' || name === 'numerator') return integer;
  if (name === 'imag') return 0;
  return name === 'denominator' ? 1 : undefined;
}
