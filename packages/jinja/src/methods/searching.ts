import { raise } from '../errors.ts';
import { checkItems, checkString } from '../limits.ts';
import { isText, textOf, Tuple, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { sliceText, textLength } from '../values/text.ts';

type Bound = Value | undefined;

const wanted = (value: Bound): string =>
  value !== undefined && isText(value)
    ? textOf(value)
    : raise('TypeError', `must be str, not ${typeName(value ?? null)}`);

/** The part of a text between two bounds, and where it starts; counted in characters. */
function part(text: string, start: Bound, end: Bound): { text: string; from: number } {
  if ((start ?? null) === null && (end ?? null) === null) return { text, from: 0 };
  const length = textLength(text);
  const at = (value: Bound, fallback: number): number => {
    if (typeof value !== 'number') return fallback;
    return value < 0 ? Math.max(0, value + length) : value;
  };
  const from = at(start, 0);
  return { text: from > length ? '\0'.repeat(0) : sliceText(text, from, Math.max(from, at(end, length))), from };
}

const beyond = (text: string, start: Bound): boolean => typeof start === 'number' && start > textLength(text);

function locate(last: boolean, must: boolean) {
  return (text: string, sub: Bound, start: Bound, end: Bound): Value => {
    const inside = part(text, start, end);
    const at = last ? inside.text.lastIndexOf(wanted(sub)) : inside.text.indexOf(wanted(sub));
    if (at >= 0 && !beyond(text, start)) return inside.from + textLength(inside.text.slice(0, at));
    return must ? raise('ValueError', 'substring not found') : -1;
  };
}

/** `find`, `rfind`, `index`, `rindex`. */
export const find: readonly (readonly [string, (text: string, ...args: Value[]) => Value])[] = [
  ['find', locate(false, false)],
  ['rfind', locate(true, false)],
  ['index', locate(false, true)],
  ['rindex', locate(true, true)],
];

/** Occurrences that do not overlap. */
export function count(text: string, sub: Bound, start?: Bound, end?: Bound): number {
  const inside = part(text, start, end).text;
  const word = wanted(sub);
  if (word === '') return beyond(text, start) ? 0 : textLength(inside) + 1;
  let found = 0;
  for (let at = inside.indexOf(word); at >= 0; at = inside.indexOf(word, at + word.length)) found += 1;
  return found;
}

function affixes(value: Bound, name: string): string[] {
  if (value instanceof Tuple) return value.items.map(wanted);
  if (value !== undefined && isText(value)) return [textOf(value)];
  return raise('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(value ?? null)}`);
}

/** `startswith`: one prefix or a tuple of them. */
export function matchesStart(text: string, prefix: Bound, start: Bound, end: Bound): boolean {
  const inside = part(text, start, end).text;
  return !beyond(text, start) && affixes(prefix, 'startswith').some((one) => inside.startsWith(one));
}

/** `endswith`: one suffix or a tuple of them. */
export function matchesEnd(text: string, suffix: Bound, start: Bound, end: Bound): boolean {
  const inside = part(text, start, end).text;
  return !beyond(text, start) && affixes(suffix, 'endswith').some((one) => inside.endsWith(one));
}

/** Text before, of and after the first separator. */
export function partition(text: string, separator: string): Tuple {
  if (separator === '') raise('ValueError', 'empty separator');
  const at = text.indexOf(separator);
  if (at < 0) return new Tuple([text, '', '']);
  return new Tuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

/** Text before, of and after the last separator. */
export function rpartition(text: string, separator: string): Tuple {
  if (separator === '') raise('ValueError', 'empty separator');
  const at = text.lastIndexOf(separator);
  if (at < 0) return new Tuple(['', '', text]);
  return new Tuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

/** Replaces the first `times` occurrences; a negative number means all. */
export function replace(text: string, old: string, fresh: string, times: number): string {
  if (times === 0) return text;
  const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old);
  const joins = times < 0 ? parts.length - 1 : Math.min(times, parts.length - 1);
  checkItems(parts.length);
  checkString(text.length + joins * (fresh.length - old.length));
  const head = parts.slice(0, joins + 1).join(fresh);
  return joins === parts.length - 1 ? head : head + old + parts.slice(joins + 1).join(old);
}
