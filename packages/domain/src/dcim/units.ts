/** Units of length that cables, links and circuits use. */
export type LengthUnit = 'km' | 'm' | 'cm' | 'mi' | 'ft' | 'in';

/** Units of weight. */
export type WeightUnit = 'kg' | 'g' | 'lb' | 'oz';

/** A decimal number as a whole number of 10^-scale. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Metres per unit. Source: international yard and pound agreement of 1959. */
const METRES: Readonly<Record<LengthUnit, string>> = {
  km: '1000',
  m: '1',
  cm: '0.01',
  mi: '1609.344',
  ft: '0.3048',
  in: '0.0254',
};

/** Grams per unit, as NetBox counts them, so that imported rows keep their figures. */
const GRAMS: Readonly<Record<WeightUnit, string>> = { kg: '1000', g: '1', lb: '453.592', oz: '28.3495' };

const METRE_SCALE = 4;

const KBPS_PER_UNIT = [
  { unit: 'Tbps', letter: 'T', kbps: 1_000_000_000 },
  { unit: 'Gbps', letter: 'G', kbps: 1_000_000 },
  { unit: 'Mbps', letter: 'M', kbps: 1_000 },
  { unit: 'kbps', letter: 'K', kbps: 1 },
] as const;

/** Length in metres with 4 decimals, rounded half to even: `10` `ft` is `3.0480`. @throws RangeError when the text is no decimal number. */
export const toMetres = (value: string, unit: LengthUnit): string =>
  formatDecimal(rescale(multiply(parseDecimal(value), parseDecimal(METRES[unit])), METRE_SCALE, 'half-even'));

/** Weight in whole grams, the rest cut off: `1.5` `lb` is `680`. @throws RangeError when the text is no decimal number. */
export const toGrams = (value: string, unit: WeightUnit): string =>
  formatDecimal(rescale(multiply(parseDecimal(value), parseDecimal(GRAMS[unit])), 0, 'cut'));

/** Sum of decimal texts, exact, with the scale of the finest one; `0` of none. @throws RangeError */
export const sumDecimals = (values: readonly string[]): string => {
  const parsed = values.map(parseDecimal);
  const scale = Math.max(0, ...parsed.map((value) => value.scale));
  const digits = parsed.reduce((total, value) => total + value.digits * 10n ** BigInt(scale - value.scale), 0n);
  return formatDecimal({ digits, scale });
};

/** Order of two decimal texts as numbers: `1.50` equals `1.5`. @throws RangeError */
export const compareDecimals = (a: string, b: string): number => {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  const scale = Math.max(left.scale, right.scale);
  const difference = rescale(left, scale, 'cut').digits - rescale(right, scale, 'cut').digits;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/**
 * Speed in kilobit per second of `10G`, `2.5 Gbps`, `100 Mbit/s`, `1.6T` or a bare number of kbps; null when it is none.
 *
 * Prefixes are decimal: 1 Gbps is 1,000,000 kbps. A speed finer than 1 kbps is refused.
 */
export const parseSpeedKbps = (text: string): number | null => {
  const parts = /^(\d{1,15}(?:\.\d{1,9})?)\s*(?:([kmgt])(?:bps|bit\/s|b\/s|b|bit)?)?$/i.exec(text.trim());
  if (!parts) return null;
  const [, amount = '', letter] = parts;
  const kbps = KBPS_PER_UNIT.find((entry) => entry.letter === letter?.toUpperCase())?.kbps ?? 1;
  const exact = multiply(parseDecimal(amount), { digits: BigInt(kbps), scale: 0 });
  const whole = rescale(exact, 0, 'cut');
  const isExact = whole.digits * 10n ** BigInt(exact.scale) === exact.digits;
  return isExact && whole.digits <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(whole.digits) : null;
};

/** Speed with the largest unit that leaves at least 1: 2500000 is `2.5 Gbps`. */
export const formatSpeed = (kbps: number): string => {
  const { unit, kbps: divisor } = KBPS_PER_UNIT.find((entry) => kbps >= entry.kbps) ?? { unit: 'kbps', kbps: 1 };
  return `${kbps / divisor} ${unit}`;
};

/** Speed in bit per second, the SI value of a speed in kbps. */
export const toBitsPerSecond = (kbps: number): string => String(BigInt(kbps) * 1000n);

const parseDecimal = (text: string): Decimal => {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!parts) throw new RangeError(`"${text}" is not a decimal number; write digits and a point, such as 12.5.`);
  const [, sign, whole = '', fraction = ''] = parts;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, scale: fraction.length };
};

const multiply = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });

const rescale = ({ digits, scale }: Decimal, wanted: number, rounding: 'half-even' | 'cut'): Decimal => {
  if (scale <= wanted) return { digits: digits * 10n ** BigInt(wanted - scale), scale: wanted };
  const divisor = 10n ** BigInt(scale - wanted);
  const magnitude = digits < 0n ? -digits : digits;
  const floor = magnitude / divisor;
  const twiceRest = (magnitude % divisor) * 2n;
  const isUp = rounding === 'half-even' && (twiceRest > divisor || (twiceRest === divisor && floor % 2n === 1n));
  const rounded = floor + (isUp ? 1n : 0n);
  return { digits: digits < 0n ? -rounded : rounded, scale: wanted };
};

const formatDecimal = ({ digits, scale }: Decimal): string => {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const sign = digits < 0n ? '-' : '';
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
};
