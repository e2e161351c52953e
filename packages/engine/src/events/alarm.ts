const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A pause that ends early when woken; a wake between two pauses shortens the next.
 *
 * Pauses end at least `restMs` apart, so that what is woken again and again does more at a time.
 */
export class Alarm {
  readonly #restMs: number;
  #ended = Number.NEGATIVE_INFINITY;
  #woken = false;
  #end: (() => void) | null = null;

  constructor(restMs = 0) {
    this.#restMs = restMs;
  }

  readonly wake = (): void => {
    this.#woken = true;
    this.#end?.();
  };

  async pause(ms: number): Promise<void> {
    if (!this.#woken) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#end = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    this.#end = null;
    const rest = this.#ended + this.#restMs - performance.now();
    if (rest > 0) await sleep(rest);
    this.#ended = performance.now();
    this.#woken = false;
  }
}
