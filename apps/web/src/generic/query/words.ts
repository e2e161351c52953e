import type { FilterInput } from './filter.ts';

/** What typed words ask for: a number by filter, anything else as a text query. */
export interface WordsAsk {
  filter?: FilterInput;
  query?: string;
}

/**
 * Turns typed words into what a list takes: `#27` is a number, otherwise every word must occur.
 *
 * Words are quoted, so that signs which the query language knows are looked for as they are.
 */
export function wordsAsk(typed: string): WordsAsk {
  const text = typed.trim();
  const number = /^#(\d{1,9})$/.exec(text)?.[1];
  if (number) return { filter: { number: { eq: Number(number) } } };
  const words = text.replaceAll('"', ' ').split(/\s+/).filter(Boolean);
  return words.length > 0 ? { query: words.map((word) => `"${word}"`).join(' ') } : {};
}
