import { raise } from '../errors.ts';
import { add, real, shrink, whole } from '../values/arithmetic.ts';
import { bind, type CallSite } from '../values/callable.ts';
import { roundFloat } from '../values/float.ts';
import { each } from '../values/iterate.ts';
import { Float, isText, textOf, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { isUndefined } from '../values/undefined.ts';
import { filter, getter, integerOf, type NamedFilter } from './support.ts';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Reads Python's `int(text, base)`; null when it is no number. */
export function readInt(input: string, base: number): number | bigint | null {
  const match = /^([+-]?)(0[bBoOxX])?_?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/.exec(input.trim());
  if (!match) return null;
  const [, sign, prefix = '', digits = ''] = match;
  const radix = base === 0 ? ({ '0b': 2, '0o': 8, '0x': 16 }[prefix.toLowerCase()] ?? 10) : base;
  const fits = prefix === '' || { '0b': 2, '0o': 8, '0x': 16 }[prefix.toLowerCase()] === radix;
  const body = (fits ? digits : prefix + digits).replaceAll('_', '').toLowerCase();
  if ([...body].some((char) => DIGITS.indexOf(char) >= radix || !DIGITS.includes(char))) return null;
  if (body.length > 4300) return null;
  let value = 0n;
  if (radix === 10) value = BigInt(body);
  else for (const char of body) value = value * BigInt(radix) + BigInt(DIGITS.indexOf(char));
  return shrink(sign === '-' ? -value : value);
}

/** Reads Python's `float(text)`; null when it is no number. */
export function readFloat(input: string): number | null {
  const text = input.trim().toLowerCase();
  if (/^[+-]?(?:inf|infinity)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(text)) return NaN;
  if (!/^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/.test(text)) return null;
  return Number(text.replaceAll('_', ''));
}

const truncated = (n: number): Value | null => (Number.isFinite(n) ? shrink(BigInt(Math.trunc(n))) : null);

function toInt(value: Value, fallback: Value, base: Value): Value {
  if (isUndefined(value)) return value.fail();
  if (isText(value)) {
    const n = typeof base === 'number' ? readInt(textOf(value), base) : null;
    if (n !== null) return n;
    const float = readFloat(textOf(value));
    return (float === null ? null : truncated(float)) ?? fallback;
  }
  if (value instanceof Float) {
    if (Number.isNaN(value.n)) return fallback;
    return truncated(value.n) ?? raise('OverflowError', 'cannot convert float infinity to integer');
  }
  return whole(value) ?? fallback;
}

function toFloat(value: Value, fallback: Value): Value {
  if (isUndefined(value)) return value.fail();
  const n = isText(value) ? readFloat(textOf(value)) : real(value);
  return n === null || n === undefined ? fallback : new Float(n);
}

function round(value: Value, precision: Value, method: Value): Value {
  if (typeof method !== 'string' || !['common', 'ceil', 'floor'].includes(method))
    raise('FilterArgumentError', 'method must be common, ceil or floor');
  const digits = integerOf(precision);
  const integer = whole(value);
  if (method === 'common' && integer !== undefined) return roundWhole(integer, digits);
  const n = real(value);
  if (n === undefined) return raise('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
  if (method === 'common') return new Float(roundFloat(n, digits));
  const factor = 10 ** digits;
  const scaled = n * factor;
  return new Float((method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / factor);
}

function roundWhole(value: number | bigint, digits: number): Value {
  if (digits >= 0) return value;
  if (digits < -400) return 0;
  const unit = 10n ** BigInt(-digits);
  const n = BigInt(value);
  const low = n / unit - (n % unit < 0n ? 1n : 0n);
  const twice = (n - low * unit) * 2n;
  const up = twice > unit || (twice === unit && low % 2n !== 0n);
  return shrink((up ? low + 1n : low) * unit);
}

function absolute(value: Value): Value {
  if (value instanceof Float) return new Float(Math.abs(value.n));
  const integer = whole(value);
  if (integer === undefined) return raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
  return integer < 0 ? -integer : integer;
}

function sum(site: CallSite, value: Value, attribute: Value, start: Value): Value {
  const read = getter(site, attribute);
  let total = start;
  if (isText(start)) raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  for (const item of each(value)) total = add(total, read(item));
  return total;
}

/** Filters over numbers. */
export const NUMBER_FILTERS: readonly NamedFilter[] = [
  filter(
    'int',
    'do_int',
    [
      ['default', 0],
      ['base', 10],
    ],
    (_site, value, fallback = 0, base = 10) => toInt(value, fallback, base),
  ),
  filter('float', 'do_float', [['default', new Float(0)]], (_site, value, fallback = 0) => toFloat(value, fallback)),
  filter(
    'round',
    'do_round',
    [
      ['precision', 0],
      ['method', 'common'],
    ],
    (_site, value, digits = 0, method = 'common') => round(value, digits, method),
  ),
  filter('abs', 'abs', [], (_site, value) => absolute(value)),
  [
    'sum',
    (value, args, kwargs, site) => {
      const [attribute = null, start = 0] = bind(
        'sync_do_sum',
        [
          ['attribute', null],
          ['start', 0],
        ],
        args,
        kwargs,
      );
      return sum(site, value, attribute, start);
    },
  ],
];
