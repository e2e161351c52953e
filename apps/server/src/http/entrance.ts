import type { Actor } from '@plumbline/engine';
import { Unauthenticated } from '@plumbline/kit';
import { bearerOf, sessionSecret } from '../auth/authenticate.ts';
import type { Config } from '../config.ts';
import { RateLimiter, StrangerLimiter, type Counted, type VouchedName } from './rate-limit.ts';
import type { Request } from './request.ts';

/** A request whose sender is known. */
export interface Admitted {
  readonly actor: Actor;
  readonly counted: Counted;
}

const holdsCredential = (request: Request): boolean => (bearerOf(request) ?? sessionSecret(request)) !== null;

/** Keeps those away who ask too much, or guess. */
export class Entrance {
  readonly #limiter: RateLimiter;
  readonly #strangers: StrangerLimiter;

  constructor(
    config: Pick<Config, 'requestsPerMinute' | 'costPerMinute' | 'loginsPerMinute'>,
    vouchedName: VouchedName = () => null,
  ) {
    this.#limiter = new RateLimiter(config, () => performance.now(), vouchedName);
    this.#strangers = new StrangerLimiter(config.loginsPerMinute);
  }

  /**
   * Finds out who sends a request, unless its sender or, for credentials not seen yet, its address is over the limit.
   *
   * @throws HttpError 429, and what `identify` throws
   */
  async admit(request: Request, identify: () => Promise<Actor>): Promise<Admitted> {
    this.#limiter.admit(request);
    if (!this.#limiter.knows(request)) this.#strangers.admit(request.address);
    try {
      return { actor: await identify(), counted: this.#limiter.count(request) };
    } catch (error) {
      if (error instanceof Unauthenticated && holdsCredential(request)) this.#strangers.count(request.address);
      throw error;
    }
  }

  /** Counts an attempt to sign in. @throws HttpError 429 when too many came from its address */
  countSignIn(request: Request): void {
    this.#strangers.admit(request.address);
    this.#strangers.count(request.address);
  }
}
