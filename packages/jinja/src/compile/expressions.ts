import { callMethod, callValue, getAttribute, getItem } from '../runtime/access.ts';
import { methodOf } from '../methods/table.ts';
import type { Activation } from '../runtime/activation.ts';
import type * as ast from '../syntax/ast.ts';
import * as math from '../values/arithmetic.ts';
import { modulo } from '../values/modulo.ts';
import { compares, equals } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { contains, truth } from '../values/iterate.ts';
import { Float, isHost, isNumber, Markup, Tuple, type Value } from '../values/model.ts';
import { SliceBounds } from '../values/slice.ts';
import { escape, joinText, str } from '../values/text.ts';
import { Undefined, isUndefined } from '../values/undefined.ts';
import { compileArguments } from './arguments.ts';
import { compileFilter, compileTest } from './applying.ts';
import { reader, type Eval, type Scope } from './scope.ts';

/** Compiles an expression to a function. */
export function compileExpression(node: ast.Expression, scope: Scope): Eval {
  switch (node.kind) {
    case 'const':
      return constant(node.value);
    case 'name':
      return compileName(node.name, scope);
    case 'attribute':
      return compileAttribute(node, scope);
    case 'item':
      return compileItem(node, scope);
    case 'call':
      return compileCall(node, scope);
    case 'filter':
      return compileFilter(node, scope, node.value ? compileExpression(node.value, scope) : constant(''));
    case 'test':
      return compileTest(node, scope);
    case 'namespaceTarget':
      return compileName(node.name, scope);
    default:
      return compileOperation(node, scope);
  }
}

type Operation = Exclude<
  ast.Expression,
  ast.Const | ast.Name | ast.Attribute | ast.Item | ast.Call | ast.Filter | ast.Test | ast.NamespaceTarget
>;

function compileOperation(node: Operation, scope: Scope): Eval {
  switch (node.kind) {
    case 'binary':
      return compileBinary(node, scope);
    case 'compare':
      return compileCompare(node, scope);
    case 'logical':
      return compileLogical(node, scope);
    case 'unary':
      return compileUnary(node, scope);
    case 'conditional':
      return compileConditional(node, scope);
    case 'concat':
      return compileConcat(node, scope);
    case 'list':
      return compileList(node, scope);
    case 'tuple':
      return compileTuple(node, scope);
    case 'dict':
      return compileDict(node, scope);
    case 'slice':
      return compileSlice(node, scope);
  }
}

const constant =
  (value: Value): Eval =>
  () =>
    value;

function compileName(name: string, scope: Scope): Eval {
  const slot = scope.slot(name);
  const { index } = slot;
  if (scope.hops(slot) === 0) return (a) => a.vars[index] ?? absent(a, a.vars[index], name);
  const read = reader(scope, slot);
  return (a) => {
    const value = read(a);
    return value ?? absent(a, value, name);
  };
}

/** `null` is a value; `undefined` means the name has none. */
const absent = (a: Activation, value: Value | undefined, name: string): Value =>
  value === null ? null : a.context.missing(name);

function compileAttribute(node: ast.Attribute, scope: Scope): Eval {
  const object = compileExpression(node.object, scope);
  const { name } = node;
  const maybeKey = methodOf(new Dict(), name) === undefined && !name.startsWith('_');
  return (a) => {
    const value = object(a);
    if (maybeKey && value instanceof Dict) {
      const own = value.get(name);
      if (own !== undefined) return own;
    }
    return getAttribute(value, name, a.site.undefinedMode);
  };
}

function compileItem(node: ast.Item, scope: Scope): Eval {
  const object = compileExpression(node.object, scope);
  const key = compileExpression(node.key, scope);
  return (a) => {
    const value = object(a);
    return getItem(value, key(a), a.site.undefinedMode);
  };
}

function compileSlice(node: ast.Slice, scope: Scope): Eval {
  const part = (expression: ast.Expression | null): ((a: Activation) => number | null) => {
    if (!expression) return () => null;
    const value = compileExpression(expression, scope);
    return (a) => bound(value(a));
  };
  const [from, to, step] = [part(node.from), part(node.to), part(node.step)];
  return (a) => new SliceBounds(from(a), to(a), step(a));
}

/** A bound that is no integer is NaN; such a slice has no value. */
function bound(value: Value): number | null {
  if (value === null) return null;
  return isNumber(value) && !(value instanceof Float) ? Number(value) : NaN;
}

function compileCall(node: ast.Call, scope: Scope): Eval {
  const { args, kwargs } = compileArguments(node, scope);
  if (node.callee.kind === 'attribute') {
    const object = compileExpression(node.callee.object, scope);
    const { name } = node.callee;
    return (a) => {
      const value = object(a);
      const positional = isUndefined(value) || isHost(value) ? undefined : args(a);
      if (positional) return callMethod(value, name, positional, kwargs(a), a.site);
      const callee = getAttribute(value, name, a.site.undefinedMode);
      return callValue(callee, args(a), kwargs(a), a.site);
    };
  }
  const callee = compileExpression(node.callee, scope);
  return (a) => {
    const value = callee(a);
    return callValue(value, args(a), kwargs(a), a.site);
  };
}

