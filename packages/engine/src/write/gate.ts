/** Lets a limited number of steps run at once; others wait in order. */
export type Gate = <T>(step: () => Promise<T>) => Promise<T>;

/** A gate for `limit` steps. */
export const createGate = (limit: number): Gate => {
  const waiting: (() => void)[] = [];
  let inside = 0;
  const enter = async (): Promise<void> => {
    if (inside < limit) inside++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else inside--;
  };
  return async (step) => {
    await enter();
    try {
      return await step();
    } finally {
      leave();
    }
  };
};
