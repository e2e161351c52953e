import type { Model, OneEdge, Registry, ScalarField } from '@plumbline/engine';
import { filterProblems } from '../../extras/custom-field/references.ts';
import { camelCase } from './names.ts';

type Condition = Readonly<Record<string, unknown>>;
type Value = string | number | boolean;

/** A parameter of a query: `name__ic` with its values. */
interface Parameter {
  readonly path: string;
  readonly lookup: string;
  readonly values: readonly Value[];
}

/** Lookups of texts and numbers by the operator they are here. */
const OPERATORS: Readonly<Record<string, string>> = {
  gt: 'gt',
  gte: 'gte',
  ic: 'icontains',
  ie: 'ieq',
  iew: 'iendsWith',
  isw: 'istartsWith',
  lt: 'lt',
  lte: 'lte',
  regex: 'regex',
  iregex: 'iregex',
};

/** Lookups that turn another one round. */
const NEGATIONS: Readonly<Record<string, string>> = { n: '', nic: 'ic', nie: 'ie', niew: 'iew', nisw: 'isw' };

const NUMBERS: ReadonlySet<string> = new Set(['int', 'intChoice', 'asn']);

const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : { or: conditions };

const typed = ({ spec }: ScalarField, value: Value): Value => {
  if (spec.kind === 'bool') return value === true || value === 'true' || value === 'True';
  return NUMBERS.has(spec.kind) ? Number(value) : String(value);
};

const scalarCondition = (field: ScalarField, { lookup, values }: Parameter): Condition | null => {
  const own = values.map((value) => typed(field, value));
  if (lookup === 'empty') return { [field.name]: { isNull: values[0] === true || values[0] === 'true' } };
  if (lookup === '') return { [field.name]: own.length === 1 ? { eq: own[0] } : { in: own } };
  const operator = OPERATORS[lookup];
  return operator === undefined ? null : any(own.map((value) => ({ [field.name]: { [operator]: value } })));
};

/** Field by which the source names rows of a type in queries. */
const nameOf = ({ scalars }: Model): string => (scalars.has('slug') ? 'slug' : 'name');

/** References are named by id, or by slug or name; those of trees mean everything below too. */
const edgeCondition = (target: Model, edge: string, isId: boolean, { lookup, values }: Parameter): Condition | null => {
  if (lookup !== '') return null;
  const key = (value: Value) => (isId ? { number: Number(value) } : { [nameOf(target)]: String(value) });
  if (target.tree !== null) return any(values.map((value) => ({ [edge]: { inTreeOf: key(value) } })));
  const field = isId ? 'number' : nameOf(target);
  const own = values.map((value) => (isId ? Number(value) : String(value)));
  return { [edge]: { [field]: own.length === 1 ? { eq: own[0] } : { in: own } } };
};

/** All of the tags have to be there. */
const tagCondition = (isId: boolean, { values }: Parameter): Condition => {
  const each = values.map((value) => ({
    tags: { some: isId ? { number: { eq: Number(value) } } : { slug: { eq: String(value) } } },
  }));
  return each.length === 1 && each[0] ? each[0] : { and: each };
};

class Reader {
  constructor(
    private readonly registry: Registry,
    private readonly model: Model,
  ) {}

  condition(parameter: Parameter): Condition | null {
    const { lookup, path } = parameter;
    const turned = NEGATIONS[lookup];
    if (turned !== undefined) {
      const inner = this.condition({ ...parameter, lookup: turned });
      return inner === null ? null : { not: inner };
    }
    if (path === 'tag' || path === 'tag_id') return tagCondition(path === 'tag_id', parameter);
    if (path === 'id') return scalarOf(this.model, 'number', parameter);
    return scalarOf(this.model, camelCase(path), parameter) ?? this.reference(parameter);
  }

  private reference(parameter: Parameter): Condition | null {
    const { path } = parameter;
    const isId = path.endsWith('_id');
    const edge = this.model.edges.get(camelCase(isId ? path.slice(0, -3) : path));
    if (edge?.kind !== 'one') return null;
    return edgeCondition(this.registry.model((edge satisfies OneEdge).target), edge.name, isId, parameter);
  }
}

const scalarOf = (model: Model, name: string, parameter: Parameter): Condition | null => {
  const field = name === 'customFields' ? undefined : model.scalars.get(name);
  return field ? scalarCondition(field, parameter) : null;
};

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const parameterOf = (name: string, value: unknown): Parameter | null => {
  const [path = '', lookup = '', ...more] = name.split('__');
  const values: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
  return more.length === 0 && values.every(isValue) ? { path, lookup, values } : null;
};

/**
 * A query of NetBox's API, `{"status": "active", "site_id": [1, 2]}`, as a filter of a type; null when a part of it has
 * no counterpart. Ids are taken for numbers, which an import keeps.
 */
export const filterOfQuery = (registry: Registry, model: Model, query: Condition): Condition | null => {
  const reader = new Reader(registry, model);
  const conditions: Condition[] = [];
  for (const [name, value] of Object.entries(query)) {
    const parameter = parameterOf(name, value);
    if (parameter?.values.length === 0) continue;
    const condition = parameter && reader.condition(parameter);
    if (!condition) return null;
    conditions.push(condition);
  }
  if (conditions.length === 0) return null;
  const filter = conditions.length === 1 && conditions[0] ? conditions[0] : { and: conditions };
  return filterProblems(registry, model, filter).length === 0 ? filter : null;
};
