import { equals, order, toArray, Tuple, type HostObject, type Value, Callable } from '../../src/index.ts';
import { str } from '../../src/values/text.ts';
import { HostRecord, refuse } from './host.ts';

type Check = (item: Value) => boolean;

const lower = (value: Value): string => str(value).toLowerCase();

const LOOKUPS: Record<string, (value: Value, wanted: Value) => boolean> = {
  exact: (value, wanted) => equals(value, wanted),
  iexact: (value, wanted) => lower(value) === lower(wanted),
  in: (value, wanted) => toArray(wanted).some((one) => equals(value, one)),
  isnull: (value, wanted) => (value === null) === wanted,
  contains: (value, wanted) => value !== null && str(value).includes(str(wanted)),
  icontains: (value, wanted) => value !== null && lower(value).includes(lower(wanted)),
  startswith: (value, wanted) => value !== null && str(value).startsWith(str(wanted)),
  istartswith: (value, wanted) => value !== null && lower(value).startsWith(lower(wanted)),
  endswith: (value, wanted) => value !== null && str(value).endsWith(str(wanted)),
  iendswith: (value, wanted) => value !== null && lower(value).endsWith(lower(wanted)),
  gt: (value, wanted) => value !== null && order(value, wanted, '>') > 0,
  gte: (value, wanted) => value !== null && order(value, wanted, '>=') >= 0,
  lt: (value, wanted) => value !== null && order(value, wanted, '<') < 0,
  lte: (value, wanted) => value !== null && order(value, wanted, '<=') <= 0,
};

function field(item: Value, path: readonly string[]): Value {
  let value: Value = item;
  for (const name of path) {
    if (value === null) return null;
    if (!(value instanceof HostRecord)) return refuse('FieldError', `Cannot resolve keyword '${name}' into field`);
    value = value.attributes.get(name === 'pk' ? 'id' : name) ?? missing(value, name);
  }
  return value;
}

const missing = (record: HostRecord, name: string): Value =>
  record.attributes.has(name) ? null : refuse('FieldError', `Cannot resolve keyword '${name}' into field`);

function checkOf(key: string, wanted: Value): Check {
  const path = key.split('__');
  const last = path.at(-1) ?? '';
  const lookup = path.length > 1 && Object.hasOwn(LOOKUPS, last) ? LOOKUPS[last] : undefined;
  const names = lookup ? path.slice(0, -1) : path;
  return (item) => (lookup ?? LOOKUPS['exact'])?.(field(item, names), wanted) ?? false;
}

function compareBy(names: readonly Value[]): (a: Value, b: Value) => number {
  return (a, b) => {
    for (const name of names.map(str)) {
      const path = name.replace(/^-/, '').split('__');
      const [x, y] = [field(a, path), field(b, path)];
      const sign = name.startsWith('-') ? -1 : 1;
      if (equals(x, y)) continue;
      if (x === null || y === null) return sign * (x === null ? 1 : -1);
      return sign * order(x, y, '<');
    }
    return 0;
  };
}

/** A query set of the host over a list of records. */
export class QuerySet implements HostObject {
  readonly typeName = 'QuerySet';

  constructor(private readonly items: readonly Value[]) {}

  private filtered(kwargs: ReadonlyMap<string, Value> | null, keep: boolean): QuerySet {
    const checks = [...(kwargs ?? [])].map(([key, value]) => checkOf(key, value));
    return new QuerySet(this.items.filter((item) => checks.every((check) => check(item)) === keep));
  }

  private get(kwargs: ReadonlyMap<string, Value> | null): Value {
    const { items } = this.filtered(kwargs, true);
    if (items.length > 1) return refuse('MultipleObjectsReturned', 'more than one object');
    return items[0] ?? refuse('DoesNotExist', 'no matching object');
  }

  private valuesList(names: readonly Value[], flat: boolean): QuerySet {
    const read = (item: Value): Value[] => names.map((name) => field(item, str(name).split('__')));
    return new QuerySet(this.items.map((item) => (flat ? (read(item)[0] ?? null) : new Tuple(read(item)))));
  }

  private distinct(): QuerySet {
    return new QuerySet(this.items.filter((item, at) => this.items.findIndex((other) => equals(other, item)) === at));
  }

  getAttribute(name: string): Value | undefined {
    const method = this.methods[name];
    return method && Object.hasOwn(this.methods, name) ? new Callable(name, method, 'method') : undefined;
  }

  private readonly methods: Record<string, (args: Value[], kwargs: Map<string, Value> | null) => Value> = {
    all: () => this,
    none: () => new QuerySet([]),
    filter: (_args, kwargs) => this.filtered(kwargs, true),
    exclude: (_args, kwargs) => this.filtered(kwargs, false),
    get: (_args, kwargs) => this.get(kwargs),
    first: () => this.items[0] ?? null,
    last: () => this.items.at(-1) ?? null,
    count: () => this.items.length,
    exists: () => this.items.length > 0,
    order_by: (args) => new QuerySet([...this.items].sort(compareBy(args))),
    reverse: () => new QuerySet([...this.items].reverse()),
    distinct: () => this.distinct(),
    values_list: (args, kwargs) => this.valuesList(args, kwargs?.get('flat') === true),
  };

  getItem(key: Value): Value | undefined {
    return typeof key === 'number' ? this.items[key] : undefined;
  }

  getSlice(start: number | null, stop: number | null): Value {
    return new QuerySet(this.items.slice(start ?? 0, stop ?? undefined));
  }

  iterate(): Iterator<Value> {
    return this.items[Symbol.iterator]();
  }

  length(): number {
    return this.items.length;
  }
}
