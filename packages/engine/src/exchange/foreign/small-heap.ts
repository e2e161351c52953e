import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow over what is alive before it is collected, in per cent; 0 leaves it to V8. */
const grow = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);

const GROWTH_PERCENT = 80;

/** Up to so many cores, threads that collect young objects would take them from the database. */
const FEW_CORES = 2;

/** Whether several threads collect young objects: pauses are shorter, and more is computed in all. */
const collectTogether = (isTogether: boolean): void =>
  setFlagsFromString(isTogether ? '--parallel-scavenge' : '--no-parallel-scavenge');

const begin = (): void => {
  grow(GROWTH_PERCENT);
  if (availableParallelism() <= FEW_CORES) collectTogether(false);
};

const end = (): void => {
  grow(0);
  collectTogether(true);
};

let steps = 0;

/**
 * Runs a step that makes much garbage, such as a large import, in a heap that is collected early.
 *
 * By itself V8 lets a busy heap grow to four times of what is alive, which is what the process then keeps from others.
 */
export const inSmallHeap = async <T>(step: () => Promise<T>): Promise<T> => {
  if (steps++ === 0) begin();
  try {
    return await step();
  } finally {
    if (--steps === 0) end();
  }
};
