import { isUndefined } from './undefined.ts';
import { Callable, type CallBody } from './callable.ts';
import { Dict, DictView, SetValue } from './dict.ts';
import { iterator } from './iterate.ts';
import { Float, Markup, Range, Stream, Tuple, type Value } from './model.ts';
import { str } from './text.ts';

const OURS = [Dict, Float, Markup, Tuple, Range, Stream, Callable, DictView, SetValue];

function number(n: number): Value {
  if (Number.isSafeInteger(n)) return n === 0 ? 0 : n;
  return Number.isInteger(n) ? BigInt(n) : new Float(n);
}

const bigint = (n: bigint): Value => (n >= -(2n ** 53n) + 1n && n <= 2n ** 53n - 1n ? Number(n) : n);

/**
 * A JavaScript value as a template value. Whole numbers become integers and other numbers floats; plain objects
 * and Maps become dicts, arrays lists, Sets sets, functions callables; host objects and this package's own values
 * stay. `undefined` entries of an object are left out. JavaScript puts integer-like keys of plain objects first:
 * use a Map, or `parseJson`, where order counts.
 */
export function toValue(input: unknown): Value {
  switch (typeof input) {
    case 'number':
      return number(input);
    case 'bigint':
      return bigint(input);
    case 'string':
    case 'boolean':
      return input;
    case 'function':
      // a host function is called with template values
      return new Callable(input.name || 'function', input as CallBody);
    case 'object':
      return input === null ? null : object(input);
    default:
      return null;
  }
}

function object(input: object): Value {
  if (Array.isArray(input)) return input.map(toValue);
  if (Object.getPrototypeOf(input) === Object.prototype) return plain(input);
  if (OURS.some((type) => input instanceof type)) return input as Value;
  if ('getAttribute' in input) return input as Value;
  if (isUndefined(input as Value)) return input as Value;
  if (input instanceof Map) return new Dict([...input].map(([key, value]) => [toValue(key), toValue(value)]));
  if (input instanceof Set) return new SetValue([...input].map(toValue));
  return input instanceof Date ? input.toISOString() : plain(input);
}

function plain(input: object): Value {
  if ('getAttribute' in input && typeof input.getAttribute === 'function') return input as Value;
  const dict = new Dict();
  for (const [key, value] of Object.entries(input) as [string, unknown][])
    if (value !== undefined) dict.set(key, toValue(value));
  return dict;
}

/** A template value as plain JavaScript: dicts become Maps, floats numbers, safe text strings. */
export function fromValue(value: Value): unknown {
  if (value instanceof Float) return value.n;
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(fromValue);
  if (value instanceof Tuple) return value.items.map(fromValue);
  if (value instanceof Dict) return new Map([...value.entries()].map(([k, v]) => [fromValue(k), fromValue(v)]));
  if (value instanceof SetValue) return new Set([...value.dict.keys()].map(fromValue));
  if (value instanceof Range || value instanceof Stream || value instanceof DictView) return drain(value);
  return isUndefined(value) ? undefined : value;
}

function drain(value: Value): unknown[] {
  const list: unknown[] = [];
  const items = iterator(value);
  for (let next = items.next(); !next.done; next = items.next()) list.push(fromValue(next.value));
  return list;
}

/** Names for a template from a plain object, a Map or a dict. */
export function toNames(input: object | undefined): Map<string, Value> {
  const names = new Map<string, Value>();
  if (!input) return names;
  const entries = input instanceof Map || input instanceof Dict ? input.entries() : Object.entries(input);
  for (const [key, value] of entries)
    if (value !== undefined) names.set(typeof key === 'string' ? key : str(toValue(key)), toValue(value));
  return names;
}
