import { syntaxErrors } from './net-syntax-error.ts';

const refuse = syntaxErrors('a name range', 'a range such as GigabitEthernet1/0/[1-24]');

const BRACKET = /\[([a-zA-Z0-9]+(?:[,-][a-zA-Z0-9]+)+)\]/;
const ODD_BRACKET = /\[([^[\]]*[,-][^[\]]*)\]/;

/**
 * Names that a pattern stands for, in order, the last bracket running fastest.
 *
 * `[1-24]` counts, `[01-12]` keeps the zeros, `[a-d]` runs through letters, `[ge,xe]` lists, and all mix:
 * `[ge,xe]-0/[0-1]/[1-4,9]`. A bracket without comma or dash is plain text. A text without ranges is one name.
 * @throws NetSyntaxError when a range runs backwards or mixes digits and letters, or names exceed `limit`.
 */
export const expandNameRange = (pattern: string, limit = 10_000): string[] => {
  const pieces = splitPattern(pattern);
  const count = pieces.reduce((product, choices) => product * choices.length, 1);
  if (count > limit) throw refuse(pattern, `it stands for ${count} names`, `ranges for at most ${limit} names`);
  return pieces.reduce<string[]>(
    (names, choices) => names.flatMap((name) => choices.map((choice) => name + choice)),
    [''],
  );
};

/** Whether the text holds a range, so that it stands for more than itself. */
export const isNameRange = (pattern: string): boolean => BRACKET.test(pattern);

/** Text and brackets in turn, each as its list of choices. */
const splitPattern = (pattern: string): string[][] =>
  pattern.split(new RegExp(BRACKET.source, 'g')).map((piece, index) => {
    if (index % 2 === 1) return piece.split(',').flatMap((item) => expandItem(pattern, item));
    const odd = ODD_BRACKET.exec(piece);
    if (odd) throw refuse(pattern, `"[${odd[1]}]" has an empty or odd part`);
    return [piece];
  });

const expandItem = (pattern: string, item: string): string[] => {
  const ends = item.split('-');
  const [from, to] = ends;
  if (from === undefined || to === undefined) return [item];
  if (ends.length > 2) throw refuse(pattern, `"${item}" has more than one dash`);
  if (/^\d+$/.test(from) && /^\d+$/.test(to)) return countBetween(pattern, from, to);
  if (/^[a-z]$|^[A-Z]$/.test(from) && /^[a-z]$|^[A-Z]$/.test(to)) return lettersBetween(pattern, from, to);
  throw refuse(pattern, `"${item}" is neither two numbers nor two letters`);
};

const countBetween = (pattern: string, from: string, to: string): string[] => {
  const [first, last] = [Number(from), Number(to)];
  if (first > last) throw refuse(pattern, `"${from}-${to}" runs backwards`, `[${to}-${from}]`);
  if (last - first >= 100_000 || last > Number.MAX_SAFE_INTEGER)
    throw refuse(pattern, `"${from}-${to}" is too long`, 'ranges of at most 100000 numbers');
  const width = from.startsWith('0') ? from.length : 0;
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i).padStart(width, '0'));
};

const lettersBetween = (pattern: string, from: string, to: string): string[] => {
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  if (/[a-z]/.test(from) !== /[a-z]/.test(to))
    throw refuse(pattern, `"${from}-${to}" mixes capitals and small letters`);
  if (first > last) throw refuse(pattern, `"${from}-${to}" runs backwards`, `[${to}-${from}]`);
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i));
};
