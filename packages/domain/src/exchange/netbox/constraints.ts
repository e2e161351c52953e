import { type Edge, type Model, type Registry, type ScalarField } from '@plumbline/engine';
import { permissionProblems } from '../../users/permission-check.ts';
import { camelCase } from './names.ts';

type Condition = Readonly<Record<string, unknown>>;
type Value = string | number | boolean;

/** What became of the conditions of a permission: a filter (null for all rows), or why there is none. */
export type TranslatedConstraints =
  | { readonly ok: true; readonly predicate: Condition | null }
  | { readonly ok: false; readonly problem: string };

/** Django's lookups of one value by the operator they are here. Source: Django 5, "Field lookups"; NetBox's own `net_` ones. */
const OPERATORS: Readonly<Record<string, string>> = {
  exact: 'eq',
  iexact: 'ieq',
  contains: 'contains',
  icontains: 'icontains',
  startswith: 'startsWith',
  istartswith: 'istartsWith',
  endswith: 'endsWith',
  iendswith: 'iendsWith',
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  regex: 'regex',
  iregex: 'iregex',
  family: 'family',
  net_contained: 'within',
  net_contained_or_equal: 'withinOrEqual',
  net_host_contained: 'withinOrEqual',
  net_contains: 'containsAddress',
  net_contains_or_equals: 'containsOrEqual',
  net_host: 'host',
  net_mask_length: 'length',
};

const LOOKUPS: ReadonlySet<string> = new Set([...Object.keys(OPERATORS), 'in', 'isnull', 'range']);

const NUMBERS: ReadonlySet<string> = new Set(['int', 'intChoice', 'asn', 'bigint']);

/** Says why a condition has no counterpart. */
class Untranslatable extends Error {}

const fail = (message: string): never => {
  throw new Untranslatable(message);
};

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const valueOf = (value: unknown, key: string): Value =>
  isValue(value) ? value : fail(`"${key}" compares with ${JSON.stringify(value)}, which is no single value.`);

const valuesOf = (value: unknown, key: string): readonly Value[] =>
  Array.isArray(value)
    ? value.map((one: unknown) => valueOf(one, key))
    : fail(`"${key}" compares with ${JSON.stringify(value)}, which is no list.`);

const typed = (field: ScalarField, value: Value): Value => {
  const { kind } = field.spec;
  if (kind === 'bool') return value === true || value === 'true' || value === 'True' || value === 1;
  if (NUMBERS.has(kind) && /^-?\d+$/.test(String(value))) return Number(value);
  return kind === 'bool' || NUMBERS.has(kind) ? value : String(value);
};

const isEmpty = (value: unknown, key: string): boolean =>
  typeof value === 'boolean' ? value : fail(`"${key}" takes true or false.`);

const scalarTest = (field: ScalarField, lookup: string, value: unknown, key: string): Condition => {
  if (value === null) return { isNull: true };
  if (lookup === 'isnull') return { isNull: isEmpty(value, key) };
  if (lookup === 'in') return { in: valuesOf(value, key).map((one) => typed(field, one)) };
  if (lookup === 'range') return { between: valuesOf(value, key).map((one) => typed(field, one)) };
  const operator = OPERATORS[lookup] ?? fail(`"${key}" asks by "${lookup}", which has no counterpart.`);
  return { [operator]: typed(field, valueOf(value, key)) };
};

const USER = '$user';

/** Rows named by their id in the source, which is their number here; "$user" stays what it is. */
const keyTest = (lookup: string, value: unknown, key: string): Condition => {
  const values = lookup === 'in' ? valuesOf(value, key) : [valueOf(value, key)];
  if (values.includes(USER))
    return values.length === 1 ? { id: { eq: USER } } : fail(`"${key}" names "$user" among other ids.`);
  const numbers = values.map(Number);
  if (numbers.some((number) => !Number.isInteger(number))) fail(`"${key}" compares with something that is no id.`);
  if (lookup === 'in') return { number: { in: numbers } };
  return lookup === 'exact' ? { number: { eq: numbers[0] } } : fail(`"${key}" asks an id by "${lookup}".`);
};

const customTest = (name: string, lookup: string, value: unknown, key: string): Condition => {
  const one = { name, ...(lookup === 'in' ? { in: valuesOf(value, key) } : {}) };
  if (lookup === 'in') return { customField: [one] };
  if (lookup === 'isnull') return { customField: [{ ...one, isNull: isEmpty(value, key) }] };
  const operator = OPERATORS[lookup] ?? fail(`"${key}" asks by "${lookup}", which has no counterpart.`);
  return { customField: [{ ...one, [operator]: valueOf(value, key) }] };
};

