import { tick } from '../limits.ts';
import { callMethod, callValue } from '../runtime/access.ts';
import { Activation, stringOutput } from '../runtime/activation.ts';
import { Macro, type MacroArguments, type MacroShape } from '../runtime/macro.ts';
import type * as ast from '../syntax/ast.ts';
import { undeclared } from '../syntax/walk.ts';
import { isHost, type Value } from '../values/model.ts';
import { Undefined } from '../values/undefined.ts';
import { compileArguments } from './arguments.ts';
import { entering, type Eval, type Exec, type Scope } from './scope.ts';
import { write } from './output.ts';
import { collectMacro, Unit } from './symbols.ts';

const SPECIAL = ['caller', 'kwargs', 'varargs'];

interface MacroCode {
  readonly shape: MacroShape;
  /** Makes the macro where its definition runs. */
  readonly make: (a: Activation) => Macro;
}

function shapeOf(node: ast.MacroNode | ast.CallBlock, scope: Scope): MacroShape {
  const params = node.params.map(({ name }) => name);
  const used = undeclared(node.body, SPECIAL);
  const explicitCaller = params.includes('caller');
  const hasDefault = params.indexOf('caller') >= params.length - node.defaults.length;
  if (used.has('caller') && explicitCaller && !hasDefault)
    scope.compilation.fail(
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      node,
    );
  return {
    name: node.kind === 'macro' ? node.name : null,
    params,
    usesCaller: used.has('caller'),
    usesKwargs: used.has('kwargs') && !params.includes('kwargs'),
    usesVarargs: used.has('varargs') && !params.includes('varargs'),
    explicitCaller,
  };
}

/** Compiles a macro or the body of a call block. */
function compileMacroBody(node: ast.MacroNode | ast.CallBlock, outer: Scope): MacroCode {
  const unit = new Unit(outer.unit);
  const scope = outer.inner({ outputChecked: false, inLoop: false }, unit);
  collectMacro(scope.symbols, node);
  const shape = shapeOf(node, outer);
  const extra: string[] = [];
  if (shape.usesCaller && !shape.explicitCaller) extra.push('caller');
  if (shape.usesKwargs) extra.push('kwargs');
  if (shape.usesVarargs) extra.push('varargs');
  for (const name of extra) scope.symbols.param(name);
  collectMacro(scope.symbols, node);
  const slots = [...shape.params, ...extra].map((name) => scope.slot(name).index);
  const enterScope = entering(scope);
  const defaults = node.params.map((_, at) => compileDefault(node, at, scope));
  const body = scope.body(node.body);
  const fill = (a: Activation, args: MacroArguments): void => {
    for (const [at, slot] of slots.entries()) a.vars[slot] = args[at];
    enterScope(a);
    for (const [at, fallback] of defaults.entries()) {
      const slot = slots[at] ?? 0;
      if (a.vars[slot] === undefined) a.vars[slot] = fallback(a);
    }
  };
  return { shape, make: (a) => closure(a, node, unit, shape, fill, body) };
}

function closure(
  outer: Activation,
  node: ast.Place,
  unit: Unit,
  shape: MacroShape,
  fill: (a: Activation, args: MacroArguments) => void,
  body: Exec,
): Macro {
  const { template, context, site } = outer;
  return new Macro(shape, site.undefinedMode, (args) => {
    const out = stringOutput();
    new Activation(unit.slots, template, context, outer, out, site, node).run((a) => {
      fill(a, args);
      body(a);
    });
    return out.text;
  });
}

function compileDefault(node: ast.MacroSignature, at: number, scope: Scope): Eval {
  const fallback = node.defaults[at - (node.params.length - node.defaults.length)];
  if (fallback) return scope.value(fallback);
  const { name = '' } = node.params[at] ?? {};
  return (a) => new Undefined(a.site.undefinedMode, { name, hint: `parameter '${name}' was not provided` });
}

/** Compiles `{% macro %}`. */
export function compileMacro(node: ast.MacroNode, scope: Scope): Exec {
  const { make } = compileMacroBody(node, scope);
  const { index } = scope.slot(node.name);
  const { toplevel } = scope.flags;
  const isPublic = !node.name.startsWith('_');
  return (a) => {
    const macro = make(a);
    a.vars[index] = macro;
    if (toplevel) {
      a.context.vars.set(node.name, macro);
      if (isPublic) a.context.exported.add(node.name);
    }
    return 0;
  };
}

/** Compiles `{% call %}`: the body becomes the keyword argument `caller`. */
export function compileCallBlock(node: ast.CallBlock, scope: Scope): Exec {
  const { make } = compileMacroBody(node, scope);
  const { callee } = node.call;
  const { args, kwargs } = compileArguments(node.call, scope);
  const object = scope.value(callee.kind === 'attribute' ? callee.object : callee);
  const call = (a: Activation): Value => {
    const value = object(a);
    const named = new Map(kwargs(a) ?? []);
    named.set('caller', make(a));
    if (callee.kind !== 'attribute') return callValue(value, args(a), named, a.site);
    if (!isHost(value)) return callMethod(value, callee.name, args(a), named, a.site);
    return callValue(a.site.attribute(value, callee.name), args(a), named, a.site);
  };
  return (a) => {
    a.at = node;
    tick();
    write(a, call(a));
    return 0;
  };
}
