import { Cron } from 'croner';

/** When a schedule is due. */
export type Timing =
  | { readonly kind: 'once'; readonly at: Date }
  | { readonly kind: 'interval'; readonly everyMinutes: number; readonly from: Date }
  | { readonly kind: 'cron'; readonly pattern: string; readonly timeZone: string };

const MINUTE_MS = 60_000;
/** Due times that are counted one by one; more are told as "at least". */
const MOST_COUNTED = 1_000;

const cronOf = (pattern: string, timeZone: string): Cron => new Cron(pattern, { timezone: timeZone, mode: '5-part' });

/** What is wrong with a pattern of five fields; null when nothing is. */
export const patternProblem = (pattern: string): string | null => {
  if (pattern.trim().split(/\s+/).length !== 5)
    return 'A pattern has five fields: minute, hour, day of the month, month, day of the week.';
  try {
    return cronOf(pattern, 'UTC').nextRun() === null ? 'No day fits this pattern.' : null;
  } catch (error) {
    return `${(error as Error).message.replace(/^CronPattern: /, '').replace(/\.$/, '')}.`;
  }
};

/** The first due time of an interval after an instant, counted from where it began. */
const intervalAfter = ({ everyMinutes, from }: Timing & { kind: 'interval' }, after: Date): Date => {
  const step = everyMinutes * MINUTE_MS;
  const passed = Math.max(0, Math.floor((after.getTime() - from.getTime()) / step) + 1);
  return new Date(from.getTime() + Math.max(1, passed) * step);
};

/**
 * The first due time after an instant; null when there is none any more.
 *
 * Where clocks are put forward, a time that does not exist is due at the first minute that does; where they are put
 * back, a time of day that comes twice is due once, while "every hour" goes on every hour.
 */
export const nextDue = (timing: Timing, after: Date): Date | null => {
  if (timing.kind === 'once') return timing.at > after ? timing.at : null;
  if (timing.kind === 'interval') return intervalAfter(timing, after);
  return cronOf(timing.pattern, timing.timeZone).nextRun(after);
};

/** The next due times after an instant, at most so many. */
export const nextDues = (timing: Timing, after: Date, count: number): Date[] => {
  const found: Date[] = [];
  for (let next = nextDue(timing, after); next && found.length < count; next = nextDue(timing, next)) found.push(next);
  return found;
};

/** How many due times lie after one and up to an instant; counts no further than a thousand. */
export const duesBetween = (timing: Timing, due: Date, until: Date): number => {
  if (timing.kind === 'once') return 0;
  if (timing.kind === 'interval')
    return Math.max(0, Math.floor((until.getTime() - due.getTime()) / (timing.everyMinutes * MINUTE_MS)));
  const cron = cronOf(timing.pattern, timing.timeZone);
  let count = 0;
  for (let next = cron.nextRun(due); next && next <= until && count < MOST_COUNTED; next = cron.nextRun(next))
    count += 1;
  return count;
};
