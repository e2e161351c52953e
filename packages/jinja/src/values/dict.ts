import { raise } from '../errors.ts';
import { checkItems } from '../limits.ts';
import { identity } from './identity.ts';
import { Float, isHost, Markup, Tuple, type Value } from './model.ts';
import { Undefined } from './undefined.ts';

/**
 * A Python dict: keeps insertion order; `1`, `1.0` and `True` are one key. Entries live in a Map, so no name
 * of a template ever touches a JavaScript property.
 */
export class Dict {
  private readonly map = new Map<unknown, Value>();
  /** First spelling of keys whose hash is not the key itself. */
  private readonly spelled = new Map<unknown, Value>();

  constructor(entries?: Iterable<readonly [Value, Value]>) {
    if (entries) for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.map.size;
  }

  get(key: Value): Value | undefined {
    return this.map.get(typeof key === 'string' && key.charCodeAt(0) !== 0 ? key : hashKey(key));
  }

  has(key: Value): boolean {
    return this.map.has(hashKey(key));
  }

  set(key: Value, value: Value): this {
    const hash = hashKey(key);
    if (hash !== key && !this.map.has(hash)) this.spelled.set(hash, key);
    this.map.set(hash, value);
    if (this.map.size > 10_000) checkItems(this.map.size);
    return this;
  }

  delete(key: Value): boolean {
    const hash = hashKey(key);
    this.spelled.delete(hash);
    return this.map.delete(hash);
  }

  clear(): void {
    this.map.clear();
    this.spelled.clear();
  }

  copy(): Dict {
    return new Dict(this.entries());
  }

  /** Keys in order of insertion; growing the dict meanwhile is refused. */
  *keys(): Generator<Value> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  *entries(): Generator<[Value, Value]> {
    const { size } = this.map;
    for (const [hash, value] of this.map) {
      if (this.map.size !== size) raise('RuntimeError', 'dictionary changed size during iteration');
      // a hash without another spelling is the key itself
      yield [this.spelled.has(hash) ? (this.spelled.get(hash) as Value) : (hash as Value), value];
    }
    if (this.map.size !== size) raise('RuntimeError', 'dictionary changed size during iteration');
  }

  [Symbol.iterator](): Generator<[Value, Value]> {
    return this.entries();
  }
}

/** `d.keys()`, `d.values()` or `d.items()`: live, printed as `dict_keys([...])`. */
export class DictView {
  constructor(
    readonly dict: Dict,
    readonly kind: 'keys' | 'values' | 'items',
  ) {}
}

/** A Python set; templates get one from `d.keys() - other` or from the host. */
export class SetValue {
  readonly dict = new Dict();

  constructor(items: Iterable<Value>) {
    for (const item of items) this.dict.set(item, null);
  }
}

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
