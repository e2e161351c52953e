import { didYouMean } from '@plumbline/kit';
import type { Conditions } from '@plumbline/render';
import { computedField, isComputed } from '../contract/computed.ts';
import type { ContractField, PathField } from '@plumbline/render';
import type { ContextContract, ContractType } from '../contract/contract.ts';
import { GraphError } from './graph-error.ts';

type Filter = Readonly<Record<string, unknown>>;

/** Operators by lookup, for values. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['exact', 'eq'],
  ['iexact', 'ieq'],
  ['contains', 'contains'],
  ['icontains', 'icontains'],
  ['startswith', 'startsWith'],
  ['istartswith', 'istartsWith'],
  ['endswith', 'endsWith'],
  ['iendswith', 'iendsWith'],
  ['gt', 'gt'],
  ['gte', 'gte'],
  ['lt', 'lt'],
  ['lte', 'lte'],
  ['regex', 'regex'],
  ['iregex', 'iregex'],
  ['net_contained', 'within'],
  ['net_contained_or_equal', 'withinOrEqual'],
  ['net_contains', 'containsAddress'],
  ['net_host', 'host'],
  ['family', 'family'],
]);

const NETWORK_LOOKUPS: ReadonlySet<string> = new Set([
  'exact',
  'net_contained',
  'net_contained_or_equal',
  'net_contains',
  'net_host',
  'family',
]);
const EQUAL_ONLY: ReadonlySet<string> = new Set(['exact']);
const ORDERED: ReadonlySet<string> = new Set(['exact', 'gt', 'gte', 'lt', 'lte']);

/** Finds fields by the names templates use. */
export class FieldNames {
  readonly #contract: ContextContract;
  readonly #stored = new Map<string, ReadonlySet<string>>();

  constructor(contract: ContextContract) {
    this.#contract = contract;
  }

  type(name: string): ContractType {
    const type = this.#contract.types[name];
    if (!type) throw new GraphError('FieldError', `There is no type "${name}".`);
    return type;
  }

  /** Names in the API of all fields of a type. */
  stored(name: string): ReadonlySet<string> {
    const known = this.#stored.get(name) ?? this.#storedOf(name);
    this.#stored.set(name, known);
    return known;
  }

  #storedOf(name: string): ReadonlySet<string> {
    return new Set(Object.values(this.type(name).fields).flatMap((each) => (each.kind === 'path' ? [] : [each.field])));
  }

  /** Type of what a to-many field holds, by the field's name in the API. @throws GraphError */
  set(name: string, field: string): string {
    const found = Object.values(this.type(name).fields).find((each) => each.kind === 'many' && each.field === field);
    if (found?.kind !== 'many') throw new GraphError('FieldError', `${name} has no set "${field}".`);
    return found.target;
  }

  /** A field by name or alias, or undefined. */
  find(type: ContractType, name: string): ContractField | undefined {
    const own = (names: object, key: string) => Object.hasOwn(names, key);
    const named = !own(type.fields, name) && own(type.aliases, name) ? type.aliases[name] : name;
    const canonical = named === 'cf' ? 'custom_field_data' : (named ?? name);
    return own(type.fields, canonical) ? type.fields[canonical] : undefined;
  }

  /** @throws GraphError FieldError that names the nearest field */
  get(type: ContractType, name: string): ContractField {
    const field = this.find(type, name);
    if (field) return field;
    const hint = didYouMean(name, [...Object.keys(type.fields), ...Object.keys(type.aliases)]);
    throw new GraphError('FieldError', `Cannot resolve keyword '${name}' into field of ${type.label}.${hint}`);
  }
}

const made = new WeakMap<ContextContract, FieldNames>();

/** Names of a contract; made once. */
export const fieldNamesOf = (contract: ContextContract): FieldNames => {
  const names = made.get(contract) ?? new FieldNames(contract);
  made.set(contract, names);
  return names;
};

