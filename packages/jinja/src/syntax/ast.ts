import type { Value } from '../values/model.ts';

/** Where a node stands: line and column count from 1; `start` and `end` are offsets in the normalised source. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** A literal. */
export interface Const extends Place {
  readonly kind: 'const';
  readonly value: Value;
}
/** A variable that is read, written or declared as a parameter. */
export interface Name extends Place {
  readonly kind: 'name';
  readonly name: string;
  readonly use: 'load' | 'store' | 'param';
}
/** `ns.attribute` as the target of an assignment. */
export interface NamespaceTarget extends Place {
  readonly kind: 'namespaceTarget';
  readonly name: string;
  readonly attribute: string;
}
/** `(a, b)`. */
export interface TupleNode extends Place {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}
/** `[a, b]`. */
export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}
/** `{a: b}`. */
export interface DictNode extends Place {
  readonly kind: 'dict';
  readonly pairs: readonly (readonly [key: Expression, value: Expression])[];
}
/** `yes if test else no`; `no` is null when there is no `else`. */
export interface Conditional extends Place {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression | null;
}
/** An operator between two values. */
export interface Binary extends Place {
  readonly kind: 'binary';
  readonly op: '+' | '-' | '*' | '/' | '//' | '%' | '**';
  readonly left: Expression;
  readonly right: Expression;
}
/** `and`, `or`. */
export interface Logical extends Place {
  readonly kind: 'logical';
  readonly op: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}
/** `not x`, `-x`, `+x`. */
export interface Unary extends Place {
  readonly kind: 'unary';
  readonly op: 'not' | '-' | '+';
  readonly operand: Expression;
}
/** `a ~ b ~ c`. */
export interface Concat extends Place {
  readonly kind: 'concat';
  readonly items: readonly Expression[];
}
/** A comparison operator. */
export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
/** `a < b <= c`. */
export interface Compare extends Place {
  readonly kind: 'compare';
  readonly left: Expression;
  readonly rest: readonly { readonly op: CompareOp; readonly right: Expression }[];
}
/** `x.name`. */
export interface Attribute extends Place {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
}
/** `x[key]`. */
export interface Item extends Place {
  readonly kind: 'item';
  readonly object: Expression;
  readonly key: Expression;
}
/** `start:stop:step` inside brackets. */
export interface Slice extends Place {
  readonly kind: 'slice';
  readonly from: Expression | null;
  readonly to: Expression | null;
  readonly step: Expression | null;
}
/** Arguments of a call, filter or test. */
export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly { readonly name: string; readonly value: Expression }[];
  readonly star: Expression | null;
  readonly doubleStar: Expression | null;
}
/** `f(x)`. */
export interface Call extends Place, Arguments {
  readonly kind: 'call';
  readonly callee: Expression;
}
/** `x | name(...)`; the value is null in `{% filter %}` and filtered `{% set %}` blocks. */
export interface Filter extends Place, Arguments {
  readonly kind: 'filter';
  readonly value: Expression | null;
  readonly name: string;
}
/** `x is name(...)`. */
export interface Test extends Place, Arguments {
  readonly kind: 'test';
  readonly value: Expression;
  readonly name: string;
  readonly negated: boolean;
}
/** Everything that has a value. */
export type Expression =
  | Const
  | Name
  | NamespaceTarget
  | TupleNode
  | ListNode
  | DictNode
  | Conditional
  | Binary
  | Logical
  | Unary
  | Concat
  | Compare
  | Attribute
  | Item
  | Slice
  | Call
  | Filter
  | Test;

/** Literal text. */
export interface Text extends Place {
  readonly kind: 'text';
  readonly text: string;
}
/** `{{ x }}` or `{% print x %}`. */
export interface Print extends Place {
  readonly kind: 'print';
  readonly value: Expression;
}
/** `{% for %}`. */
export interface For extends Place {
  readonly kind: 'for';
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[];
  readonly test: Expression | null;
  readonly recursive: boolean;
}
/** `{% if %}`; each branch is a test with its body. */
export interface If extends Place {
  readonly kind: 'if';
  readonly branches: readonly (Place & { readonly test: Expression; readonly body: readonly Statement[] })[];
  readonly orElse: readonly Statement[];
}
/** What macros and call blocks share. */
export interface MacroSignature {
  readonly params: readonly Name[];
  /** Defaults of the last parameters. */
  readonly defaults: readonly Expression[];
  readonly body: readonly Statement[];
}
/** `{% macro %}`. */
export interface MacroNode extends Place, MacroSignature {
  readonly kind: 'macro';
  readonly name: string;
}
/** `{% call %}`. */
export interface CallBlock extends Place, MacroSignature {
  readonly kind: 'callBlock';
  readonly call: Call;
}
/** `{% filter %}`. */
export interface FilterBlock extends Place {
  readonly kind: 'filterBlock';
  readonly filter: Filter;
  readonly body: readonly Statement[];
}
/** `{% with %}`. */
export interface With extends Place {
  readonly kind: 'with';
  readonly targets: readonly Expression[];
  readonly values: readonly Expression[];
  readonly body: readonly Statement[];
}
/** `{% block %}`. */
export interface Block extends Place {
  readonly kind: 'block';
  readonly name: string;
  readonly scoped: boolean;
  readonly required: boolean;
  readonly body: readonly Statement[];
}
/** `{% extends %}`. */
export interface Extends extends Place {
  readonly kind: 'extends';
  readonly template: Expression;
}
/** `{% include %}`. */
export interface Include extends Place {
  readonly kind: 'include';
  readonly template: Expression;
  readonly withContext: boolean;
  readonly ignoreMissing: boolean;
}
/** `{% import %}`. */
export interface Import extends Place {
  readonly kind: 'import';
  readonly template: Expression;
  readonly target: string;
  readonly withContext: boolean;
}
/** `{% from %}`. */
export interface FromImport extends Place {
  readonly kind: 'fromImport';
  readonly template: Expression;
  readonly names: readonly { readonly name: string; readonly alias: string }[];
  readonly withContext: boolean;
}
/** `{% set x = y %}`. */
export interface Assign extends Place {
  readonly kind: 'assign';
  readonly target: Expression;
  readonly value: Expression;
}
/** `{% set x %}...{% endset %}`. */
export interface AssignBlock extends Place {
  readonly kind: 'assignBlock';
  readonly target: Expression;
  readonly filter: Filter | null;
  readonly body: readonly Statement[];
}
/** `{% do x %}`. */
export interface Do extends Place {
  readonly kind: 'do';
  readonly value: Expression;
}
/** `{% break %}`, `{% continue %}`. */
export interface Jump extends Place {
  readonly kind: 'break' | 'continue';
}
/** `{% autoescape %}`. */
export interface Autoescape extends Place {
  readonly kind: 'autoescape';
  readonly value: Expression;
  readonly body: readonly Statement[];
}
/** Everything that stands in a body. */
export type Statement =
  | Text
  | Print
  | For
  | If
  | MacroNode
  | CallBlock
  | FilterBlock
  | With
  | Block
  | Extends
  | Include
  | Import
  | FromImport
  | Assign
  | AssignBlock
  | Do
  | Jump
  | Autoescape;

/** A whole template. */
export interface TemplateNode extends Place {
  readonly kind: 'template';
  readonly name: string;
  readonly source: string;
  readonly body: readonly Statement[];
}
/** Any node. */
export type Node = Expression | Statement | TemplateNode;
