import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow over what is alive before it is collected, in per cent; 0 leaves it to V8. */
const GROWTH_PERCENT = 80;

/** On so many cores and fewer, threads that collect young objects take time from the database. */
const FEW_CORES = 2;

const beSmall = (isSmall: boolean): void => {
  setFlagsFromString(`--heap-growing-percent=${isSmall ? GROWTH_PERCENT : 0}`);
  if (availableParallelism() <= FEW_CORES)
    setFlagsFromString(isSmall ? '--no-parallel-scavenge' : '--parallel-scavenge');
};

let steps = 0;

/**
 * Runs a step that makes much garbage, such as a large import, in a heap that is collected early, on few cores by one
 * thread: its pauses are a little longer, and less is computed in all.
 *
 * By itself V8 lets a busy heap grow to four times of what is alive, which is what the process then keeps from others.
 */
export const inSmallHeap = async <T>(step: () => Promise<T>): Promise<T> => {
  if (steps++ === 0) beSmall(true);
  try {
    return await step();
  } finally {
    if (--steps === 0) beSmall(false);
  }
};
