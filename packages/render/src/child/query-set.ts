import {
  Callable,
  Dict,
  Float,
  isUndefined,
  Markup,
  repr,
  str,
  TemplateError,
  tick,
  Tuple,
  type HostObject,
  type Kwargs,
  type Value,
} from '@plumbline/jinja';
import { findField, type ContractField } from '../contract.ts';
import type { Condition, SetQuery } from '../protocol.ts';
import { IpAddressValue, IpNetworkValue } from './address.ts';
import { NO_QUERY, type Graph, type Siblings } from './graph.ts';
import { RecordValue, recordOf } from './record.ts';
import { ValuesSet } from './values-set.ts';

/** Where the rows of a set come from. */
type Source =
  | { readonly kind: 'none' }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'related';
      readonly owner: RecordValue;
      readonly field: ContractField & { kind: 'many' };
    };

interface Shape {
  readonly type: string;
  readonly source: Source;
  readonly query: SetQuery;
  readonly reversed: boolean;
  /** Fields of which each combination comes once; none for whole rows, which come once anyhow. */
  readonly distinct: readonly string[] | null;
  readonly from: number;
  readonly to: number | undefined;
}

type Method = (set: QuerySetValue, args: readonly Value[], kwargs: Kwargs) => Value;

/** A value of a template as the host compares it. */
function plain(value: Value): unknown {
  if (value instanceof Float) return value.n;
  if (value instanceof Markup) return value.text;
  if (value instanceof RecordValue) return value.id;
  if (value instanceof QuerySetValue) return value.records().map(({ id }) => id);
  if (value instanceof IpNetworkValue || value instanceof IpAddressValue) return value.str();
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof ValuesSet) return value.items.map(plain);
  if (value instanceof Tuple) return value.items.map(plain);
  if (isUndefined(value)) return value.fail();
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null)
    throw new TemplateError('TypeError', 'A condition takes a plain value.');
  return value;
}

const conditionsOf = (kwargs: Kwargs): Condition[] =>
  [...(kwargs ?? [])].map(([path, value]) => ({ path, value: plain(value) }));

/** Rows of one type that a template filters, sorts and walks; read when they are looked at. */
export class QuerySetValue implements HostObject {
  readonly typeName = 'QuerySet';
  #ids: readonly string[] | undefined;
  #siblings: Siblings = { ids: [] };

  constructor(
    private readonly graph: Graph,
    private readonly shape: Shape,
  ) {}

  /** Ids in order, after everything that was asked of the set. */
  ids(): readonly string[] {
    if (this.#ids) return this.#ids;
    const { reversed, distinct, from, to } = this.shape;
    const all = this.#read();
    const ordered = reversed ? all.toReversed() : all;
    const once = distinct?.length ? this.#firstOfEach(ordered, distinct) : ordered;
    this.#ids = from === 0 && to === undefined ? once : once.slice(from, to);
    return this.#ids;
  }

  /** The first row of each combination of values. */
  #firstOfEach(ids: readonly string[], names: readonly string[]): string[] {
    const seen = new Set<string>();
    return ids.filter((id) => {
      const record = recordOf(this.graph, this.shape.type, id, () => this.#siblings);
      const key = repr(new Tuple(names.flatMap((name) => spread(record, name.split('__')))));
      return seen.size < seen.add(key).size;
    });
  }

  /** Each row once, or one row for each combination of the named fields. */
  once(names: readonly Value[]): QuerySetValue {
    return this.with({ distinct: names.map((name) => str(name)) });
  }

  #read(): readonly string[] {
    const { source, query, type } = this.shape;
    if (source.kind === 'none') return [];
    if (source.kind === 'list') {
      const ids = this.graph.list(type, query);
      this.#siblings = { ids };
      return ids;
    }
    const { owner, field } = source;
    const found = this.graph.related(owner.type.name, owner.id, owner.siblings, field, query);
    this.#siblings = found.siblings;
    return found.ids;
  }

  records(): RecordValue[] {
    return this.ids().map((id) => recordOf(this.graph, this.shape.type, id, () => this.#siblings));
  }

  /** The same set with something changed; a set that was cut can't be filtered any more. */
  with(change: Partial<Shape>): QuerySetValue {
    const { from, to } = this.shape;
    if ((change.query || change.reversed !== undefined || change.distinct) && (from > 0 || to !== undefined))
      throw new TemplateError('TypeError', 'Cannot filter or sort a set once a slice has been taken.');
    return new QuerySetValue(this.graph, { ...this.shape, ...change });
  }

  narrowed(negated: boolean, args: readonly Value[], kwargs: Kwargs): QuerySetValue {
    if (args.length > 0) throw new TemplateError('TypeError', 'Conditions are given by name, as filter(name="x").');
    const conditions = conditionsOf(kwargs);
    const { query } = this.shape;
    if (conditions.length === 0) return this;
    return this.with({ query: { ...query, calls: [...query.calls, { negated, conditions }] } });
  }

  sorted(names: readonly Value[]): QuerySetValue {
    return this.with({ query: { ...this.shape.query, order: names.map((name) => str(name)) }, reversed: false });
  }

  backwards(): QuerySetValue {
    return this.with({ reversed: !this.shape.reversed });
  }

  one(args: readonly Value[], kwargs: Kwargs): Value {
    const [first, second] = this.narrowed(false, args, kwargs).records();
    const { label } = this.graph.type(this.shape.type);
    if (second) throw new TemplateError('MultipleObjectsReturned', `get() found more than one ${label}.`);
    if (!first) throw new TemplateError('DoesNotExist', `There is no ${label} that matches.`);
    return first;
  }

  values(names: readonly Value[]): Value {
    const fields = this.#names(names);
    const rows = this.#tuples(fields);
    return this.#valuesSet(rows.map((values) => new Dict(fields.map((name, i) => [name, values[i] ?? null]))));
  }

  valuesList(names: readonly Value[], flat: boolean): Value {
    if (flat && names.length !== 1)
      throw new TemplateError('TypeError', "'flat' is not valid when values_list is called with more than one field.");
    const rows = this.#tuples(this.#names(names));
    return this.#valuesSet(flat ? rows.map(([value = null]) => value) : rows.map((values) => new Tuple(values)));
  }

  /** What is asked of a distinct set is distinct too. */
  #valuesSet(items: readonly Value[]): ValuesSet {
    const { distinct } = this.shape;
    return distinct !== null && distinct.length === 0 ? new ValuesSet(items).once() : new ValuesSet(items);
  }

  #names(names: readonly Value[]): string[] {
    if (names.length > 0) return names.map((name) => str(name));
    return Object.entries(this.graph.type(this.shape.type).fields).flatMap(([name, { kind }]) =>
      kind === 'many' || kind === 'path' ? [] : [name],
    );
  }

