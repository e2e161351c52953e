import { expandNameRange, NetSyntaxError } from '@plumbline/net';

/** Names that one pattern may stand for. */
export const MOST_NAMES = 5_000;

/** Names in the order the pattern counts them, or what is wrong with it. */
export type NameRange = { readonly names: readonly string[] } | { readonly problem: string };

/** Names that a pattern stands for, such as `Gi1/0/[1-24]`; `expandNameRange` says what patterns there are. */
export const expandNames = (pattern: string): NameRange => {
  if (pattern.trim() === '') return { problem: 'The name is empty; give one such as Gi1/0/[1-24].' };
  try {
    return { names: expandNameRange(pattern, MOST_NAMES) };
  } catch (error) {
    if (error instanceof NetSyntaxError) return { problem: error.message };
    throw error;
  }
};

/**
 * Labels counted up from a first one: of `P-099` the 3 are `P-099`, `P-100` and `P-101`.
 *
 * The last number in the label counts and keeps its zeros; null when there is none.
 */
export const countedLabels = (first: string, count: number): readonly string[] | null => {
  const [, before, digits, after] = /^(.*?)(\d+)(\D*)$/s.exec(first) ?? [];
  if (before === undefined || digits === undefined || after === undefined) return null;
  const start = BigInt(digits);
  return Array.from(
    { length: count },
    (_, i) => before + String(start + BigInt(i)).padStart(digits.length, '0') + after,
  );
};
