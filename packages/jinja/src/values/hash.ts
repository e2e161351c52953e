import { raise } from '../errors.ts';
import { Dict, SetValue } from './dict.ts';
import { Float, isHost, Markup, Tuple, type Value } from './model.ts';
import { Undefined } from './undefined.ts';

const text = (value: string): string => (value.charCodeAt(0) === 0 ? `\0s${value}` : value);

function floatKey(n: number): unknown {
  return Number.isInteger(n) && !Number.isSafeInteger(n) ? BigInt(n) : n === 0 ? 0 : n;
}

function tupleKey(tuple: Tuple): unknown {
  const parts = tuple.items.map((item) => {
    const key = hashKey(item);
    if (typeof key === 'object' && key !== null) return `o${identity(key)}`;
    return `${typeof key}:${String(key).length}:${String(key)}`;
  });
  return `\0t${parts.join(',')}`;
}

const identities = new WeakMap<object, number>();
let counted = 0;

/** A number that stays with an object; for `id`-like text and hashes by identity. */
export function identity(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  counted += 1;
  identities.set(object, counted);
  return counted;
}

/** Map key of a value: equal values have equal keys. Lists, dicts and sets are refused, as in Python. */
export function hashKey(value: Value): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return floatKey(value.n);
  if (value instanceof Markup) return text(value.text);
  if (value instanceof Tuple) return tupleKey(value);
  if (Array.isArray(value)) return raise('TypeError', "unhashable type: 'list'");
  if (value instanceof Dict) return raise('TypeError', "unhashable type: 'dict'");
  if (value instanceof SetValue) return raise('TypeError', "unhashable type: 'set'");
  if (value instanceof Undefined) {
    value.use();
    return '\0u';
  }
  if (isHost(value) && value.hash) return `\0h${value.typeName}:${value.hash()}`;
  return value;
}