  #tuples(names: readonly string[]): Value[][] {
    return this.records().flatMap((record) => {
      tick(names.length);
      return names.reduce<Value[][]>(
        (rows, name) => rows.flatMap((row) => spread(record, name.split('__')).map((value) => [...row, value])),
        [[]],
      );
    });
  }

  getAttribute(name: string): Value | undefined {
    const method = METHODS.get(name);
    return method && new Callable(name, (args, kwargs) => method(this, args, kwargs), 'method');
  }

  getItem(key: Value): Value | undefined {
    if (typeof key !== 'number') return undefined;
    if (key < 0) throw new TemplateError('ValueError', 'Negative indexing is not supported.');
    return this.records()[key];
  }

  getSlice(start: number | null, stop: number | null, step: number | null): Value {
    if ((start ?? 0) < 0 || (stop ?? 0) < 0)
      throw new TemplateError('ValueError', 'Negative indexing is not supported.');
    const { from, to } = this.shape;
    const end = stop === null ? to : Math.min(from + stop, to ?? Number.POSITIVE_INFINITY);
    const part = this.with({ from: from + (start ?? 0), to: end });
    return step === null || step === 1 ? part : part.records().filter((_, i) => i % Math.max(1, step) === 0);
  }

  iterate(): Iterator<Value> {
    return this.records().values();
  }

  length(): number {
    return this.ids().length;
  }

  truth(): boolean {
    return this.length() > 0;
  }

  contains(item: Value): boolean {
    return item instanceof RecordValue && item.type.name === this.shape.type && this.ids().includes(item.id);
  }

  repr(): string {
    const shown = this.records()
      .slice(0, 20)
      .map((record) => record.repr());
    return `<QuerySet [${shown.join(', ')}${this.length() > 20 ? ", '...(remaining elements truncated)...'" : ''}]>`;
  }

  str(): string {
    return this.repr();
  }
}

/** Values at the end of a path such as `site__name`; several when it leads through a set. */
function spread(record: RecordValue, [name = '', ...rest]: readonly string[]): Value[] {
  const found = findField(record.type, name);
  if (!found)
    throw new TemplateError('FieldError', `Cannot resolve keyword '${name}' into field of ${record.type.label}.`);
  const value = record.read(found[1]);
  if (value instanceof QuerySetValue) {
    const below = value.records().flatMap((each) => (rest.length > 0 ? spread(each, rest) : [each.id]));
    return below.length > 0 ? below : [null];
  }
  if (value instanceof RecordValue) return rest.length > 0 ? spread(value, rest) : [value.id];
  if (rest.length === 0 || value === null) return [value];
  if (value instanceof Dict) return [value.get(rest.join('__')) ?? null];
  throw new TemplateError('FieldError', `${name} has no field '${rest[0]}'.`);
}

const itself: Method = (set) => set;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['all', itself],
  ['select_related', itself],
  ['prefetch_related', itself],
  ['distinct', (set, args) => set.once(args)],
  ['none', (set) => set.with({ source: { kind: 'none' } })],
  ['filter', (set, args, kwargs) => set.narrowed(false, args, kwargs)],
  ['exclude', (set, args, kwargs) => set.narrowed(true, args, kwargs)],
  ['get', (set, args, kwargs) => set.one(args, kwargs)],
  ['first', (set) => set.records()[0] ?? null],
  ['last', (set) => set.records().at(-1) ?? null],
  ['count', (set) => set.length()],
  ['exists', (set) => set.length() > 0],
  ['order_by', (set, args) => set.sorted(args)],
  ['reverse', (set) => set.backwards()],
  ['values', (set, args) => set.values(args)],
  ['values_list', (set, args, kwargs) => set.valuesList(args, kwargs?.get('flat') === true)],
]);

const LIST: Source = { kind: 'list' };

/** Written out, since a loop over ports makes a set for each. */
const wholeOf = (type: string, source: Source, query: SetQuery): Shape => ({
  type,
  source,
  query,
  reversed: false,
  distinct: null,
  from: 0,
  to: undefined,
});

/** The set behind a to-many field of a record. */
export const relatedSet = (owner: RecordValue, field: ContractField & { kind: 'many' }): QuerySetValue =>
  new QuerySetValue(owner.graph, wholeOf(field.target, { kind: 'related', owner, field }, NO_QUERY));

/** A set of all rows of a type that match. */
export const listSet = (graph: Graph, type: string, conditions: readonly Condition[]): QuerySetValue =>
  new QuerySetValue(
    graph,
    wholeOf(type, LIST, { calls: conditions.length > 0 ? [{ negated: false, conditions }] : [], order: [] }),
  );
