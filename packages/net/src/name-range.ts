import { syntaxErrors } from './net-syntax-error.ts';

const refuse = syntaxErrors('a name range', 'a range such as GigabitEthernet1/0/[1-24]');

const BRACKET = /\[([a-zA-Z0-9]+(?:[,-][a-zA-Z0-9]+(?::\d+)?)+)\]/;
const ODD_BRACKET = /\[([^[\]]*[,-][^[\]]*)\]/;
const OPEN_BRACKET = /\[[^[\]]*[,-][^[\]]*$/;

/**
 * Names that a pattern stands for, in order, the last bracket running fastest.
 *
 * `[1-24]` counts, `[24-1]` counts down, `[1-23:2]` takes every second, `[01-12]` keeps the zeros, `[a-d]` runs through
 * letters, `[ge,xe]` lists, and all mix: `[ge,xe]-0/[0-1]/[1-4,9]`. A bracket without comma or dash is plain text. A text
 * without ranges is one name.
 * @throws NetSyntaxError when a range mixes digits and letters or pads its ends differently, or names exceed `limit`.
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
    const open = OPEN_BRACKET.exec(piece);
    if (open) throw refuse(pattern, `"${open[0]}" is not closed`);
    return [piece];
  });

const expandItem = (pattern: string, item: string): string[] => {
  const [range = '', step = '1'] = item.split(':');
  const ends = range.split('-');
  const [from, to] = ends;
  if (item.includes(':') && to === undefined) throw refuse(pattern, `"${item}" has a step and no range`);
  if (from === undefined || to === undefined) return [item];
  if (ends.length > 2) throw refuse(pattern, `"${item}" has more than one dash`);
  if (Number(step) === 0) throw refuse(pattern, `"${item}" steps by 0`);
  if (/^\d+$/.test(from) && /^\d+$/.test(to)) return countBetween(pattern, from, to, Number(step));
  if (/^[a-z]$|^[A-Z]$/.test(from) && /^[a-z]$|^[A-Z]$/.test(to))
    return lettersBetween(pattern, from, to, Number(step));
  throw refuse(pattern, `"${item}" is neither two numbers nor two letters`);
};

/** Numbers from one to another, either way. */
const stepped = (first: number, last: number, step: number): number[] =>
  Array.from(
    { length: Math.floor(Math.abs(last - first) / step) + 1 },
    (_, i) => first + (last < first ? -i : i) * step,
  );

const isPadded = (digits: string): boolean => digits.length > 1 && digits.startsWith('0');

const countBetween = (pattern: string, from: string, to: string, step: number): string[] => {
  const [first, last] = [Number(from), Number(to)];
  if (Math.abs(last - first) >= 100_000 || Math.max(first, last) > Number.MAX_SAFE_INTEGER)
    throw refuse(pattern, `"${from}-${to}" is too long`, 'ranges of at most 100000 numbers');
  if (isPadded(to) && to.length !== from.length)
    throw refuse(pattern, `"${from}-${to}" pads its two numbers differently`, `both with ${to.length} digits`);
  const width = isPadded(from) ? from.length : 0;
  return stepped(first, last, step).map((n) => String(n).padStart(width, '0'));
};

const lettersBetween = (pattern: string, from: string, to: string, step: number): string[] => {
  if (/[a-z]/.test(from) !== /[a-z]/.test(to))
    throw refuse(pattern, `"${from}-${to}" mixes capitals and small letters`);
  return stepped(from.charCodeAt(0), to.charCodeAt(0), step).map((code) => String.fromCharCode(code));
};
