import { raise } from '../errors.ts';
import { checkItems, tick } from '../limits.ts';
import { Callable } from './callable.ts';
import { Dict, DictView, SetValue } from './dict.ts';
import { Float, isHost, Markup, Range, Stream, Tuple, type Value } from './model.ts';
import { typeName } from './names.ts';
import { characters, viewItems } from './text.ts';
import { Undefined } from './undefined.ts';
import { equals } from './compare.ts';

/** Python's `bool(value)`. */
export function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === 0 || value === '') return false;
  if (typeof value !== 'object') return value !== 0n;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Float) return value.n !== 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Markup) return value.text !== '';
  if (value instanceof Range) return value.length > 0;
  if (value instanceof DictView || value instanceof SetValue) return value.dict.size > 0;
  if (value instanceof Undefined) return undefinedTruth(value);
  if (value instanceof Stream || value instanceof Callable) return true;
  if (value.truth) return value.truth();
  return value.length ? value.length() > 0 : true;
}

function undefinedTruth(value: Undefined): false {
  value.use();
  return false;
}

/** `len(value)`; undefined when the value has none. */
export function lengthOf(value: Value): number | undefined {
  if (typeof value === 'string') return characters(value).length;
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Markup) return characters(value.text).length;
  if (value instanceof Range) return value.length;
  if (value instanceof DictView || value instanceof SetValue) return value.dict.size;
  if (value instanceof Undefined) return undefinedTruth(value) ? 1 : 0;
  return isHost(value) ? value.length?.() : undefined;
}

/** `len(value)`, with Python's refusal. */
export function requireLength(value: Value): number {
  const length = lengthOf(value);
  return length ?? raise('TypeError', `object of type '${typeName(value)}' has no len()`);
}

function* rangeItems(range: Range): Generator<Value> {
  for (let at = 0; at < range.length; at += 1) yield range.at(at);
}

/** Iterator of a value, or null when it cannot be iterated. Lists may grow while they are read, as in Python. */
export function tryIterate(value: Value): Iterator<Value> | null {
  if (typeof value === 'string') return characters(value)[Symbol.iterator]();
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return value[Symbol.iterator]();
  if (value instanceof Dict) return value.keys();
  if (value instanceof Tuple) return value.items[Symbol.iterator]();
  if (value instanceof Markup) return characters(value.text)[Symbol.iterator]();
  if (value instanceof Stream) return value.iterator;
  if (value instanceof Range) return rangeItems(value);
  if (value instanceof DictView) return viewItems(value);
  if (value instanceof SetValue) return value.dict.keys();
  if (value instanceof Undefined) return undefinedTruth(value) ? null : [][Symbol.iterator]();
  if (value instanceof Callable) return null;
  return isHost(value) ? (value.iterate?.() ?? null) : null;
}

/** Iterator of a value, with Python's refusal. */
export function iterator(value: Value): Iterator<Value> {
  return tryIterate(value) ?? raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** Items of a value for a `for` loop; each counts as a step. Stopping early leaves a stream where it is. */
export function each(value: Value): Iterable<Value> {
  return { [Symbol.iterator]: () => counted(iterator(value)) };
}

function counted(inner: Iterator<Value>): Iterator<Value> {
  return {
    next: () => {
      tick();
      return inner.next();
    },
  };
}

/** All items as a new array. */
export function toArray(value: Value): Value[] {
  if (Array.isArray(value) || value instanceof Tuple) {
    const items = Array.isArray(value) ? value : value.items;
    checkItems(items.length);
    tick(1 + (items.length >> 3));
    return items.slice();
  }
  const list: Value[] = [];
  for (const item of each(value)) {
    list.push(item);
    if ((list.length & 1023) === 0) checkItems(list.length);
  }
  return list;
}

/** Python's `item in container`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string' || container instanceof Markup) return textContains(container, item);
  if (container instanceof Dict) return container.has(item);
  if (container instanceof SetValue) return container.dict.has(item);
  if (container instanceof DictView && container.kind === 'keys') return container.dict.has(item);
  if (isHost(container) && container.contains) return container.contains(item);
  const items = tryIterate(container);
  if (!items) return raise('TypeError', `argument of type '${typeName(container)}' is not iterable`);
  for (let next = items.next(); !next.done; next = items.next()) {
    tick();
    if (next.value === item || equals(next.value, item)) return true;
  }
  return false;
}

function textContains(container: string | Markup, item: Value): boolean {
  const text = typeof container === 'string' ? container : container.text;
  if (typeof item === 'string') return text.includes(item);
  if (item instanceof Markup) return text.includes(item.text);
  return raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
}
