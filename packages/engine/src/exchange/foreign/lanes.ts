/**
 * Runs a step for each item, at most `lanes` at a time, and reads on only when one is free.
 *
 * @throws the first error, once all steps that had begun are over
 */
export const inLanes = async <T>(
  items: AsyncIterable<T>,
  lanes: number,
  step: (item: T) => Promise<void>,
): Promise<void> => {
  const errors: unknown[] = [];
  const running = new Set<Promise<void>>();
  try {
    for await (const item of items) {
      const run: Promise<void> = step(item)
        .catch((error: unknown) => void errors.push(error))
        .finally(() => running.delete(run));
      running.add(run);
      if (running.size >= lanes) await Promise.race(running);
      if (errors.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (errors.length > 0) throw errors[0];
};

/** Lets steps run side by side, and others alone. */
export class Turnstile {
  private readonly inside = new Set<Promise<unknown>>();
  private alone: Promise<unknown> = Promise.resolve();

  /** Runs a step beside others, once none is alone. */
  async together<T>(step: () => Promise<T>): Promise<T> {
    let before: Promise<unknown> | null = null;
    while (before !== this.alone) {
      before = this.alone;
      await before;
    }
    return this.enter(step());
  }

  /** Runs a step when all others are out; later ones wait for it. */
  async apart<T>(step: () => Promise<T>): Promise<T> {
    const earlier = [this.alone, ...this.inside];
    const run = Promise.all(earlier).then(step);
    this.alone = run.catch(() => undefined);
    return run;
  }

  private enter<T>(run: Promise<T>): Promise<T> {
    const over: Promise<unknown> = run.catch(() => undefined).finally(() => this.inside.delete(over));
    this.inside.add(over);
    return run;
  }
}
