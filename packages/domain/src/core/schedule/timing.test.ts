import { duesBetween, nextDue, nextDues, patternProblem, type Timing } from './timing.ts';
import { timingWords } from './words.ts';

const berlin = (pattern: string): Timing => ({ kind: 'cron', pattern, timeZone: 'Europe/Berlin' });
const times = (timing: Timing, after: string, count: number): string[] =>
  nextDues(timing, new Date(after), count).map((at) => at.toISOString().slice(0, 16));

test('a time of day keeps to the clock on the wall when clocks change', () => {
  expect(times(berlin('0 3 * * *'), '2026-03-28T00:00:00Z', 3)).toEqual([
    '2026-03-28T02:00',
    '2026-03-29T01:00',
    '2026-03-30T01:00',
  ]);
});

test('a time that is skipped in spring is due at the first minute after it, one that comes twice in autumn once', () => {
  expect(times(berlin('30 2 * * *'), '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
  expect(times(berlin('30 2 * * *'), '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
});

test('every hour goes on every hour while clocks are put back', () => {
  expect(times(berlin('0 * * * *'), '2026-10-24T23:30:00Z', 4)).toEqual([
    '2026-10-25T00:00',
    '2026-10-25T01:00',
    '2026-10-25T02:00',
    '2026-10-25T03:00',
  ]);
});

test('an interval counts from where it began, however late somebody looks', () => {
  const timing: Timing = { kind: 'interval', everyMinutes: 90, from: new Date('2026-01-01T00:00:00Z') };
  expect(times(timing, '2026-01-01T00:00:00Z', 2)).toEqual(['2026-01-01T01:30', '2026-01-01T03:00']);
  expect(times(timing, '2026-01-01T03:00:00Z', 1)).toEqual(['2026-01-01T04:30']);
  expect(times(timing, '2026-01-02T00:10:00Z', 1)).toEqual(['2026-01-02T01:30']);
  expect(times(timing, '2025-12-31T00:00:00Z', 1)).toEqual(['2026-01-01T01:30']);
  expect(duesBetween(timing, new Date('2026-01-01T01:30:00Z'), new Date('2026-01-01T06:10:00Z'))).toBe(3);
});

test('one time is due once', () => {
  const timing: Timing = { kind: 'once', at: new Date('2026-05-01T10:00:00Z') };
  expect(nextDue(timing, new Date('2026-05-01T09:59:00Z'))).toEqual(timing.at);
  expect(nextDue(timing, timing.at)).toBeNull();
  expect(duesBetween(timing, timing.at, new Date('2027-01-01T00:00:00Z'))).toBe(0);
});

test('missed times are counted up to a thousand', () => {
  expect(duesBetween(berlin('0 3 * * *'), new Date('2026-01-01T02:00:00Z'), new Date('2026-01-08T02:00:00Z'))).toBe(7);
  expect(duesBetween(berlin('* * * * *'), new Date('2026-01-01T02:00:00Z'), new Date('2026-06-08T02:00:00Z'))).toBe(
    1_000,
  );
});

test('patterns that can not be are refused with a sentence', () => {
  expect(patternProblem('0 3 * * *')).toBeNull();
  expect(patternProblem('@daily')).toMatch(/five fields/);
  expect(patternProblem('* * * * * *')).toMatch(/five fields/);
  expect(patternProblem('61 * * * *')).toBe('Invalid value for minute: 61.');
  expect(patternProblem('0 0 31 2 *')).toBe('No day fits this pattern.');
});

test.each([
  ['0 3 * * *', 'every day at 03:00, Europe/Berlin'],
  ['0 3,15 * * 1-5', 'Monday to Friday at 03:00 and 15:00, Europe/Berlin'],
  ['30 4 * * 1,fri', 'every Monday and Friday at 04:30, Europe/Berlin'],
  ['*/15 * * * *', 'every 15 minutes, Europe/Berlin'],
  ['5 * * * *', 'every hour at minute 5, Europe/Berlin'],
  ['0 */2 * * 6-7', 'Saturday to Sunday, every 2 hours at minute 0, Europe/Berlin'],
  ['30 4 1,15 * *', 'on day 1 and 15 of every month at 04:30, Europe/Berlin'],
  ['0 0 1 1 *', 'on day 1 of January at 00:00, Europe/Berlin'],
  ['0 0 L * *', 'by the pattern 0 0 L * *, Europe/Berlin'],
])('the pattern %s reads "%s"', (pattern, words) => {
  expect(timingWords(berlin(pattern))).toBe(words);
});

test('intervals and single times have words as well', () => {
  const interval = (everyMinutes: number): Timing => ({ kind: 'interval', everyMinutes, from: new Date(0) });
  expect([1, 45, 60, 1_440, 20_160].map((minutes) => timingWords(interval(minutes)))).toEqual([
    'every minute',
    'every 45 minutes',
    'every hour',
    'every day',
    'every 2 weeks',
  ]);
  expect(timingWords({ kind: 'once', at: new Date('2026-05-01T10:00:00Z') })).toBe('once at 2026-05-01 10:00 UTC');
});
