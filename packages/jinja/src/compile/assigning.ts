import { raise } from '../errors.ts';
import { tick } from '../limits.ts';
import type { Activation } from '../runtime/activation.ts';
import type * as ast from '../syntax/ast.ts';
import { iterator } from '../values/iterate.ts';
import { isHost, Tuple, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { isUndefined } from '../values/undefined.ts';
import { reader, type Exec, type Scope } from './scope.ts';

/** Puts a value into a target. */
export type Assigner = (activation: Activation, value: Value) => void;

/** Compiles the target of an assignment. At the top of a template names also go to the context. */
export function assigner(target: ast.Expression, scope: Scope): Assigner {
  if (target.kind === 'name') return scope.flags.toplevel ? exporting(target.name, scope) : local(target.name, scope);
  if (target.kind === 'namespaceTarget') return attribute(target, scope);
  if (target.kind !== 'tuple') throw new Error(`Cannot assign to ${target.kind}.`);
  return unpacking(target.items.map((item) => assigner(item, scope)));
}

function local(name: string, scope: Scope): Assigner {
  const { index } = scope.slot(name);
  return (a, value) => {
    a.vars[index] = value;
  };
}

function exporting(name: string, scope: Scope): Assigner {
  const { index } = scope.slot(name);
  const isPublic = !name.startsWith('_');
  return (a, value) => {
    a.vars[index] = value;
    a.context.vars.set(name, value);
    if (isPublic) a.context.exported.add(name);
  };
}

function attribute(target: ast.NamespaceTarget, scope: Scope): Assigner {
  const read = reader(scope, scope.slot(target.name));
  return (a, value) => {
    const object = read(a);
    if (object === undefined || !isHost(object) || !object.setAttribute)
      return raise('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
    return object.setAttribute(target.attribute, value);
  };
}

/** Splits a value over targets, with Python's refusals. */
function unpacking(targets: readonly Assigner[]): Assigner {
  return (a, value) => {
    const items = unpack(value, targets.length);
    for (const [at, assign] of targets.entries()) assign(a, items[at] as Value); // as many as targets
  };
}

function unpack(value: Value, wanted: number): readonly Value[] {
  if (value instanceof Tuple && value.items.length === wanted) return value.items;
  if (isUndefined(value)) value.use();
  if (value === null || typeof value === 'number' || typeof value === 'boolean')
    return raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  const items: Value[] = [];
  const source = iterator(value);
  for (let next = source.next(); !next.done; next = source.next()) {
    items.push(next.value);
    if (items.length > wanted) raise('ValueError', `too many values to unpack (expected ${wanted})`);
  }
  if (items.length < wanted)
    raise('ValueError', `not enough values to unpack (expected ${wanted}, got ${items.length})`);
  return items;
}

/** Compiles `{% set x = y %}`. */
export function compileAssign(node: ast.Assign, scope: Scope): Exec {
  const value = scope.value(node.value);
  const assign = assigner(node.target, scope);
  return (a) => {
    a.at = node;
    tick();
    assign(a, value(a));
    return 0;
  };
}
