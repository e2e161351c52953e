/** Part of an answer; each query has a shape of its own, and the expectation compares it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shapes of 73 queries would say nothing the expectations don't
export type Loose = any;

/** An assertion about the demo network, asked through the API. */
export interface Case {
  readonly query: string;
  /** The answer in the shape of the assertion. */
  readonly answer: (data: Loose) => unknown;
  /** The part of the expectation that concerns what the model has; all of it when absent. */
  readonly part?: (expected: Loose) => unknown;
}

/** Number of items by key, as pairs in the order given. */
export const counts = <K>(keys: readonly K[]): Map<K, number> => {
  const found = new Map<K, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return found;
};

/** Pairs, most frequent first, then by key. */
export const mostFirst = (found: ReadonlyMap<string, number>): [string, number][] =>
  [...found].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

/** Sorted as bytes, like the assertions. */
export const bytewise = (texts: readonly string[]): string[] => texts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Rounded to so many decimals. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
