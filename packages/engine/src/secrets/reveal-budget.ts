import { Conflict } from '@plumbline/kit';
import type { Actor } from '../actor.ts';

/** Secrets that one person may have shown in a minute, by one server process. */
export const REVEALS_PER_MINUTE = 30;

const MINUTE_MS = 60_000;
const MOST_PEOPLE = 10_000;

/** Keeps a stolen session or a careless script from emptying the safe before anybody looks at the log. */
export class RevealBudget {
  readonly #now: () => number;
  /** When each person had the last secrets shown, oldest first. */
  readonly #shown = new Map<string, number[]>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts one. @throws Conflict `RATE_LIMITED` beyond the limit */
  spend({ organizationId, userId, tokenId }: Actor): void {
    const key = `${organizationId} ${userId ?? tokenId ?? ''}`;
    const now = this.#now();
    const recent = (this.#shown.get(key) ?? []).filter((at) => at > now - MINUTE_MS);
    const [oldest = now] = recent;
    if (recent.length >= REVEALS_PER_MINUTE) {
      const seconds = Math.ceil((oldest + MINUTE_MS - now) / 1_000);
      const limit = `${REVEALS_PER_MINUTE} secrets were shown to you within a minute`;
      throw new Conflict('RATE_LIMITED', `${limit}. Go on in ${seconds} s.`, '', { retryAfter: seconds });
    }
    this.#shown.delete(key);
    this.#shown.set(key, [...recent, now]);
    const [first] = this.#shown.keys();
    if (this.#shown.size > MOST_PEOPLE && first !== undefined) this.#shown.delete(first);
  }
}
