/** Names that one pattern may stand for. */
export const MOST_NAMES = 5_000;

/** Names in the order the pattern counts them, or what is wrong with it. */
export type NameRange = { readonly names: readonly string[] } | { readonly problem: string };

type Items = { readonly items: readonly string[] } | { readonly problem: string };

const NUMBERS = /^(\d+)-(\d+)(?::(\d+))?$/;
const LETTERS = /^([A-Za-z])-([A-Za-z])(?::(\d+))?$/;
const WORD = /^[^-:\s]+$/;

const FORMS = 'a bracket holds numbers [1-24], letters [a-d], steps [1-23:2], lists [1,3,5-8], or words [ge,xe]';

/** Counts from one number to another, either way; null when there would be more than anyone may name. */
const counted = (from: number, to: number, step: number): readonly number[] | null => {
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (!(count <= MOST_NAMES)) return null;
  const sign = to < from ? -step : step;
  return Array.from({ length: count }, (_, i) => from + i * sign);
};

const tooMany = (what: string): { readonly problem: string } => ({
  problem: `${what} stands for more than ${MOST_NAMES} names; split it.`,
});

const numbersOf = (item: string, from: string, to: string, step: number): Items => {
  const isPadded = (text: string): boolean => text.length > 1 && text.startsWith('0');
  if (isPadded(to) && to.length !== from.length)
    return { problem: `"${item}" pads its two numbers differently; write both with ${to.length} digits.` };
  const width = isPadded(from) ? from.length : 0;
  const numbers = counted(Number(from), Number(to), step);
  return numbers === null ? tooMany(`"${item}"`) : { items: numbers.map((n) => String(n).padStart(width, '0')) };
};

const isUpper = (letter: string): boolean => letter === letter.toUpperCase();

const lettersOf = (item: string, from: string, to: string, step: number): Items => {
  if (isUpper(from) !== isUpper(to))
    return { problem: `"${item}" goes from a capital to a small letter; use one case.` };
  return { items: (counted(from.charCodeAt(0), to.charCodeAt(0), step) ?? []).map((c) => String.fromCharCode(c)) };
};

const itemsOf = (item: string): Items => {
  const [read, [, from, to, step = '1']] = NUMBERS.test(item)
    ? [numbersOf, NUMBERS.exec(item) ?? []]
    : [lettersOf, LETTERS.exec(item) ?? []];
  if (from !== undefined && to !== undefined) {
    if (Number(step) === 0) return { problem: `"${item}" steps by 0; step by 1 or more.` };
    return read(item, from, to, Number(step));
  }
  if (WORD.test(item)) return { items: [item] };
  return { problem: item === '' ? `A bracket has an empty item; ${FORMS}.` : `"${item}" is no range; ${FORMS}.` };
};

const bracketOf = (text: string): Items => {
  const found: string[] = [];
  for (const item of text.split(',')) {
    const read = itemsOf(item.trim());
    if ('problem' in read) return read;
    found.push(...read.items);
    if (found.length > MOST_NAMES) return tooMany(`"[${text}]"`);
  }
  return { items: found };
};

const PIECE = /\\([[\]\\])|\[([^[\]]*)\]|([^[\]\\]+|\\)/gy;

/** Pieces of a pattern: plain text as one item, a bracket as many. */
const piecesOf = (pattern: string): readonly (readonly string[])[] | { readonly problem: string } => {
  const pieces: (readonly string[])[] = [];
  let read = 0;
  for (const [whole, escaped, bracket, plain] of pattern.matchAll(PIECE)) {
    read += whole.length;
    if (bracket === undefined) {
      pieces.push([escaped ?? plain ?? '']);
      continue;
    }
    const items = bracketOf(bracket);
    if ('problem' in items) return items;
    pieces.push(items.items);
  }
  if (read === pattern.length) return pieces;
  const [sign, why] = pattern[read] === ']' ? [']', 'closes no bracket'] : ['[', 'is not closed'];
  return {
    problem: `In "${pattern}" the "${sign}" at character ${read + 1} ${why}; write \\${sign} for the sign itself.`,
  };
};

/**
 * Names that a pattern stands for: `Gi1/0/[1-24]`, `xe-0/0/[0-3,8-11]`, `[ge,xe]-0/[a-d]`, `P[01-24]`, `F[1-23:2]`.
 *
 * Ranges count up or down, with the zeros of the first number. Of several brackets the last counts fastest. A backslash
 * before a bracket makes it plain. Names that occur twice are kept twice.
 */
export const expandNames = (pattern: string): NameRange => {
  if (pattern.trim() === '') return { problem: 'The name is empty; give one such as Gi1/0/[1-24].' };
  const pieces = piecesOf(pattern);
  if ('problem' in pieces) return pieces;
  const count = pieces.reduce((product, items) => product * items.length, 1);
  if (count > MOST_NAMES) return tooMany(`"${pattern}"`);
  return {
    names: pieces.reduce<string[]>((names, items) => names.flatMap((name) => items.map((item) => name + item)), ['']),
  };
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
