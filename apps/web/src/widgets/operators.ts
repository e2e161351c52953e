import type { UiEdge, UiEntity, UiField } from '../catalogue/types.ts';
import type { Arity } from './widget.ts';

/** One way to compare, as the filter bar offers it. */
export interface FilterOperator {
  op: string;
  /** Fixed values, for operators that ask for none. */
  values?: string[];
  label: string;
  arity: Arity;
}

const labels: Readonly<Record<string, [label: string, arity: Arity]>> = {
  in: ['is any of', 'many'],
  notIn: ['is none of', 'many'],
  eq: ['is', 'one'],
  ne: ['is not', 'one'],
  icontains: ['contains', 'one'],
  contains: ['contains (same case)', 'one'],
  istartsWith: ['starts with', 'one'],
  startsWith: ['starts with (same case)', 'one'],
  iendsWith: ['ends with', 'one'],
  endsWith: ['ends with (same case)', 'one'],
  regex: ['matches pattern', 'one'],
  ieq: ['is (any case)', 'one'],
  lt: ['is less than', 'one'],
  lte: ['is at most', 'one'],
  gt: ['is more than', 'one'],
  gte: ['is at least', 'one'],
  between: ['is between', 'two'],
  within: ['is inside', 'one'],
  withinOrEqual: ['is inside or equals', 'one'],
  containsAddress: ['contains address', 'one'],
  containsOrEqual: ['contains or equals', 'one'],
  overlaps: ['overlaps', 'one'],
  host: ['is the host', 'one'],
  family: ['is of family (4 or 6)', 'one'],
  length: ['has mask length', 'one'],
  has: ['has', 'one'],
};

const presence: FilterOperator[] = [
  { op: 'isNull', values: ['true'], label: 'is empty', arity: 'none' },
  { op: 'isNull', values: ['false'], label: 'is set', arity: 'none' },
];

const rowOperators: FilterOperator[] = [
  { op: 'in', label: 'is any of', arity: 'many' },
  { op: 'notIn', label: 'is none of', arity: 'many' },
];

const countOperators: FilterOperator[] = [
  { op: 'countEq', label: 'count is', arity: 'one' },
  { op: 'countGte', label: 'count is at least', arity: 'one' },
  { op: 'countLte', label: 'count is at most', arity: 'one' },
];

/** The operators of a reference: to a tree, also everything below a node. */
export function refOperators(target: UiEntity | undefined): FilterOperator[] {
  const under: FilterOperator[] = target?.tree ? [{ op: 'under', label: 'is under', arity: 'many' }] : [];
  return [...rowOperators, ...under, ...presence];
}

/** The operators of a to-many value. */
export function setOperators(): FilterOperator[] {
  const [any, none] = rowOperators as [FilterOperator, FilterOperator];
  return [{ ...any, label: 'has any of' }, { ...none, label: 'has none of' }, ...presence, ...countOperators];
}

/** What a field or edge can be asked, in the order the filter bar offers it. */
export function operatorsOf(field: UiField | UiEdge, target: UiEntity | undefined): FilterOperator[] {
  if (field.kind === 'ref') return refOperators(target);
  if (field.kind === 'refs' || field.kind === 'many' || field.kind === 'manyToMany') return setOperators();
  if (field.kind === 'arc') return [{ op: 'is', label: 'is of kind', arity: 'one' }, ...presence];
  if (field.kind === 'bool') return [{ op: 'eq', label: 'is', arity: 'one' }, ...presence];
  const known = 'operators' in field ? field.operators : [];
  const list = Object.entries(labels).flatMap(([op, [label, arity]]) =>
    known.includes(op) ? [{ op, label, arity }] : [],
  );
  return known.includes('isNull') ? [...list, ...presence] : list;
}

/** The operator a token uses, with its words. */
export function operatorOf(
  operators: readonly FilterOperator[],
  op: string,
  values: readonly string[],
): FilterOperator | undefined {
  return operators.find(
    (candidate) => candidate.op === op && (candidate.values === undefined || candidate.values[0] === values[0]),
  );
}
