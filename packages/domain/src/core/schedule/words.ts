import type { Timing } from './timing.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const every = (count: number, unit: string): string => (count === 1 ? `every ${unit}` : `every ${count} ${unit}s`);

const step = (field: string): number | null =>
  Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? (field === '*' ? 1 : 0)) || null;

const numbers = (field: string): readonly number[] | null =>
  /^\d+(,\d+)*$/.test(field) ? field.split(',').map(Number) : null;

const indexOf = (name: string, names: readonly string[], first: number): string | null => {
  if (/^\d+$/.test(name)) return names[Number(name) - first] ?? null;
  return names.find((known) => known.slice(0, 3).toUpperCase() === name.toUpperCase()) ?? null;
};

/** Names of a field such as `1-5` or `MON,FRI`; null when it says more than that. */
const named = (field: string, names: readonly string[], first: number): string | null => {
  const range = /^(\w+)-(\w+)$/.exec(field);
  const parts = (range ? [range[1], range[2]] : field.split(',')).map((name) => indexOf(name ?? '', names, first));
  if (parts.includes(null)) return null;
  return range ? parts.join(' to ') : joined(parts as string[]); // null was ruled out
};

const clock = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** Times of a day, such as "at 03:00 and 15:00"; null when they are none or too many to list. */
const timesOf = (minute: string, hour: string): string | null => {
  const [minutes, hours] = [numbers(minute), numbers(hour)];
  if (!minutes || !hours || minutes.length * hours.length > 6) return null;
  return `at ${joined(hours.flatMap((h) => minutes.map((m) => clock(h, m))))}`;
};

const daysOf = (day: string, month: string, weekday: string): string | null => {
  if (day === '*' && month === '*' && weekday === '*') return 'every day';
  if (day === '*' && month === '*') {
    const days = named(weekday, DAYS, 0);
    return days && (weekday.includes('-') ? days : `every ${days}`);
  }
  const [days, months] = [numbers(day), month === '*' ? 'every month' : named(month, MONTHS, 1)];
  return days && months && weekday === '*' ? `on day ${joined(days.map(String))} of ${months}` : null;
};

/** Within every hour of some days, such as "every 15 minutes". */
const oftenOf = (minute: string, hour: string): string | null => {
  const [minutes, hours] = [step(minute), step(hour)];
  if (minutes && hour === '*') return every(minutes, 'minute');
  if (numbers(minute)?.length === 1 && hours) return `${every(hours, 'hour')} at minute ${Number(minute)}`;
  return null;
};

/** A pattern of five fields in words; patterns that have no short ones are repeated as they are. */
const patternWords = (pattern: string): string => {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = pattern.trim().split(/\s+/);
  const days = daysOf(day, month, weekday);
  const times = timesOf(minute, hour);
  if (days && times) return `${days} ${times}`;
  const often = oftenOf(minute, hour);
  if (days && often) return days === 'every day' ? often : `${days}, ${often}`;
  return `by the pattern ${pattern.trim()}`;
};

const UNITS = [
  [10_080, 'week'],
  [1_440, 'day'],
  [60, 'hour'],
  [1, 'minute'],
] as const;

const intervalWords = (minutes: number): string => {
  const [size, unit] = UNITS.find(([length]) => minutes % length === 0) ?? UNITS[3];
  return every(minutes / size, unit);
};

/** When a schedule is due, in words: "every day at 03:00, Europe/Berlin". */
export const timingWords = (timing: Timing): string => {
  if (timing.kind === 'once') return `once at ${timing.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (timing.kind === 'interval') return intervalWords(timing.everyMinutes);
  return `${patternWords(timing.pattern)}, ${timing.timeZone}`;
};
