import type { Operator } from '@plumbline/kit';
import type { ArcEdge, Arm, ManyEdge, ManyToManyEdge, Model, OneEdge, ScalarField } from '../../registry/model.ts';

/** One operator on one stored value; `value` is in the form the SQL parameter takes. */
export interface FieldTest {
  readonly kind: 'field';
  readonly field: ScalarField;
  readonly operator: Operator;
  readonly value: unknown;
  /** Generated column that holds the address without its mask, where the entity has one: it is indexed. */
  readonly host?: ScalarField;
}

/** One operator on a value inside a JSON document; the path is empty for the document itself. */
export interface JsonTest {
  readonly kind: 'json';
  readonly field: ScalarField;
  readonly path: readonly string[];
  readonly operator: Operator | 'exists';
  readonly value: unknown;
}

/** A condition on the row a reference points at. */
export interface OneTest {
  readonly kind: 'one';
  readonly edge: OneEdge;
  readonly target: Model;
  readonly node: FilterNode;
}

/** Whether a reference or an arm of an arc is empty (or hidden, which looks the same). */
export interface EmptyTest {
  readonly kind: 'empty';
  readonly edge: OneEdge | ArcEdge;
  /** Single arm; all arms when absent. */
  readonly arm?: Arm;
  readonly empty: boolean;
}

/** A condition on the object in one arm of an arc. */
export interface ArmTest {
  readonly kind: 'arm';
  readonly edge: ArcEdge;
  readonly arm: Arm;
  readonly target: Model;
  readonly node: FilterNode;
}

/** A condition on the set behind a to-many edge. */
export interface SetTest {
  readonly kind: 'set';
  readonly edge: ManyEdge | ManyToManyEdge;
  readonly target: Model;
  readonly quantifier: 'some' | 'every' | 'none';
  readonly node: FilterNode;
}

/** Comparisons of the size of a to-many set. */
export interface CountTest {
  readonly kind: 'count';
  readonly edge: ManyEdge | ManyToManyEdge;
  readonly target: Model;
  readonly operator: Operator;
  readonly value: unknown;
}

/** Rows at or below (`inTreeOf`) or directly below (`childOf`) a row of a tree. */
export interface TreeTest {
  readonly kind: 'tree';
  readonly mode: 'inTreeOf' | 'childOf';
  /** Column of `model` and the value it must have: how the anchor row is named. */
  readonly anchor: readonly { readonly field: ScalarField; readonly value: unknown }[];
}

/** A condition on a text whose rows were looked up; no other row can hold it. */
export interface FoundTest {
  readonly kind: 'found';
  readonly ids: readonly string[];
  readonly test: FieldTest;
}

/** A validated filter; what SQL and later the in-memory evaluation read. */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly node: FilterNode }
  | FieldTest
  | FoundTest
  | JsonTest
  | OneTest
  | EmptyTest
  | ArmTest
  | SetTest
  | CountTest
  | TreeTest;