const refuseLookup = (lookup: string, field: string): never => {
  throw new GraphError('FieldError', `Unsupported lookup '${lookup}' for ${field}.`);
};

const allowed = (field: ContractField & { kind: 'value' }): ReadonlySet<string> | null => {
  if (field.value === 'network') return NETWORK_LOOKUPS;
  if (field.value === 'bool') return EQUAL_ONLY;
  if (field.value === 'int' || field.value === 'decimal' || field.value === 'datetime') return ORDERED;
  return field.value === 'text' ? null : EQUAL_ONLY;
};

const isEmpty = (field: ContractField & { kind: 'value' }, value: unknown): boolean =>
  value === null || (field.empty === '' && value === '');

const valueFilter = (field: ContractField & { kind: 'value' }, lookup: string, value: unknown): Filter => {
  const is = (test: Filter): Filter => ({ [field.field]: test });
  if (lookup === 'isnull') return is({ isNull: value === true || value === 1 });
  if (lookup === 'in') {
    if (!Array.isArray(value)) throw new GraphError('ValueError', `${field.field}__in takes a list.`);
    const given: readonly unknown[] = value;
    const filled = is({ in: given.filter((each) => !isEmpty(field, each)) });
    return given.some((each) => each === '' && isEmpty(field, each)) ? { or: [filled, is({ isNull: true })] } : filled;
  }
  const operator = OPERATORS.get(lookup);
  const most = allowed(field);
  if (operator === undefined || (most !== null && !most.has(lookup))) return refuseLookup(lookup, field.field);
  if (isEmpty(field, value)) {
    if (lookup === 'exact' || lookup === 'iexact') return is({ isNull: true });
    throw new GraphError('ValueError', 'Cannot use None as a query value');
  }
  if (field.value === 'json' || field.value === 'list' || field.value === 'customFields')
    return refuseLookup(lookup, field.field);
  return is({ [operator]: value });
};

const keyFilter = (lookup: string, value: unknown): Filter => {
  if (lookup === 'exact') return { id: { eq: value } };
  if (lookup === 'in') return { id: { in: value } };
  return refuseLookup(lookup, 'a reference');
};

/** Conditions as the API's filter of one type. */
export class Lookups {
  readonly #names: FieldNames;

  constructor(names: FieldNames) {
    this.#names = names;
  }

  /** One filter of all calls, or undefined when there are none. @throws GraphError */
  filter(typeName: string, calls: readonly Conditions[]): Filter | undefined {
    const type = this.#names.type(typeName);
    const parts = calls.flatMap(({ negated, conditions }): Filter[] => {
      const all = conditions.map(({ path, value }) => this.#condition(type, path.split('__'), value));
      if (all.length === 0) return [];
      return negated ? [{ not: { and: all } }] : all;
    });
    return parts.length === 0 ? undefined : { and: parts };
  }

  /** The API's `orderBy` of names such as `-site__name`. @throws GraphError */
  order(typeName: string, names: readonly string[]): readonly object[] | undefined {
    if (names.length === 0) return undefined;
    return names.map((name) => {
      const descending = name.startsWith('-');
      const field = this.#sortPath(this.#names.type(typeName), name.replace(/^[-+]/, '').split('__'), name);
      return { field, direction: descending ? 'DESC' : 'ASC', nulls: descending ? 'FIRST' : 'LAST' };
    });
  }

  #sortPath(type: ContractType, [first = '', ...rest]: readonly string[], name: string): string {
    const field = this.#names.get(type, first);
    if (field.kind === 'path') return this.#sortPath(type, [...followed(field, first), ...rest], name);
    if (isComputed(field.field)) throw new GraphError('FieldError', `Can't order by '${name}': it is worked out.`);
    if (field.kind === 'value' && rest.length === 0) return field.field;
    if (field.kind === 'one' && rest.length <= 1) {
      const below = rest[0] === undefined ? null : this.#names.get(this.#names.type(field.target), rest[0]);
      if (below === null) return field.field;
      if (below.kind === 'value') return `${field.field}.${below.field}`;
    }
    throw new GraphError('FieldError', `Can't order by '${name}': take a field, or a field of a reference.`);
  }

