import type { LogLine } from './job.ts';

/**
 * Lines with those that follow them; what is there already is not repeated.
 *
 * Both count from the first line of the job, so that what was read twice over two ways comes once.
 */
export function joined(known: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const last = known.at(-1)?.line ?? 0;
  const fresh = more.filter(({ line = 0 }) => line > last);
  return fresh.length === 0 ? known : [...known, ...fresh];
}
