import { checkString, tick } from '../limits.ts';
import { Dict } from '../values/dict.ts';
import { Tuple, type Value } from '../values/model.ts';
import { identity } from '../values/identity.ts';
import { joinText, repr } from '../values/text.ts';
import { sortValues } from '../values/sort.ts';
import { TemplateError } from '../errors.ts';
import { typeName } from '../values/names.ts';

const WIDTH = 80;

/** Python's `pprint.pformat`: one line when it fits in 80 columns, else one item a line; dicts sorted. */
export function pretty(value: Value): string {
  const text = layout(value, 0, 0);
  checkString(text.length);
  return text;
}

/** Sorts as Python does here: keys that do not compare are ordered by the name of their type. */
function sortedPairs(dict: Dict): Value[] {
  const pairs: Value[] = [...dict.entries()].map((pair) => new Tuple(pair));
  const keyOf = (pair: Value): Value => (pair instanceof Tuple ? (pair.items[0] ?? null) : null);
  try {
    return sortValues(pairs, keyOf, false);
  } catch (error) {
    if (!(error instanceof TemplateError) || error.kind !== 'TypeError') throw error;
    return sortValues(pairs, (pair) => `${typeName(keyOf(pair))} ${repr(keyOf(pair))}`, false);
  }
}

/** A value on one line; a container inside itself is named instead. */
function flat(value: Value, seen: readonly object[] = []): string {
  tick();
  if (!Array.isArray(value) && !(value instanceof Dict) && !(value instanceof Tuple)) return repr(value);
  if (seen.includes(value)) return `<Recursion on ${typeName(value)} with id=${identity(value)}>`;
  const within = [...seen, value];
  if (value instanceof Dict)
    return `{${joinText(
      sortedPairs(value).map((pair) => flatPair(pair, within)),
      ', ',
    )}}`;
  const items = Array.isArray(value) ? value : value.items;
  const text = joinText(
    items.map((item) => flat(item, within)),
    ', ',
  );
  return Array.isArray(value) ? `[${text}]` : `(${text}${items.length === 1 ? ',' : ''})`;
}

function flatPair(pair: Value, seen: readonly object[]): string {
  const [key = null, item = null] = pair instanceof Tuple ? pair.items : [];
  return `${flat(key, seen)}: ${flat(item, seen)}`;
}

/** Text of a value that starts at a column; `after` characters follow on its last line. */
function layout(value: Value, column: number, after: number): string {
  tick();
  const line = flat(value);
  checkString(line.length);
  if (line.length <= WIDTH - column - after) return line;
  if (value instanceof Dict && value.size > 0) return dictLines(value, column, after);
  if (Array.isArray(value) && value.length > 0) return itemLines(value, column, after, '[', ']');
  if (value instanceof Tuple && value.items.length > 0)
    return itemLines(value.items, column, after, '(', value.items.length === 1 ? ',)' : ')');
  return typeof value === 'string' ? textLines(value, column, after) : line;
}

function itemLines(items: readonly Value[], column: number, after: number, open: string, close: string): string {
  const last = items.length - 1;
  const lines = items.map((item, at) => layout(item, column + 1, at === last ? after + close.length : 1));
  return open + lines.join(`,\n${' '.repeat(column + 1)}`) + close;
}

function dictLines(dict: Dict, column: number, after: number): string {
  const pairs = sortedPairs(dict);
  const last = pairs.length - 1;
  const lines = pairs.map((pair, at) => {
    const [key = null, item = null] = pair instanceof Tuple ? pair.items : [];
    const name = `${flat(key)}: `;
    return name + layout(item, column + 1 + name.length, at === last ? after + 1 : 1);
  });
  return `{${lines.join(`,\n${' '.repeat(column + 1)}`)}}`;
}

/** Long text: broken between words into several literals, in round brackets at the outside. */
function textLines(text: string, column: number, after: number): string {
  const outside = column === 0;
  const start = outside ? 1 : column;
  const end = outside ? after + 1 : after;
  const pieces: string[] = [];
  const lines = text.split(/(?<=\n)/);
  for (const [at, line] of lines.entries()) pieces.push(...textPieces(line, start, at === lines.length - 1 ? end : 0));
  if (pieces.length === 1) return pieces[0] ?? '';
  const body = pieces.join(`\n${' '.repeat(start)}`);
  return outside ? `(${body})` : body;
}

function textPieces(line: string, column: number, after: number): string[] {
  const whole = repr(line);
  if (whole.length <= WIDTH - column - after) return [whole];
  const parts = line.match(/\S*\s*/g)?.filter((part) => part !== '') ?? [];
  const pieces: string[] = [];
  let current = '';
  for (const [at, part] of parts.entries()) {
    const room = WIDTH - column - (at === parts.length - 1 ? after : 0);
    if (repr(current + part).length > room) {
      if (current !== '') pieces.push(repr(current));
      current = part;
    } else current += part;
  }
  if (current !== '') pieces.push(repr(current));
  return pieces;
}