class Translator {
  constructor(
    private readonly registry: Registry,
    private readonly key: string,
    private readonly value: unknown,
  ) {}

  /** The condition that the rest of a path puts on a row. */
  on(model: Model, [first = '', ...rest]: readonly string[]): Condition {
    const { key, value } = this;
    if (first === 'custom_field_data' && rest[0] !== undefined && model.scalars.has('customFields'))
      return customTest(rest[0], this.lookup(rest.slice(1)), value, key);
    if (first === 'id' || first === 'pk') return keyTest(this.lookup(rest), value, key);
    const name = camelCase(first);
    const field = model.scalars.get(name);
    if (field && field.spec.secret !== true) return { [field.name]: scalarTest(field, this.lookup(rest), value, key) };
    const edge =
      model.edges.get(name) ?? (first.endsWith('_id') ? model.edges.get(camelCase(first.slice(0, -3))) : undefined);
    return edge ? this.through(edge, rest) : fail(`${model.type} has no field "${first}".`);
  }

  private through(edge: Edge, rest: readonly string[]): Condition {
    const { key, value } = this;
    const [lookup = 'exact'] = rest;
    const isAtRow = rest.length === 0 || (rest.length === 1 && LOOKUPS.has(lookup));
    if (edge.kind === 'arc') {
      if (isAtRow && (lookup === 'isnull' || value === null))
        return { [edge.name]: { isNull: value === null || isEmpty(value, key) } };
      return fail(`"${key}" asks by ${edge.name}, which may be of several types.`);
    }
    const target = this.registry.model(edge.target);
    if (edge.kind !== 'one') {
      if (isAtRow && (lookup === 'isnull' || value === null))
        return { [edge.name]: { count: { [value === null || isEmpty(value, key) ? 'eq' : 'gt']: 0 } } };
      return { [edge.name]: { some: isAtRow ? keyTest(lookup, value, key) : this.on(target, rest) } };
    }
    if (isAtRow && value === null) return { [edge.name]: { isNull: true } };
    if (isAtRow && lookup === 'isnull') return { [edge.name]: { isNull: isEmpty(value, key) } };
    return { [edge.name]: isAtRow ? keyTest(lookup, value, key) : this.on(target, rest) };
  }

  private lookup(rest: readonly string[]): string {
    const [lookup = 'exact', ...more] = rest;
    return more.length === 0 ? lookup : fail(`"${this.key}" goes beyond a value.`);
  }
}

const joined = (conditions: readonly Condition[], by: 'and' | 'or'): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : { [by]: conditions };

/** One object of constraints; null when it lets every row through. */
const objectOf = (registry: Registry, model: Model, constraints: Condition): Condition | null => {
  const conditions = Object.entries(constraints).map(([key, value]) =>
    new Translator(registry, key, value).on(model, key.split('__')),
  );
  return conditions.length === 0 ? null : joined(conditions, 'and');
};

const isObject = (value: unknown): value is Condition =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const forModel = (registry: Registry, model: Model, constraints: unknown): Condition | null => {
  const parts: readonly unknown[] = Array.isArray(constraints) ? (constraints as unknown[]) : [constraints];
  const objects = parts.map((part) =>
    objectOf(registry, model, isObject(part) ? part : fail('The conditions are no object, and no list of objects.')),
  );
  const limited = objects.filter((one) => one !== null);
  return limited.length < objects.length || limited.length === 0 ? null : joined(limited, 'or');
};

const refusal = (problem: string): TranslatedConstraints => ({ ok: false, problem });

/**
 * NetBox's constraints of a permission, `{"site__slug__in": ["ams1"]}` or a list of which one holds, as a filter that
 * all its types understand alike.
 *
 * Ids are taken for numbers, which an import keeps.
 */
export const translateConstraints = (
  registry: Registry,
  models: readonly Model[],
  constraints: unknown,
): TranslatedConstraints => {
  if (constraints === null || constraints === undefined) return { ok: true, predicate: null };
  if (models.length === 0) return refusal('None of its types is known here.');
  try {
    const filters = models.map((model) => forModel(registry, model, constraints));
    const [predicate = null] = filters;
    const other = filters.findIndex((one) => JSON.stringify(one) !== JSON.stringify(predicate));
    if (other > 0)
      return refusal(`The conditions mean different things for ${models[0]?.name} and ${models[other]?.name}.`);
    const objectTypes = models.map(({ name }) => name);
    const [problem] = permissionProblems(registry, { objectTypes, actions: ['view'], predicate, fields: null });
    return problem ? refusal(problem.message) : { ok: true, predicate };
  } catch (error) {
    if (error instanceof Untranslatable) return refusal(error.message);
    throw error;
  }
};
