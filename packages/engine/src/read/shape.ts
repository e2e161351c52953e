import type { AggregatePlan } from './aggregate.ts';
import type { Fields } from './codec.ts';
import type { ListPlan, RowPlan } from './plan.ts';
import type { SearchPlan } from './search.ts';

/** What one connection is made of, besides its rows. */
export interface ConnectionState<T> {
  /** Rows of each `nodes` and `edges.node` selection, in the order of the plan; all lists of one statement. */
  readonly views: readonly (readonly T[])[];
  /** This connection's part of the rows. */
  readonly start: number;
  readonly end: number;
  readonly total: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly cursor: (row: number) => string;
}

/** Puts rows together: JSON text for the fast path, objects for graphql-js. The loader is the same. */
export interface Shape<T> {
  /** The value of an empty or hidden reference. */
  readonly nil: T;
  /** Makes one row from its columns and its relations, which come as one list per relation. */
  row(plan: RowPlan): (fields: Fields, parts: readonly (readonly T[])[], index: number) => T;
  connection(list: ListPlan): (state: ConnectionState<T>) => T;
  group(plan: AggregatePlan): (fields: Fields) => T;
  hit(plan: SearchPlan): (fields: Fields, object: T) => T;
  list(values: readonly T[]): T;
  root(entries: readonly (readonly [key: string, value: T])[]): T;
  constant(value: string): T;
  /** A value that is JSON already. */
  value(value: unknown): T;
}
