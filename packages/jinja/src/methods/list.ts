import { raise } from '../errors.ts';
import { budget, checkItems, tick } from '../limits.ts';
import { bind, type Param } from '../values/callable.ts';
import { equals } from '../values/compare.ts';
import { each } from '../values/iterate.ts';
import { Range, Tuple, type Value } from '../values/model.ts';
import { repr } from '../values/text.ts';
import { sortValues } from '../values/sort.ts';
import { truth } from '../values/iterate.ts';
import type { Method, MethodTable } from './table.ts';

function method(
  name: string,
  params: readonly Param[],
  body: (list: Value[], ...args: Value[]) => Value,
): [string, Method] {
  // the table is only asked for lists
  return [name, (self, args, kwargs) => body(self as Value[], ...bind(name, params, args, kwargs))];
}

const integer = (value: Value): number =>
  typeof value === 'number' || typeof value === 'boolean'
    ? Number(value)
    : raise('TypeError', `'${repr(value)}' object cannot be interpreted as an integer`);

function append(list: Value[], item: Value): null {
  if (list.length >= budget().limits.items) checkItems(list.length + 1);
  list.push(item);
  return null;
}

function insert(list: Value[], index: Value, item: Value): null {
  checkItems(list.length + 1);
  list.splice(integer(index), 0, item);
  return null;
}

function extend(list: Value[], source: Value): null {
  for (const item of source === list ? [...list] : each(source)) append(list, item);
  return null;
}

function pop(list: Value[], index: Value): Value {
  if (list.length === 0) return raise('IndexError', 'pop from empty list');
  const at = integer(index) < 0 ? integer(index) + list.length : integer(index);
  if (at < 0 || at >= list.length) return raise('IndexError', 'pop index out of range');
  return list.splice(at, 1)[0] as Value; // in range, checked
}

function remove(list: Value[], item: Value): null {
  const at = list.findIndex((other) => same(other, item));
  if (at < 0) return raise('ValueError', 'list.remove(x): x not in list');
  list.splice(at, 1);
  return null;
}

function same(a: Value, b: Value): boolean {
  tick();
  return a === b || equals(a, b);
}

function indexOf(items: Iterable<Value>, item: Value, name: string, from = 0, to = Infinity): number {
  let at = 0;
  for (const other of items) {
    if (at >= from && at < to && same(other, item)) return at;
    at += 1;
  }
  return raise('ValueError', name === 'list' ? `${repr(item)} is not in list` : `${name}.index(x): x not in ${name}`);
}

function count(items: Iterable<Value>, item: Value): number {
  let found = 0;
  for (const other of items) if (same(other, item)) found += 1;
  return found;
}

/** Methods of `list`. */
export const LIST_METHODS: MethodTable = new Map<string, Method>([
  method('append', ['object'], (list, item = null) => append(list, item)),
  method('extend', ['iterable'], (list, source = null) => extend(list, source)),
  method('insert', ['index', 'object'], (list, index = null, item = null) => insert(list, index, item)),
  method('pop', [['index', -1]], (list, index = -1) => pop(list, index)),
  method('remove', ['value'], (list, item = null) => remove(list, item)),
  method('index', ['value', ['start', 0], ['stop', -0.5]], (list, item = null, start = 0, stop = -0.5) =>
    indexOf(list, item, 'list', bound(start, list.length), stop === -0.5 ? Infinity : bound(stop, list.length)),
  ),
  method('count', ['value'], (list, item = null) => count(list, item)),
  method('copy', [], (list) => [...list]),
  method('clear', [], (list) => {
    list.length = 0;
    return null;
  }),
  method('reverse', [], (list) => {
    list.reverse();
    return null;
  }),
  ['sort', sort],
]);

const bound = (value: Value, length: number): number => (integer(value) < 0 ? integer(value) + length : integer(value));

function sort(self: Value, args: Value[], kwargs: Map<string, Value> | null): null {
  const [key = null, reverse = false] = bind(
    'sort',
    [
      ['key', null],
      ['reverse', false],
    ],
    args,
    kwargs,
  );
  if (key !== null) raise('TypeError', 'sort() takes no key in a template; use the sort filter');
  const list = self as Value[]; // the table is only asked for lists
  const sorted = sortValues(list, (item) => item, truth(reverse));
  for (const [at, item] of sorted.entries()) list[at] = item;
  return null;
}

function itemsOf(self: Value): Iterable<Value> {
  return self instanceof Tuple ? self.items : each(self);
}

const nameOf = (self: Value): string => (self instanceof Range ? 'range' : 'tuple');

/** Methods of `tuple` and `range`. */
export const SEQUENCE_METHODS: MethodTable = new Map<string, Method>([
  ['index', (self, args) => indexOf(itemsOf(self), args[0] ?? null, nameOf(self))],
  ['count', (self, args) => count(itemsOf(self), args[0] ?? null)],
]);
