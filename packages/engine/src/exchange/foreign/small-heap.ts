import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow over what is alive before it is collected, in per cent; 0 leaves it to V8. */
const grow = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);

const GROWTH_PERCENT = 80;

let steps = 0;

/**
 * Runs a step that makes much garbage, such as a large import, in a heap that is collected early.
 *
 * By itself V8 lets a busy heap grow to four times of what is alive, which is what the process then keeps from others.
 */
export const inSmallHeap = async <T>(step: () => Promise<T>): Promise<T> => {
  if (steps++ === 0) grow(GROWTH_PERCENT);
  try {
    return await step();
  } finally {
    if (--steps === 0) grow(0);
  }
};
