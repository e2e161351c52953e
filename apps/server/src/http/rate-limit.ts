import { createHash } from 'node:crypto';
import { bearerOf, sessionSecret } from '../auth/authenticate.ts';
import { HttpError } from '../errors.ts';
import type { Request } from './request.ts';

/** How much one token or session may ask in a minute; 0 sets no limit. */
export interface RateRules {
  readonly requestsPerMinute: number;
  /** Sum of `extensions.cost.requested`. */
  readonly costPerMinute: number;
}

const MINUTE_MS = 60_000;
/** From so many callers on, those that rested for a minute are forgotten. */
const MOST_CALLERS = 10_000;

/** A budget that fills up evenly; what is spent beyond it is owed. */
class Budget {
  readonly #perMinute: number;
  #left: number;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.#perMinute = perMinute;
    this.#left = perMinute;
    this.#at = now;
  }

  spend(amount: number, now: number): void {
    if (this.#perMinute === 0) return;
    this.#fill(now);
    this.#left -= amount;
  }

  /** Milliseconds until something may be spent again. */
  wait(now: number): number {
    if (this.#perMinute === 0) return 0;
    this.#fill(now);
    return this.#left >= 1 ? 0 : ((1 - this.#left) * MINUTE_MS) / this.#perMinute;
  }

  isFull(now: number): boolean {
    this.#fill(now);
    return this.#left >= this.#perMinute;
  }

  #fill(now: number): void {
    this.#left = Math.min(this.#perMinute, this.#left + ((now - this.#at) * this.#perMinute) / MINUTE_MS);
    this.#at = now;
  }
}

interface Caller {
  readonly requests: Budget;
  readonly cost: Budget;
}

/** Counts one accepted request; `spend` adds the cost of its queries once they are planned. */
export interface Counted {
  spend(cost: number): void;
}

const keyOf = (request: Request): string | null => {
  const secret = bearerOf(request) ?? sessionSecret(request);
  return secret === null ? null : createHash('sha256').update(secret).digest('base64');
};

/**
 * Limits what each token and each session asks of this process.
 *
 * Kept in memory: a caller over its limit is refused before anything is asked of the database, and what the limit
 * guards, processor and connections, is the process's own. Behind several servers a caller has as many budgets.
 */
export class RateLimiter {
  readonly #rules: RateRules;
  readonly #now: () => number;
  readonly #callers = new Map<string, Caller>();

  constructor(rules: RateRules, now: () => number = () => performance.now()) {
    this.#rules = rules;
    this.#now = now;
  }

  /** Lets a request go on to sign-in, which runs SQL. @throws HttpError 429 `RATE_LIMITED` with Retry-After */
  admit(request: Request): void {
    const key = keyOf(request);
    const caller = key === null ? undefined : this.#callers.get(key);
    if (!caller) return;
    const now = this.#now();
    const [requests, cost] = [caller.requests.wait(now), caller.cost.wait(now)];
    if (requests === 0 && cost === 0) return;
    const seconds = Math.ceil(Math.max(requests, cost) / 1_000);
    const { requestsPerMinute, costPerMinute } = this.#rules;
    const what = cost > requests ? `queries of a total cost of ${costPerMinute}` : `${requestsPerMinute} requests`;
    const message = `This token or session has asked more than ${what} in a minute. Go on in ${seconds} s.`;
    throw new HttpError(429, 'RATE_LIMITED', message, { 'retry-after': String(seconds) });
  }

  /** Whether a valid token or session has asked here lately. */
  knows(request: Request): boolean {
    const key = keyOf(request);
    return key !== null && this.#callers.has(key);
  }

  /** Counts a request whose sender is known; strangers are never remembered. */
  count(request: Request): Counted {
    const key = keyOf(request);
    if (key === null) return { spend: () => undefined };
    const caller = this.#callerOf(key);
    caller.requests.spend(1, this.#now());
    return { spend: (cost) => caller.cost.spend(cost, this.#now()) };
  }

  #callerOf(key: string): Caller {
    const known = this.#callers.get(key);
    if (known) return known;
    const now = this.#now();
    if (this.#callers.size >= MOST_CALLERS) this.#forgetRested(now);
    const { requestsPerMinute, costPerMinute } = this.#rules;
    const caller = { requests: new Budget(requestsPerMinute, now), cost: new Budget(costPerMinute, now) };
    this.#callers.set(key, caller);
    return caller;
  }

  #forgetRested(now: number): void {
    for (const [key, { requests, cost }] of this.#callers)
      if (requests.isFull(now) && cost.isFull(now)) this.#callers.delete(key);
  }
}

/** An IPv6 customer holds a whole /64, and an address of it costs nothing. */
const networkOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? `${address.split(':').slice(0, 4).join(':')}::/64` : address;

/** Limits sign-ins and wrong tokens of each address, so that names, passwords and tokens can't be tried out in masses. */
export class StrangerLimiter {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #budgets = new Map<string, Budget>();

  /** 0 sets no limit. */
  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** @throws HttpError 429 `RATE_LIMITED` with Retry-After */
  admit(address: string): void {
    const wait = this.#budgets.get(networkOf(address))?.wait(this.#now()) ?? 0;
    if (wait === 0) return;
    const seconds = Math.ceil(wait / 1_000);
    const message = `Too many attempts to sign in came from your address. Go on in ${seconds} s.`;
    throw new HttpError(429, 'RATE_LIMITED', message, { 'retry-after': String(seconds) });
  }

  /** Counts an attempt. */
  count(address: string): void {
    if (this.#perMinute === 0) return;
    const [key, now] = [networkOf(address), this.#now()];
    const budget = this.#budgets.get(key) ?? new Budget(this.#perMinute, now);
    budget.spend(1, now);
    this.#budgets.delete(key);
    this.#budgets.set(key, budget); // the latest stand last
    const [oldest] = this.#budgets.keys();
    if (this.#budgets.size > MOST_CALLERS && oldest !== undefined) this.#budgets.delete(oldest);
  }
}
