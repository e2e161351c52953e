import type { Timing } from './timing.ts';

/** Fields of a schedule that say when it is due, as a row or an input holds them. */
export interface TimingFields {
  readonly kind: string;
  readonly startsAt: string | Date | null;
  readonly everyMinutes: number | null;
  readonly cron: string | null;
  readonly timeZone: string | null;
}

/** What the fields say; null when one that their kind needs is empty. */
export const timingOf = ({ kind, startsAt, everyMinutes, cron, timeZone }: TimingFields): Timing | null => {
  const first = startsAt === null ? null : new Date(startsAt);
  if (kind === 'once') return first && { kind, at: first };
  if (kind === 'interval') return everyMinutes === null ? null : { kind, everyMinutes, from: first ?? new Date() };
  return cron === null ? null : { kind: 'cron', pattern: cron, timeZone: timeZone ?? 'UTC' };
};

/** An instant as rows hold it. */
export const stored = (at: Date | null): string | null => at && at.toISOString().replace(/\.?0*Z$/, 'Z');
