import { raise } from '../errors.ts';
import { tick } from '../limits.ts';
import type * as ast from '../syntax/ast.ts';
import { compileArguments } from './arguments.ts';
import type { Eval, Scope } from './scope.ts';

/** Refuses an unknown name now, or inside an `if` when it runs. */
function unknown(what: 'filter' | 'test', node: ast.Filter | ast.Test, scope: Scope): Eval {
  if (!scope.flags.soft) scope.compilation.fail(`No ${what} named '${node.name}'.`, node);
  return () => raise('TemplateRuntimeError', `No ${what} named '${node.name}' found.`);
}

/** Compiles a filter over a compiled value. */
export function compileFilter(node: ast.Filter, scope: Scope, value: Eval): Eval {
  const filter = scope.compilation.environment.filters.get(node.name);
  if (!filter) return unknown('filter', node, scope);
  const { args, kwargs } = compileArguments(node, scope);
  return (a) => {
    tick();
    const input = value(a);
    return filter(input, args(a), kwargs(a), a.site);
  };
}

/** Compiles the filters of a block over its text; the innermost filter has no value of its own. */
export function compileBlockFilter(node: ast.Filter, scope: Scope, text: Eval): Eval {
  const { value } = node;
  if (value?.kind === 'filter') return compileFilter(node, scope, compileBlockFilter(value, scope, text));
  return compileFilter(node, scope, text);
}

/** Compiles a test. */
export function compileTest(node: ast.Test, scope: Scope): Eval {
  const test = scope.compilation.environment.tests.get(node.name);
  if (!test) return unknown('test', node, scope);
  const value = scope.value(node.value);
  const { args, kwargs } = compileArguments(node, scope);
  const { negated } = node;
  return (a) => {
    const input = value(a);
    return test(input, args(a), kwargs(a), a.site) !== negated;
  };
}
