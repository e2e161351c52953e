import { syntaxErrors } from './net-syntax-error.ts';

const refuse = syntaxErrors('a list of id ranges', 'ranges such as 1-100,200');

/** Whole numbers from first to last, both included: VLAN ids, ports, rack units. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
}

/** Lowest and highest id allowed. */
export interface IdLimits {
  readonly min: number;
  readonly max: number;
}

/** VLAN ids that may be used; 0 and 4095 are reserved. Source: IEEE 802.1Q-2018 table 9-2. */
export const VLAN_IDS: IdLimits = { min: 1, max: 4094 };

const INT4: IdLimits = { min: 0, max: 2_147_483_646 };

/** Reads `1-100,200` and returns the ranges in order; ranges may not overlap. An empty text is refused. @throws NetSyntaxError */
export const parseIdRanges = (text: string, limits: IdLimits = INT4): IdRange[] => {
  if (text.trim() === '') throw refuse(text, '');
  const ranges = text.split(',').map((part) => readRange(text, part.trim(), limits));
  const clash = overlappingIdRanges(ranges);
  if (clash) throw refuse(text, `${format(clash[0])} and ${format(clash[1])} overlap`, 'each number once');
  return sorted(ranges);
};

/** `1-100,200` of ranges, in the order given. */
export const formatIdRanges = (ranges: readonly IdRange[]): string => ranges.map(format).join(',');

/** The first two ranges, in order of their numbers, that share a number; null when none do. */
export const overlappingIdRanges = (ranges: readonly IdRange[]): readonly [IdRange, IdRange] | null => {
  let widest: IdRange | undefined;
  for (const range of sorted(ranges)) {
    if (widest && range.first <= widest.last) return [widest, range];
    if (!widest || range.last > widest.last) widest = range;
  }
  return null;
};

/** The same numbers as the fewest ranges, ascending: overlapping and touching ones are joined. */
export const mergeIdRanges = (ranges: readonly IdRange[]): IdRange[] => {
  const merged: IdRange[] = [];
  for (const range of sorted(ranges)) {
    const previous = merged.at(-1);
    if (!previous || range.first > previous.last + 1) merged.push(range);
    else merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
  }
  return merged;
};

/** The fewest ranges that hold just these numbers, ascending. */
export const idRangesOf = (ids: Iterable<number>): IdRange[] =>
  mergeIdRanges(Array.from(ids, (id) => ({ first: id, last: id })));

/** Whether some range holds the number. */
export const idRangesInclude = (ranges: readonly IdRange[], id: number): boolean =>
  ranges.some(({ first, last }) => first <= id && id <= last);

/** How many distinct numbers the ranges hold. */
export const countIds = (ranges: readonly IdRange[]): number =>
  mergeIdRanges(ranges).reduce((total, { first, last }) => total + last - first + 1, 0);

/** Every number of the ranges, ascending, each once. */
export function* idsIn(ranges: readonly IdRange[]): IterableIterator<number> {
  for (const { first, last } of mergeIdRanges(ranges)) {
    for (let id = first; id <= last; id++) yield id;
  }
}

/** Lowest number in the ranges that is not used; null when all are. */
export const firstFreeId = (ranges: readonly IdRange[], used: Iterable<number>): number | null => {
  const taken = new Set(used);
  for (const id of idsIn(ranges)) if (!taken.has(id)) return id;
  return null;
};

/** PostgreSQL text of a half-open `int4range`: `[1,101)` of 1-100. */
export const formatInt4Range = ({ first, last }: IdRange): string => `[${first},${last + 1})`;

/** PostgreSQL text of an `int4multirange` or the inside of an `int4range[]`: `{[1,101),[200,201)}`. */
export const formatInt4Ranges = (ranges: readonly IdRange[]): string => `{${ranges.map(formatInt4Range).join(',')}}`;

/** Reads one `int4range` in any of PostgreSQL's bound forms; null for `empty`. @throws NetSyntaxError */
export const parseInt4Range = (text: string): IdRange | null => {
  if (text.trim() === 'empty') return null;
  const parts = /^\s*([[(])\s*(-?\d+)\s*,\s*(-?\d+)\s*([\])])\s*$/.exec(text);
  if (!parts) throw refuse(text, 'it is not an int4range with two bounds', 'a half-open range such as [1,101)');
  const [, open, low, high, close] = parts;
  const first = Number(low) + (open === '(' ? 1 : 0);
  const last = Number(high) - (close === ')' ? 1 : 0);
  return first > last ? null : { first, last };
};

/** Reads `{[1,101),[200,201)}`, quoted elements of an array included; empty ranges are left out. @throws NetSyntaxError */
export const parseInt4Ranges = (text: string): IdRange[] => {
  const inside = /^\s*\{(.*)\}\s*$/.exec(text)?.[1];
  if (inside === undefined)
    throw refuse(text, 'the braces are missing', 'half-open ranges such as {[1,101),[200,201)}');
  if (inside.trim() === '') return [];
  const ranges = inside.replaceAll('"', '').split(/(?<=[\])]|empty)\s*,/);
  return ranges.map(parseInt4Range).filter((range) => range !== null);
};

const readRange = (text: string, part: string, { min, max }: IdLimits): IdRange => {
  const ends = /^(\d{1,10})(?:\s*-\s*(\d{1,10}))?$/.exec(part);
  if (!ends) throw refuse(text, part === '' ? 'a range is empty' : `"${part}" is no number and no range`);
  const first = Number(ends[1]);
  const last = Number(ends[2] ?? ends[1]);
  if (first > last) throw refuse(text, `${first} comes after ${last}`, `${last}-${first}`);
  if (first < min || last > max)
    throw refuse(text, `${first < min ? first : last} is not allowed`, `numbers from ${min} to ${max}`);
  return { first, last };
};

const format = ({ first, last }: IdRange): string => (first === last ? `${first}` : `${first}-${last}`);

const sorted = (ranges: readonly IdRange[]): IdRange[] =>
  [...ranges].sort((a, b) => a.first - b.first || a.last - b.last);
