import { raise, TemplateError } from '../errors.ts';
import { tick } from '../limits.ts';
import type { Activation } from '../runtime/activation.ts';
import type { TemplateModule } from '../runtime/module.ts';
import type { Template } from '../runtime/template.ts';
import type * as ast from '../syntax/ast.ts';
import type { Value } from '../values/model.ts';
import { locals, type Exec, type Scope } from './scope.ts';

/** Compiles `{% extends %}`: takes the blocks of the parent as fallbacks of ours. */
export function compileExtends(node: ast.Extends, scope: Scope): Exec {
  const { compilation } = scope;
  if (!scope.flags.toplevel) compilation.fail('cannot use extend from a non top-level scope', node);
  const again = compilation.extendsSoFar > 0;
  const certain = compilation.knownExtends;
  const reference = scope.value(node.template);
  if (scope.flags.rootlevel) compilation.knownExtends = true;
  compilation.extendsSoFar += 1;
  return (a) => {
    a.at = node;
    tick();
    if (again && (certain || a.parentTemplate)) raise('TemplateRuntimeError', 'extended multiple times');
    const parent = a.context.runtime.template(reference(a), false);
    for (const [name, block] of parent.blocks) {
      const known = a.context.blocks.get(name);
      if (known) known.push(block);
      else a.context.blocks.set(name, [block]);
    }
    a.parentTemplate = parent;
    return 0;
  };
}

/** Compiles the place of a block: runs the most derived one. */
export function compileBlock(node: ast.Block, scope: Scope): Exec {
  const { compilation } = scope;
  const { toplevel } = scope.flags;
  if (toplevel && compilation.knownExtends) return () => 0;
  const checked = toplevel && compilation.extendsSoFar > 0;
  const values = node.scoped ? locals(scope) : null;
  return (a) => {
    if (checked && a.parentTemplate) return 0;
    a.at = node;
    tick();
    const list = a.context.blocks.get(node.name) ?? [];
    if (node.required && list.length <= 1) raise('TemplateRuntimeError', `Required block '${node.name}' not found`);
    const [block] = list;
    if (block) a.context.runtime.runBlock(block, values ? a.context.derived(values(a)) : a.context, a.out);
    return 0;
  };
}

function includes(node: ast.Include): 'one' | 'many' {
  return node.template.kind === 'const' && typeof node.template.value === 'string' ? 'one' : 'many';
}

/** Compiles `{% include %}`. */
export function compileInclude(node: ast.Include, scope: Scope): Exec {
  const reference = scope.value(node.template);
  const values = locals(scope);
  const select = includes(node) === 'many';
  return (a) => {
    a.at = node;
    tick();
    const template = found(a, reference(a), select, node.ignoreMissing);
    if (!template) return 0;
    const { runtime } = a.context;
    if (node.withContext) runtime.runRoot(template, runtime.context(template, a.context.shared(values(a))), a.out);
    else a.out.add(runtime.module(template, null).body);
    return 0;
  };
}

function found(a: Activation, reference: Value, select: boolean, ignoreMissing: boolean): Template | null {
  try {
    return a.context.runtime.template(reference, select);
  } catch (error) {
    const isMissing = error instanceof TemplateError && /^Templates?NotFound$/.test(error.kind);
    if (ignoreMissing && isMissing) return null;
    throw error;
  }
}

type Importer = (a: Activation) => TemplateModule;

function importer(node: ast.Import | ast.FromImport, scope: Scope): Importer {
  const reference = scope.value(node.template);
  const values = locals(scope);
  return (a) => {
    a.at = node;
    tick();
    const { runtime } = a.context;
    const template = runtime.template(reference(a), false);
    return runtime.module(template, node.withContext ? a.context.shared(values(a)) : null);
  };
}

/** Compiles `{% import %}`. */
export function compileImport(node: ast.Import, scope: Scope): Exec {
  const load = importer(node, scope);
  return storing(node.target, scope, load);
}

/** Imported names live in the context but are not exported again. */
function storing(name: string, scope: Scope, value: (a: Activation) => Value): Exec {
  const { index } = scope.slot(name);
  const { toplevel } = scope.flags;
  return (a) => {
    const made = value(a);
    a.vars[index] = made;
    if (toplevel) {
      a.context.vars.set(name, made);
      a.context.exported.delete(name);
    }
    return 0;
  };
}

/** Compiles `{% from %}`. */
export function compileFromImport(node: ast.FromImport, scope: Scope): Exec {
  const load = importer(node, scope);
  const where = `line ${node.line} in '${scope.compilation.template.name}'`;
  const stores = node.names.map(({ name, alias }) => ({
    name,
    store: (a: Activation, value: Value) => storing(alias, scope, () => value)(a),
  }));
  return (a) => {
    const module = load(a);
    for (const { name, store } of stores) store(a, module.getAttribute(name) ?? notExported(a, module, name, where));
    return 0;
  };
}

function notExported(a: Activation, module: TemplateModule, name: string, where: string): Value {
  if (module.getAttribute(name) === null) return null;
  const hint = `the template '${module.name}' (imported on ${where}) does not export the requested name '${name}'`;
  return a.context.runtime.undefinedHint(hint, name);
}
