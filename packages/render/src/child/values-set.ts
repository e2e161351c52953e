import { Callable, equals, repr, type HostObject, type Kwargs, type Value } from '@plumbline/jinja';

type Method = (set: ValuesSet, args: readonly Value[], kwargs: Kwargs) => Value;

const keyOf = (value: Value): string => repr(value);

/** What `values()` and `values_list()` give: values that are walked, counted and made distinct. */
export class ValuesSet implements HostObject {
  readonly typeName = 'QuerySet';

  constructor(readonly items: readonly Value[]) {}

  /** Each value once, where it came first. */
  once(): ValuesSet {
    const byText = new Map<string, Value>();
    for (const each of this.items) if (!byText.has(keyOf(each))) byText.set(keyOf(each), each);
    return new ValuesSet([...byText.values()]);
  }

  getAttribute(name: string): Value | undefined {
    const method = METHODS.get(name);
    return method && new Callable(name, (args, kwargs) => method(this, args, kwargs), 'method');
  }

  getItem(key: Value): Value | undefined {
    return typeof key === 'number' ? this.items.at(key) : undefined;
  }

  getSlice(start: number | null, stop: number | null, step: number | null): Value {
    const part = this.items.slice(start ?? 0, stop ?? undefined);
    return new ValuesSet(step === null || step === 1 ? part : part.filter((_, i) => i % Math.max(1, step) === 0));
  }

  iterate(): Iterator<Value> {
    return this.items.values();
  }

  length(): number {
    return this.items.length;
  }

  truth(): boolean {
    return this.items.length > 0;
  }

  contains(item: Value): boolean {
    return this.items.some((each) => equals(each, item));
  }

  equals(other: Value): boolean {
    const items = other instanceof ValuesSet ? other.items : other;
    if (!Array.isArray(items) || items.length !== this.items.length) return false;
    return this.items.every((each, i) => equals(each, (items as readonly Value[])[i] ?? null));
  }

  repr(): string {
    return `<QuerySet [${this.items.map(keyOf).join(', ')}]>`;
  }

  str(): string {
    return this.repr();
  }
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['all', (set) => set],
  ['distinct', (set) => set.once()],
  ['count', ({ items }) => items.length],
  ['exists', ({ items }) => items.length > 0],
  ['first', ({ items }) => items[0] ?? null],
  ['last', ({ items }) => items.at(-1) ?? null],
  ['reverse', ({ items }) => new ValuesSet(items.toReversed())],
]);