const OPERATORS: Record<ast.Binary['op'], (a: Value, b: Value) => Value> = {
  '+': math.add,
  '-': math.subtract,
  '*': math.multiply,
  '/': math.divide,
  '//': math.floorDivide,
  '%': modulo,
  '**': math.power,
};

function compileBinary(node: ast.Binary, scope: Scope): Eval {
  const left = compileExpression(node.left, scope);
  const right = compileExpression(node.right, scope);
  const operator = OPERATORS[node.op];
  return (a) => {
    const value = left(a);
    return operator(value, right(a));
  };
}

function compileLogical(node: ast.Logical, scope: Scope): Eval {
  const left = compileExpression(node.left, scope);
  const right = compileExpression(node.right, scope);
  const stop = node.op === 'or';
  return (a) => {
    const value = left(a);
    return truth(value) === stop ? value : right(a);
  };
}

function compileUnary(node: ast.Unary, scope: Scope): Eval {
  const operand = compileExpression(node.operand, scope);
  if (node.op === 'not') return (a) => !truth(operand(a));
  return node.op === '-' ? (a) => math.negate(operand(a)) : (a) => math.positive(operand(a));
}

/** The value of an inline `if` without `else` is a plain missing value, also in strict mode. */
function compileConditional(node: ast.Conditional, scope: Scope): Eval {
  const soft = scope.soft();
  const test = compileExpression(node.test, soft);
  const yes = compileExpression(node.yes, soft);
  if (node.no) {
    const no = compileExpression(node.no, soft);
    return (a) => (truth(test(a)) ? yes(a) : no(a));
  }
  const where = `line ${node.line} in '${scope.compilation.template.name}'`;
  const hint = `the inline if-expression on ${where} evaluated to false and no else section was defined.`;
  const nothing = new Undefined('default', { name: null, hint });
  return (a) => (truth(test(a)) ? yes(a) : nothing);
}

const CHANGING = new Set(['random', 'map', 'select', 'reject', 'selectattr', 'rejectattr']);

/** True for what real Jinja2 computes while it compiles; such a concatenation forgets what is safe HTML. */
function isConstant(node: ast.Expression): boolean {
  if (node.kind === 'const') return true;
  if (node.kind === 'list' || node.kind === 'tuple' || node.kind === 'concat') return node.items.every(isConstant);
  if (node.kind !== 'filter' || !node.value || CHANGING.has(node.name) || node.star || node.doubleStar) return false;
  return [node.value, ...node.args, ...node.kwargs.map(({ value }) => value)].every(isConstant);
}

function compileConcat(node: ast.Concat, scope: Scope): Eval {
  const items = node.items.map((item) => compileExpression(item, scope));
  const plain = node.items.every(isConstant);
  return (a) => {
    const values = items.map((item) => item(a));
    if (plain || !a.site.autoescape || !values.some(isSafe)) return joinText(values.map(str));
    return new Markup(joinText(values.map((value) => escape(value).text)));
  };
}

const isSafe = (value: Value): boolean => value instanceof Markup || (isHost(value) && value.html !== undefined);

function compileList(node: ast.ListNode, scope: Scope): Eval {
  const items = node.items.map((item) => compileExpression(item, scope));
  return (a) => items.map((item) => item(a));
}

function compileTuple(node: ast.TupleNode, scope: Scope): Eval {
  const items = node.items.map((item) => compileExpression(item, scope));
  return (a) => new Tuple(items.map((item) => item(a)));
}

function compileDict(node: ast.DictNode, scope: Scope): Eval {
  const pairs = node.pairs.map(
    ([key, value]) => [compileExpression(key, scope), compileExpression(value, scope)] as const,
  );
  return (a) => {
    const dict = new Dict();
    for (const [key, value] of pairs) dict.set(key(a), value(a));
    return dict;
  };
}

const holds = (op: ast.CompareOp, left: Value, right: Value): boolean => {
  switch (op) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
    default:
      return compares(op, left, right);
  }
};

function compileCompare(node: ast.Compare, scope: Scope): Eval {
  const left = compileExpression(node.left, scope);
  const rest = node.rest.map(({ op, right }) => ({ op, right: compileExpression(right, scope) }));
  const [first] = rest;
  if (rest.length === 1 && first) {
    const { op, right } = first;
    return (a) => {
      const value = left(a);
      return holds(op, value, right(a));
    };
  }
  return (a) => {
    let value = left(a);
    for (const { op, right } of rest) {
      const other = right(a);
      if (!holds(op, value, other)) return false;
      value = other;
    }
    return true;
  };
}
