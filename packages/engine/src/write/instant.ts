/** Where the parts of a canonical instant lie, such as `2024-02-29T23:59:59.123456Z`. */
const [YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, FRACTION] = [0, 5, 8, 11, 14, 17, 20] as const;
const [SHORTEST, LONGEST] = [20, 27] as const;
const MICRO_DIGITS = 6;
const POWERS: readonly number[] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

const FORM = '0000-00-00T00:00:00';

const [ZERO, NINE] = [0x30, 0x39] as const;

/** Number that decimal digits make; not a number when one of them is none. */
const digitsAt = (text: string, from: number, to: number): number => {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    number = digit >= 0 && digit <= 9 ? 10 * number + digit : Number.NaN;
  }
  return number;
};

/** Whether a text has the form of a canonical instant, whatever its numbers. */
export const isInstant = (text: string): boolean => {
  const end = text.length - 1;
  if (text.length < SHORTEST || text.length > LONGEST || text[end] !== 'Z') return false;
  for (let i = 0; i < FORM.length; i++) {
    const [wanted, found] = [FORM.charCodeAt(i), text.charCodeAt(i)];
    if (wanted === ZERO ? found < ZERO || found > NINE : found !== wanted) return false;
  }
  if (text.length === SHORTEST) return true;
  return text[FRACTION - 1] === '.' && end > FRACTION && !Number.isNaN(digitsAt(text, FRACTION, end));
};

const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? Number.NaN);

/** Days from the first of March of year 0 to the first of January 2000. */
const TO_2000 = 730_425;

/** Days since 2000 in the Gregorian calendar; counted from March, so that a leap day ends the year before. */
const daysSince2000 = (year: number, month: number, day: number): number => {
  const shifted = month > 2 ? year : year - 1;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leaps + inYear - TO_2000;
};

const [DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS] = [86_400, 3_600, 60] as const;

/** Whole seconds since 2000 of a text in the form of an instant; null when there is no such day or time. */
export const secondsOf = (instant: string): number | null => {
  const year = digitsAt(instant, YEAR, YEAR + 4);
  const month = digitsAt(instant, MONTH, MONTH + 2);
  const day = digitsAt(instant, DAY, DAY + 2);
  const hour = digitsAt(instant, HOUR, HOUR + 2);
  const minute = digitsAt(instant, MINUTE, MINUTE + 2);
  const second = digitsAt(instant, SECOND, SECOND + 2);
  if (!(day >= 1 && day <= daysIn(year, month)) || hour > 23 || minute > 59 || second > 59) return null;
  const days = daysSince2000(year, month, day);
  return days * DAY_SECONDS + hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second;
};

/** The fraction of a second of a text in the form of an instant, in microseconds. */
export const microsOf = (instant: string): number => {
  if (instant.length === SHORTEST) return 0;
  const end = instant.length - 1;
  return digitsAt(instant, FRACTION, end) * (POWERS[MICRO_DIGITS - (end - FRACTION)] ?? 1);
};
