import { raise } from '../errors.ts';
import { checkItems } from '../limits.ts';
import { isText, textOf, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';

const BLANK = /[\s\x1c-\x1f\x85]/;
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** Cuts blanks, or any of some characters, from one or both ends. */
export function strip(text: string, chars: Value | undefined, left: boolean, right: boolean): string {
  const among = charTest(chars);
  const all = Array.from(text);
  let [from, to] = [0, all.length];
  if (left) while (from < to && among(all[from] ?? '')) from += 1;
  if (right) while (to > from && among(all[to - 1] ?? '')) to -= 1;
  return from === 0 && to === all.length ? text : all.slice(from, to).join('');
}

function charTest(chars: Value | undefined): (char: string) => boolean {
  if (chars === null || chars === undefined) return (char) => BLANK.test(char);
  if (!isText(chars)) return raise('TypeError', `strip arg must be None or str, not ${typeName(chars)}`);
  const set = new Set(textOf(chars));
  return (char) => set.has(char);
}

const limitOf = (value: Value | undefined): number =>
  typeof value === 'number' ? (value < 0 ? Infinity : value) : raise('TypeError', 'maxsplit must be an integer');

function separator(value: Value | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (!isText(value)) return raise('TypeError', `must be str or None, not ${typeName(value)}`);
  return textOf(value) || raise('ValueError', 'empty separator');
}

function listOf(parts: string[]): Value[] {
  checkItems(parts.length);
  return parts;
}

/** `split`: by blanks, or by a separator, at most `times`. */
export function split(text: string, by?: Value, times?: Value): Value[] {
  const [mark, limit] = [separator(by), limitOf(times)];
  if (mark === null) return listOf(splitBlanks(text, limit));
  const parts = text.split(mark);
  if (parts.length - 1 <= limit) return listOf(parts);
  return listOf([...parts.slice(0, limit), parts.slice(limit).join(mark)]);
}

function splitBlanks(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = strip(text, null, true, false);
  if (limit === Infinity)
    return strip(rest, null, false, true)
      .split(/[\s\x1c-\x1f\x85]+/)
      .filter((part) => part !== '');
  while (rest !== '' && parts.length < limit) {
    const end = rest.search(BLANK);
    if (end < 0) break;
    parts.push(rest.slice(0, end));
    rest = strip(rest.slice(end), null, true, false);
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** `rsplit`: as `split`, counted from the right. */
export function rsplit(text: string, by?: Value, times?: Value): Value[] {
  const [mark, limit] = [separator(by), limitOf(times)];
  if (mark === null) return listOf(rsplitBlanks(text, limit));
  const parts = text.split(mark);
  if (parts.length - 1 <= limit) return listOf(parts);
  const keep = parts.length - limit;
  return listOf([parts.slice(0, keep).join(mark), ...parts.slice(keep)]);
}

function rsplitBlanks(text: string, limit: number): string[] {
  if (limit === Infinity) return splitBlanks(text, limit);
  const parts: string[] = [];
  let rest = strip(text, null, false, true);
  while (rest !== '' && parts.length < limit) {
    let start = rest.length;
    while (start > 0 && !BLANK.test(rest.charAt(start - 1))) start -= 1;
    if (start === 0) break;
    parts.unshift(rest.slice(start));
    rest = strip(rest.slice(0, start), null, false, true);
  }
  if (rest !== '') parts.unshift(rest);
  return parts;
}

/** Lines of a text; their ends are kept on demand. */
export function splitLines(text: string, keepEnds: Value = false): Value[] {
  const lines: string[] = [];
  let from = 0;
  for (const match of text.matchAll(LINE_END)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(from, keepEnds === true || keepEnds === 1 ? end : match.index));
    from = end;
  }
  if (from < text.length) lines.push(text.slice(from));
  return listOf(lines);
}
