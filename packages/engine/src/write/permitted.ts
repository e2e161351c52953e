import type { Work } from './work.ts';

const permitted = new WeakMap<Work, ReadonlySet<string>>();

/** Whether rows of a type take no grant right now. */
export const isPermitted = (work: Work, model: string): boolean => permitted.get(work)?.has(model) === true;

/**
 * Runs a step in which the caller may write rows of some types, by full name, whatever was granted: a verb that the
 * caller holds decides in place of add, change and delete. What those rows refer to is what the caller sees, as ever.
 */
export const permitting = async <T>(work: Work, models: readonly string[], step: () => Promise<T>): Promise<T> => {
  const before = permitted.get(work) ?? new Set();
  permitted.set(work, new Set([...before, ...models]));
  try {
    return await step();
  } finally {
    permitted.set(work, before);
  }
};