  #condition(type: ContractType, [name = '', ...rest]: readonly string[], value: unknown): Filter {
    const field = this.#names.get(type, name);
    if (field.kind === 'path') return this.#condition(type, [...followed(field, name), ...rest], value);
    if (isComputed(field.field)) return this.#computed(type, name, field.field, rest, value);
    if (field.kind === 'refs')
      throw new GraphError('FieldError', `'${name}' is worked out; filter by the fields of a cable's ends.`);
    if (field.kind === 'value') {
      if (field.value === 'customFields') return this.#customField(rest, value);
      if (rest.length > 1) throw new GraphError('FieldError', `${name} has no field '${rest[0]}'.`);
      return valueFilter(field, rest[0] ?? 'exact', value);
    }
    if (field.kind === 'arc') return this.#arc(field, rest, value);
    const below = this.#reference(this.#names.type(field.target), rest, value);
    if (field.kind === 'one') return { [field.field]: below ?? { isNull: isTrue(value) } };
    return { [field.field]: below ? { some: below } : { count: isTrue(value) ? { eq: 0 } : { gt: 0 } } };
  }

  #computed(type: ContractType, name: string, field: string, rest: readonly string[], value: unknown): Filter {
    const lookup = computedField(type.name, field)?.lookup;
    if (lookup === undefined || rest.length > 0)
      throw new GraphError('FieldError', `${name} is worked out for each ${type.label}; filter by stored fields.`);
    return this.#condition(type, lookup.split('__'), value);
  }

  /** Filter of the row a reference leads to; null when only its absence is asked for. */
  #reference(target: ContractType, rest: readonly string[], value: unknown): Filter | null {
    const [next, ...more] = rest;
    if (next === undefined) return value === null ? null : keyFilter('exact', value);
    if (next === 'isnull' && more.length === 0) return null;
    if (next === 'in' && more.length === 0) return keyFilter('in', value);
    return this.#condition(target, rest, value);
  }

  #arc(field: ContractField & { kind: 'arc' }, rest: readonly string[], value: unknown): Filter {
    if (rest.length === 0 && value === null) return { [field.field]: { isNull: true } };
    if (rest[0] === 'isnull') return { [field.field]: { isNull: isTrue(value) } };
    const arms = Object.entries(field.targets).flatMap(([arm, target]): Filter[] => {
      const type = this.#names.type(target);
      const isKnown = rest.length === 0 || rest[0] === 'in' || this.#names.find(type, rest[0] ?? '') !== undefined;
      const below = isKnown ? this.#reference(type, rest, value) : null;
      return below ? [{ [field.field]: { [arm]: below } }] : [];
    });
    if (arms.length === 0) throw new GraphError('FieldError', `Cannot resolve keyword '${rest[0] ?? ''}' into field.`);
    return { or: arms };
  }

  #customField([name, lookup = 'exact', ...more]: readonly string[], value: unknown): Filter {
    const operator = OPERATORS.get(lookup);
    if (name === undefined || operator === undefined || more.length > 0)
      throw new GraphError('FieldError', 'Filter custom fields as custom_field_data__name=value.');
    if (value === null) return { customField: [{ name, isNull: true }] };
    return { customField: [{ name, [operator]: value }] };
  }
}

/** The names a path stands for in conditions and orders. @throws GraphError when it leaves rows out */
const followed = ({ path, where }: PathField, name: string): readonly string[] => {
  if (where === undefined) return path;
  throw new GraphError('FieldError', `'${name}' is worked out; filter by '${path.join('__')}'.`);
};

const isTrue = (value: unknown): boolean => value === null || value === true || value === 1;
