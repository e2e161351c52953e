import { asTemplateError } from '../limits.ts';
import { parentBlock, TemplateReference } from '../runtime/objects.ts';
import type { Activation } from '../runtime/activation.ts';
import type { Environment } from '../runtime/environment.ts';
import { Template } from '../runtime/template.ts';
import type * as ast from '../syntax/ast.ts';
import { parseTemplate } from '../syntax/parser.ts';
import { blocksOf, findAll, undeclared } from '../syntax/walk.ts';
import { Compilation, entering, Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import { compileBody } from './statements.ts';
import { collectBody, Symbols, Unit } from './symbols.ts';

type Prepare = (a: Activation) => void;

/** Declares `self`, when nodes use it, as a parameter that `prepare` fills. */
function withSelf(nodes: readonly ast.Statement[], symbols: Symbols): Prepare {
  if (undeclared(nodes, ['self']).size === 0) return () => undefined;
  const { index } = symbols.param('self');
  return (a) => {
    a.vars[index] = new TemplateReference(a.context, a.site);
  };
}

function compileRoot(compilation: Compilation, node: ast.TemplateNode, template: Template): void {
  const unit = new Unit(null);
  const symbols = new Symbols(unit, null);
  const prepare = withSelf(node.body, symbols);
  collectBody(symbols, node.body);
  const outputChecked = findAll([node], 'extends').length > 0;
  const scope = new Scope(compilation, symbols, { toplevel: true, rootlevel: true, outputChecked });
  const enterScope = entering(scope);
  const body = scope.body(node.body);
  template.slots = unit.slots;
  template.root = (a) => {
    prepare(a);
    enterScope(a);
    body(a);
    if (a.parentTemplate) a.context.runtime.runRoot(a.parentTemplate, a.context, a.out);
  };
}

function compileBlock(compilation: Compilation, node: ast.Block, template: Template): void {
  const unit = new Unit(null);
  const symbols = new Symbols(unit, null);
  const prepareSelf = withSelf(node.body, symbols);
  const usesSuper = undeclared(node.body, ['super']).size > 0;
  const superSlot = usesSuper ? symbols.param('super').index : 0;
  collectBody(symbols, node.body);
  const scope = new Scope(compilation, symbols, { blockLevel: true });
  const enterScope = entering(scope);
  const body = scope.body(node.body);
  const run = (a: Activation): void => {
    prepareSelf(a);
    if (usesSuper) {
      const depth = a.context.blocks.get(node.name)?.indexOf(code) ?? 0;
      a.vars[superSlot] = parentBlock(node.name, a.context, depth + 1, a.site);
    }
    enterScope(a);
    body(a);
  };
  const code = { name: node.name, template, slots: unit.slots, line: node.line, run };
  template.blocks.set(node.name, code);
}

/**
 * Compiles a source.
 * @throws TemplateError of kind TemplateSyntaxError or TemplateAssertionError, with the line.
 */
export function compileTemplate(environment: Environment, source: string, name: string): Template {
  try {
    const node = parseTemplate(source, name, environment.syntax);
    const template = new Template(node);
    const compilation = new Compilation(environment, template, { expression: compileExpression, body: compileBody });
    const blocks = blocksOf(node.body);
    const names = new Set<string>();
    for (const block of blocks) {
      if (names.has(block.name)) compilation.fail(`block '${block.name}' defined twice`, block);
      names.add(block.name);
    }
    compileRoot(compilation, node, template);
    for (const block of blocks) compileBlock(compilation, block, template);
    return template;
  } catch (error) {
    throw asTemplateError(error);
  }
}
