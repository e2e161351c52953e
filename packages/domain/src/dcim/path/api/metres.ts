/** Digits behind the point of a length in metres. */
const DIGITS = 4;

/** Sum of lengths in metres, exact: texts such as `1.5000` in, the same form out. */
export const metres = (lengths: readonly string[]): string => {
  const total = lengths.reduce((sum, length) => {
    const [whole = '0', part = ''] = length.split('.');
    return sum + BigInt(whole + part.padEnd(DIGITS, '0').slice(0, DIGITS));
  }, 0n);
  const text = total.toString().padStart(DIGITS + 1, '0');
  return `${text.slice(0, -DIGITS)}.${text.slice(-DIGITS)}`;
};
