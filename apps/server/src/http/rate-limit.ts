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

/** Whom a trusted proxy names in a request; null where none does. */
export type VouchedName = (request: Request) => string | null;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

/** What tells callers apart, in the order in which it is believed. */
const keyOf = (request: Request, vouchedName: VouchedName): string | null => {
  const token = bearerOf(request);
  if (token !== null) return digest(token);
  const name = vouchedName(request);
  if (name !== null) return digest(`name ${name.trim().toLowerCase()}`);
  const secret = sessionSecret(request);
  return secret === null ? null : digest(secret);
};

/**
 * Limits what each token, each session and each person that a proxy vouches for asks of this process.
 *
 * Kept in memory: a caller over its limit is refused before anything is asked of the database, and what the limit
 * guards, processor and connections, is the process's own. Behind several servers a caller has as many budgets.
 */
export class RateLimiter {
  readonly #rules: RateRules;
  readonly #now: () => number;
  readonly #vouchedName: VouchedName;
  readonly #callers = new Map<string, Caller>();

  constructor(rules: RateRules, now: () => number = () => performance.now(), vouchedName: VouchedName = () => null) {
    this.#rules = rules;
    this.#now = now;
    this.#vouchedName = vouchedName;
  }

  /** Lets a request go on to sign-in, which runs SQL. @throws HttpError 429 `RATE_LIMITED` with Retry-After */
  admit(request: Request): void {
    const key = keyOf(request, this.#vouchedName);
    const caller = key === null ? undefined : this.#callers.get(key);
    if (!caller) return;
    const now = this.#now();
    const [requests, cost] = [caller.requests.wait(now), caller.cost.wait(now)];
    if (requests === 0 && cost === 0) return;
    const seconds = Math.ceil(Math.max(requests, cost) / 1_000);
    const { requestsPerMinute, costPerMinute } = this.#rules;
    const what = cost > requests ? `queries of a total cost of ${costPerMinute}` : `${requestsPerMinute} requests`;
    const message = `This token, session or user has asked more than ${what} in a minute. Go on in ${seconds} s.`;
    throw new HttpError(429, 'RATE_LIMITED', message, { 'retry-after': String(seconds) });
  }

  /** Whether a valid token or session has asked here lately. */
  knows(request: Request): boolean {
    const key = keyOf(request, this.#vouchedName);
    return key !== null && this.#callers.has(key);
  }

  /** Counts a request whose sender is known; strangers are never remembered. */
  count(request: Request): Counted {
    const key = keyOf(request, this.#vouchedName);
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

/** Limits what strangers try from each address, so that names, passwords, tokens and links can't be tried out in masses. */
export class StrangerLimiter {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #what: string;
  readonly #budgets = new Map<string, Budget>();

  /** 0 sets no limit; `what` is counted, in words of the refusal. */
  constructor(perMinute: number, now: () => number = () => performance.now(), what = 'attempts to sign in') {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#what = what;
  }

  /** @throws HttpError 429 `RATE_LIMITED` with Retry-After */
  admit(address: string): void {
    const wait = this.#budgets.get(networkOf(address))?.wait(this.#now()) ?? 0;
    if (wait === 0) return;
    const seconds = Math.ceil(wait / 1_000);
    const message = `Too many ${this.#what} came from your address. Go on in ${seconds} s.`;
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
