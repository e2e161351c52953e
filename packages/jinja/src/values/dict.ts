import { raise } from '../errors.ts';
import { checkItems } from '../limits.ts';
import { hashKey } from './hash.ts';
import type { Value } from './model.ts';

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
