import { raise } from '../errors.ts';
import { checkItems, tick } from '../limits.ts';
import type { CallSite } from '../values/callable.ts';
import { equals, order } from '../values/compare.ts';
import { Dict, DictView, hashKey } from '../values/dict.ts';
import { each, iterator, lengthOf, requireLength, toArray, truth } from '../values/iterate.ts';
import { isHost, isText, Range, Stream, textOf, Tuple, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { sortValues } from '../values/sort.ts';
import { viewItems } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import { GroupTuple } from './group.ts';
import { filter, generator, getter, ignoreCase, integerOf, nothing, type NamedFilter } from './support.ts';
import { joinValues, reversedText } from './text.ts';

/** Keys to sort by: a list, one for each name between commas; equal missing values do not need an order. */
function sortKey(site: CallSite, attribute: Value, caseSensitive: Value): (item: Value) => Value {
  const names = isText(attribute) ? textOf(attribute).split(',') : [attribute];
  const getters = names.map((name) => getter(site, name));
  const fold = truth(caseSensitive) ? (value: Value): Value => value : ignoreCase;
  return (item) => getters.map((read) => fold(read(item)));
}

/** Reads an attribute, in lower case unless case counts. */
function foldedKey(site: CallSite, attribute: Value, caseSensitive: Value): (item: Value) => Value {
  const read = getter(site, attribute);
  return truth(caseSensitive) ? read : (item) => ignoreCase(read(item));
}

function extreme(site: CallSite, value: Value, sign: number, caseSensitive: Value, attribute: Value): Value {
  const key = foldedKey(site, attribute, caseSensitive);
  let best: Value | undefined;
  let bestKey: Value = null;
  for (const item of each(value)) {
    const candidate = key(item);
    if (best === undefined || sign * order(candidate, bestKey, sign < 0 ? '<' : '>') > 0)
      [best, bestKey] = [item, candidate];
  }
  return best ?? (best === null ? null : nothing(site, 'No aggregated item, sequence was empty.'));
}

function* unique(items: Iterator<Value>, key: (item: Value) => Value): Generator<Value> {
  const seen = new Set<unknown>();
  for (let next = items.next(); !next.done; next = items.next()) {
    tick();
    const hash = hashKey(key(next.value));
    if (seen.has(hash)) continue;
    seen.add(hash);
    yield next.value;
  }
}

function groupBy(site: CallSite, value: Value, attribute: Value, fallback: Value, caseSensitive: Value): Value {
  const read = getter(site, attribute, fallback);
  const key = truth(caseSensitive) ? read : (item: Value): Value => ignoreCase(read(item));
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sortValues(toArray(value), key, false)) {
    const own = key(item);
    const last = groups.at(-1);
    if (last && equals(last.key, own)) last.items.push(item);
    else groups.push({ key: own, items: [item] });
  }
  return groups.map(({ items }) => new GroupTuple(read(items[0] ?? null), items));
}

function* batch(items: Iterator<Value>, count: number, fill: Value): Generator<Value> {
  let row: Value[] = [];
  for (let next = items.next(); !next.done; next = items.next()) {
    tick();
    if (row.length === count) {
      yield row;
      row = [];
    }
    row.push(next.value);
  }
  if (row.length === 0) return;
  if (fill !== null && row.length < count) {
    checkItems(count);
    while (row.length < count) row.push(fill);
  }
  yield row;
}

