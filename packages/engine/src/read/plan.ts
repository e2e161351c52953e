import type { JsonForm } from '@plumbline/kit';
import type { DerivedField } from '../registry/derived.ts';
import type { ManyEdge, ManyToManyEdge, Model, OneEdge } from '../registry/model.ts';
import type { AggregatePlan } from './aggregate.ts';
import type { Field } from './codec.ts';
import type { StatementBuilder } from './context.ts';
import type { FilterNode } from './filter/tree.ts';
import type { OrderTerm } from './order.ts';
import type { QueryNode } from './query-text.ts';
import type { SearchPlan } from './search.ts';

/** Why a root field is left to graphql-js. */
export class NotPlannable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotPlannable';
  }
}

/** Alias of a level's own table in every statement. */
export const SELF = 't';

/** An expression that takes parameters or the caller's predicates, so that it is written with its statement. */
export interface BuiltColumn {
  /** Equal for equal expressions. */
  readonly key: string;
  readonly sql: (builder: StatementBuilder) => string;
}

/** Columns of one statement; equal expressions share a column. */
export class Columns {
  readonly list: (string | BuiltColumn)[] = [];
  readonly #keys: string[] = [];

  add(column: string | BuiltColumn): number {
    const key = typeof column === 'string' ? column : column.key;
    const known = this.#keys.indexOf(key);
    if (known >= 0) return known;
    this.#keys.push(key);
    return this.list.push(column) - 1;
  }
}

/** A reference read by joining its target to the statement, below single rows. */
export interface Fold {
  readonly alias: string;
  readonly parent: string;
  readonly edge: OneEdge;
  readonly target: Model;
}

/** Where the columns of a row go: a statement of its own, or the one of the row above. */
export interface Frame {
  readonly columns: Columns;
  readonly folds: Fold[];
  readonly alias: string;
}

/** A statement of its own. */
export const ownFrame = (): Frame => ({ columns: new Columns(), folds: [], alias: SELF });

/** Part of a choice companion. */
export interface ChoicePart {
  readonly key: string;
  readonly part: 'value' | 'label' | 'color' | '__typename';
}

/** One response key of an object. */
export type Item =
  | {
      readonly kind: 'value';
      readonly key: string;
      readonly column: number;
      readonly form: JsonForm;
      readonly nullable: boolean;
    }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'choice';
      readonly key: string;
      readonly column: number;
      readonly set: string;
      readonly isNumber: boolean;
      readonly parts: readonly ChoicePart[];
    }
  | { readonly kind: 'folded'; readonly key: string; readonly column: number; readonly row: RowPlan }
  | RelationItem;

/** One kind of object that a polymorphic reference may point at. */
export interface ArmPlan {
  readonly column: number;
  readonly row: RowPlan;
  /** The arm holds only where this column has this text: open references share one id column. */
  readonly only?: { readonly column: number; readonly text: string };
}

/** Response keys that take statements of their own. */
export type RelationItem =
  | { readonly kind: 'one'; readonly key: string; readonly column: number; readonly row: RowPlan }
  | {
      readonly kind: 'arc';
      readonly key: string;
      readonly arms: readonly ArmPlan[];
    }
  | { readonly kind: 'list'; readonly key: string; readonly list: ListPlan; readonly idColumn: number }
  | {
      readonly kind: 'derived';
      readonly key: string;
      readonly idColumn: number;
      readonly field: DerivedField;
      /** What is read of the rows an edge leads to, by entity; null for values. */
      readonly targets: ReadonlyMap<string, RowPlan> | null;
    };

/** Whether an item is filled by a deeper level. */
export const isRelation = (item: Item): item is RelationItem =>
  item.kind === 'one' || item.kind === 'arc' || item.kind === 'list' || item.kind === 'derived';

/** What is read of the rows of one model at one place. */
export interface RowPlan {
  readonly model: Model;
  readonly columns: Columns;
  /** Column of the row's id; -1 when nothing needs it. */
  idColumn: number;
  readonly items: Item[];
  readonly folds: Fold[];
}

/** Part of `pageInfo`. */
export interface PageInfoPart {
  readonly key: string;
  readonly part: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor' | '__typename';
}

/** One response key of an edge object. */
export type EdgeItem =
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | { readonly kind: 'node'; readonly key: string; readonly row: RowPlan };

/** One response key of a connection. */
export type ConnectionItem =
  | { readonly kind: 'nodes'; readonly key: string; readonly row: RowPlan }
  | { readonly kind: 'edges'; readonly key: string; readonly items: readonly EdgeItem[] }
  | { readonly kind: 'total'; readonly key: string }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly parts: readonly PageInfoPart[] }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string };

/** Which part of an ordered list is read. */
export interface Page {
  /** Rows at most. */
  readonly size: number;
  /** Taken from the end; the order is reversed for reading and the rows turned around. */
  readonly backward: boolean;
  /** Texts of a cursor's columns. */
  readonly from: readonly Field[] | null;
  readonly offset: number;
}

/** A list of rows: a root list or what is behind a to-many edge. */
export interface ListPlan {
  readonly model: Model;
  readonly edge: ManyEdge | ManyToManyEdge | null;
  readonly filter: FilterNode | null;
  readonly query: QueryNode | null;
  readonly terms: readonly OrderTerm[];
  readonly page: Page;
  readonly columns: Columns;
  readonly folds: Fold[];
  readonly items: readonly ConnectionItem[];
  /** Rows are selected at all; false when only the total is. */
  readonly wantsRows: boolean;
  /** One row more is read, to know whether others follow. */
  readonly wantsMore: boolean;
  readonly wantsCursors: boolean;
  readonly wantsTotal: boolean;
  /** The list hangs below one row at most, so it may be paged. */
  readonly single: boolean;
}

/** One root field. */
export type RootPlan =
  | { readonly kind: 'list'; readonly key: string; readonly list: ListPlan }
  | { readonly kind: 'single'; readonly key: string; readonly row: RowPlan; readonly filter: FilterNode }
  | { readonly kind: 'node'; readonly key: string; readonly id: string; readonly rowOf: (model: Model) => RowPlan }
  | { readonly kind: 'aggregate'; readonly key: string; readonly aggregate: AggregatePlan }
  | { readonly kind: 'search'; readonly key: string; readonly search: SearchPlan }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string };

/** A planned operation. */
export interface Plan {
  readonly roots: readonly RootPlan[];
  /** Objects returned at most. */
  readonly cost: number;
  /** Open choice sets whose companions are read. */
  readonly choiceSets: ReadonlySet<string>;
}
