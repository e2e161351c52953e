const DIGITS_BEYOND = 25;

/** `n` with `digits` decimals, exact halves to even, as Python; never an exponent. */
export function fixed(n: number, digits: number): string {
  if (Math.abs(n) >= 1e21) return `${BigInt(n)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  if (digits > 100) return n.toFixed(100) + '0'.repeat(digits - 100);
  const rounded = n.toFixed(digits);
  if (!isTie(n.toFixed(Math.min(100, digits + DIGITS_BEYOND)), digits)) return rounded;
  return lastDigitOdd(rounded) ? towardsZero(n.toFixed(Math.min(100, digits + DIGITS_BEYOND)), digits) : rounded;
}

/** True when the decimals after `digits` are exactly a half. */
function isTie(long: string, digits: number): boolean {
  const point = long.indexOf('.');
  return point >= 0 && /^50*$/.test(long.slice(point + 1 + digits));
}

const lastDigitOdd = (text: string): boolean => '13579'.includes(/(\d)(?:e.*)?$/.exec(text)?.[1] ?? '0');

function towardsZero(long: string, digits: number): string {
  const point = long.indexOf('.');
  return digits === 0 ? long.slice(0, point) : long.slice(0, point + 1 + digits);
}

/** Scientific notation with `digits` decimals and an exponent of two digits at least. */
export function scientific(n: number, digits: number): string {
  const wanted = Math.min(digits, 100);
  let text = n.toExponential(wanted);
  const [mantissa = '', exponent = '+0'] = n.toExponential(Math.min(100, wanted + DIGITS_BEYOND)).split('e');
  if (wanted < 100 && isTie(mantissa, wanted) && lastDigitOdd(text))
    text = `${towardsZero(mantissa, wanted)}e${exponent}`;
  const [head = '', power = '+0'] = text.split('e');
  const padded = wanted < digits ? `${head}${'0'.repeat(digits - wanted)}` : head;
  return `${padded}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

/** Python's `g`: `precision` significant digits, exponent when it is shorter, zeros cut unless `keepZeros`. */
export function general(n: number, precision: number, keepZeros: boolean): string {
  const significant = precision === 0 ? 1 : precision;
  if (n === 0) return keepZeros ? fixed(n, significant - 1) : Object.is(n, -0) ? '-0' : '0';
  const sci = scientific(n, significant - 1);
  const exponent = Number(sci.slice(sci.indexOf('e') + 1));
  const plain = exponent >= -4 && exponent < significant;
  const text = plain ? fixed(n, Math.max(0, significant - 1 - exponent)) : sci;
  if (keepZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+(?=e|$)/, '');
}

/** Names of the values that are no number. */
export const special = (n: number): string | null =>
  Number.isNaN(n) ? 'nan' : n === Infinity ? 'inf' : n === -Infinity ? '-inf' : null;

/** Python's `repr(float)`: the shortest text that reads back as the same number. */
export function floatRepr(n: number): string {
  const name = special(n);
  if (name) return name;
  if (Object.is(n, -0)) return '-0.0';
  const magnitude = Math.abs(n);
  if (n === 0) return '0.0';
  if (magnitude >= 1e16 || magnitude < 1e-4) {
    const [head = '', power = ''] = n.toExponential().split('e');
    return `${head}e${power[0]}${power.slice(1).padStart(2, '0')}`;
  }
  const text = String(n);
  if (text.includes('e')) return n.toFixed(20).replace(/0+$/, '');
  return text.includes('.') ? text : `${text}.0`;
}

/** Rounds to `digits` decimals (negative: tens), exact halves to even. */
export function roundFloat(n: number, digits: number): number {
  if (!Number.isFinite(n)) return n;
  if (digits >= 0) return digits > 100 || Math.abs(n) >= 1e21 ? n : Number(fixed(n, digits));
  const unit = 10 ** -digits;
  if (unit > 1e300) return 0;
  const quotient = n / unit;
  const low = Math.floor(quotient);
  const rest = n - low * unit;
  const up = rest > unit / 2 || (rest === unit / 2 && low % 2 !== 0);
  return (up ? low + 1 : low) * unit;
}