function* slices(value: Value, count: number, fill: Value): Generator<Value> {
  const all = toArray(value);
  if (count === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
  checkItems(count);
  const size = Math.floor(all.length / count);
  const extra = all.length - size * count;
  let from = 0;
  for (let at = 0; at < count; at += 1) {
    tick();
    const to = from + size + (at < extra ? 1 : 0);
    const part = all.slice(from, to);
    if (fill !== null && at >= extra) part.push(fill);
    yield part;
    from = to;
  }
}

function first(site: CallSite, value: Value): Value {
  const { done, value: item } = iterator(value).next();
  return done ? nothing(site, 'No first item, sequence was empty.') : item;
}

/** Items backwards; null when the value has no order to turn round. */
function backwards(value: Value): Value[] | null {
  if (isText(value) || Array.isArray(value) || value instanceof Tuple || value instanceof Range)
    return toArray(value).reverse();
  if (value instanceof Dict) return [...value.keys()].reverse();
  if (value instanceof DictView) return [...viewItems(value)].reverse();
  if (isUndefined(value)) return toArray(value);
  return isHost(value) && value.length && value.iterate ? toArray(value).reverse() : null;
}

function last(site: CallSite, value: Value): Value {
  const items = backwards(value);
  if (!items) return raise('TypeError', `'${typeName(value)}' object is not reversible`);
  const [item] = items;
  return item === undefined ? nothing(site, 'No last item, sequence was empty.') : item;
}

const REVERSED: Record<string, string> = {
  list: 'list_reverseiterator',
  range: 'range_iterator',
  dict: 'dict_reversekeyiterator',
};

function reverse(value: Value): Value {
  if (isText(value)) return reversedText(value);
  const items = backwards(value);
  if (items) return new Stream(items[Symbol.iterator](), '', REVERSED[typeName(value)] ?? 'reversed');
  if (value instanceof Stream) return toArray(value).reverse();
  return raise('FilterArgumentError', 'argument must be iterable');
}

function random(site: CallSite, value: Value): Value {
  const count = requireLength(value);
  if (count === 0) return nothing(site, 'No random item, sequence was empty.');
  return site.item(value, Math.floor(Math.random() * count));
}

function pairsOf(value: Value): [Value, Value][] {
  if (value instanceof Dict) return [...value.entries()];
  if (isUndefined(value)) return value.fail();
  return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
}

function dictSort(value: Value, caseSensitive: Value, by: Value, backward: Value): Value {
  if (by !== 'key' && by !== 'value') raise('FilterArgumentError', 'You can only sort by either "key" or "value"');
  const at = by === 'key' ? 0 : 1;
  const fold = truth(caseSensitive) ? (item: Value): Value => item : ignoreCase;
  const pairs: Value[] = pairsOf(value).map((pair) => new Tuple(pair));
  return sortValues(pairs, (pair) => fold(pair instanceof Tuple ? (pair.items[at] ?? null) : null), truth(backward));
}

function items(value: Value): Value {
  if (isUndefined(value)) return generator('do_items', [][Symbol.iterator]());
  if (!(value instanceof Dict)) return raise('TypeError', 'Can only get item pairs from a mapping.');
  return generator('do_items', viewItems(new DictView(value, 'items')));
}

function join(site: CallSite, value: Value, separator: Value, attribute: Value): Value {
  const all = toArray(value);
  return joinValues(site, attribute === null ? all : all.map(getter(site, attribute)), separator);
}

function count(value: Value): Value {
  const length = lengthOf(value);
  return length ?? requireLength(value);
}

const CASE = ['case_sensitive', false] as const;
const ATTRIBUTE = ['attribute', null] as const;

/** Filters over sequences and mappings. */
export const LIST_FILTERS: readonly NamedFilter[] = [
  filter('first', 'sync_do_first', [], first),
  filter('last', 'do_last', [], last),
  filter('random', 'do_random', [], random),
  filter('length', 'len', [], (_site, value) => count(value)),
  filter('count', 'len', [], (_site, value) => count(value)),
  filter('list', 'sync_do_list', [], (_site, value) => toArray(value)),
  filter('reverse', 'do_reverse', [], (_site, value) => reverse(value)),
  filter(
    'sort',
    'do_sort',
    [['reverse', false], CASE, ATTRIBUTE],
    (site, value, back = false, cased = false, by = null) =>
      sortValues(toArray(value), sortKey(site, by, cased), truth(back)),
  ),
  filter('unique', 'sync_do_unique', [CASE, ATTRIBUTE], (site, value, cased = false, by = null) =>
    generator('do_unique', unique(iterator(value), foldedKey(site, by, cased))),
  ),
  filter('min', 'do_min', [CASE, ATTRIBUTE], (site, value, cased = false, by = null) =>
    extreme(site, value, -1, cased, by),
  ),
  filter('max', 'do_max', [CASE, ATTRIBUTE], (site, value, cased = false, by = null) =>
    extreme(site, value, 1, cased, by),
  ),
  filter(
    'groupby',
    'sync_do_groupby',
    ['attribute', ['default', null], CASE],
    (site, value, by = null, fallback = null, cased = false) => groupBy(site, value, by, fallback, cased),
  ),
  filter('batch', 'do_batch', ['linecount', ['fill_with', null]], (_site, value, size = 0, fill = null) =>
    generator('do_batch', batch(iterator(value), integerOf(size), fill)),
  ),
  filter('slice', 'sync_do_slice', ['slices', ['fill_with', null]], (_site, value, size = 0, fill = null) =>
    generator('do_slice', slices(value, integerOf(size), fill)),
  ),
  filter('join', 'sync_do_join', [['d', ''], ATTRIBUTE], (site, value, d = '', by = null) => join(site, value, d, by)),
  filter(
    'dictsort',
    'do_dictsort',
    [CASE, ['by', 'key'], ['reverse', false]],
    (_site, value, cased = false, by = 'key', back = false) => dictSort(value, cased, by, back),
  ),
  filter('items', 'do_items', [], (_site, value) => items(value)),
];
