import { nearest } from '@plumbline/kit';

const PARTS = /^([a-z-]*)(.*)$/s;

const folded = (name: string): string => name.toLowerCase().replaceAll(' ', '');

/** Whether the letters of a word occur in the other in that order, the first at its start: `mgmt` in `management`. */
const abbreviates = (short: string, long: string): boolean => {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length && short.charAt(0) === (short === '' ? '' : long.charAt(0));
};

/** Whether one name is a short form of the other: `Gi1/0/1` of `GigabitEthernet1/0/1`, `1` of `F1`. */
const isShortFor = (a: string, b: string): boolean => {
  const [, wordA = '', tailA = ''] = PARTS.exec(folded(a)) ?? [];
  const [, wordB = '', tailB = ''] = PARTS.exec(folded(b)) ?? [];
  return tailA === tailB && tailA !== '' && (abbreviates(wordA, wordB) || abbreviates(wordB, wordA));
};

/** At most `count` of the names that somebody may have meant: short and long forms first, then those spelled alike. */
export const nearestNames = (word: string, names: readonly string[], count = 3): readonly string[] => {
  const found = names.filter((name) => isShortFor(word, name)).slice(0, count);
  const rest = new Set(names.filter((name) => !found.includes(name)));
  while (found.length < count) {
    const next = nearest(word, rest);
    if (next === null) break;
    found.push(next);
    rest.delete(next);
  }
  return found;
};
