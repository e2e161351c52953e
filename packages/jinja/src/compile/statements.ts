import { tick } from '../limits.ts';
import type * as ast from '../syntax/ast.ts';
import { truth } from '../values/iterate.ts';
import { compileAssign, assigner } from './assigning.ts';
import { compileBlockFilter } from './applying.ts';
import { compileBlock, compileExtends, compileFromImport, compileImport, compileInclude } from './composing.ts';
import { captured, unlessExtended, write } from './output.ts';
import { compileFor } from './looping.ts';
import { compileCallBlock, compileMacro } from './macros.ts';
import { entering, type Exec, type Scope, type Signal } from './scope.ts';
import { collectBody } from './symbols.ts';

/** Compiles a list of statements to one. */
export function compileBody(nodes: readonly ast.Statement[], scope: Scope): Exec {
  const list: Exec[] = [];
  for (const node of nodes) {
    list.push(compileStatement(node, scope));
    // nothing runs after a second `extends` at the top
    if (node.kind === 'extends' && scope.flags.rootlevel && scope.compilation.extendsSoFar > 1) break;
  }
  const [first, second] = list;
  if (!first) return () => 0;
  if (!second) return first;
  return (a) => {
    for (const run of list) {
      const signal = run(a);
      if (signal !== 0) return signal;
    }
    return 0;
  };
}

function compileStatement(node: ast.Statement, scope: Scope): Exec {
  switch (node.kind) {
    case 'text':
      return compileText(node, scope);
    case 'print':
      return compilePrint(node, scope);
    case 'if':
      return compileIf(node, scope);
    case 'for':
      return compileFor(node, scope);
    case 'macro':
      return compileMacro(node, scope);
    case 'callBlock':
      return compileCallBlock(node, scope);
    case 'assign':
      return compileAssign(node, scope);
    case 'do':
      return compileDo(node, scope);
    case 'break':
    case 'continue':
      return compileJump(node, scope);
    default:
      return compileNested(node, scope);
  }
}

type Nested = Exclude<
  ast.Statement,
  ast.Text | ast.Print | ast.If | ast.For | ast.MacroNode | ast.CallBlock | ast.Assign | ast.Do | ast.Jump
>;

function compileNested(node: Nested, scope: Scope): Exec {
  switch (node.kind) {
    case 'with':
      return compileWith(node, scope);
    case 'filterBlock':
      return compileFilterBlock(node, scope);
    case 'assignBlock':
      return compileAssignBlock(node, scope);
    case 'autoescape':
      return compileAutoescape(node, scope);
    case 'block':
      return compileBlock(node, scope);
    case 'extends':
      return compileExtends(node, scope);
    case 'include':
      return compileInclude(node, scope);
    case 'import':
      return compileImport(node, scope);
    case 'fromImport':
      return compileFromImport(node, scope);
  }
}

function compileText({ text }: ast.Text, scope: Scope): Exec {
  return unlessExtended(scope, (a) => {
    a.out.add(text);
    return 0;
  });
}

function compilePrint(node: ast.Print, scope: Scope): Exec {
  const value = scope.value(node.value);
  const at = node.value;
  return unlessExtended(scope, (a) => {
    a.at = at;
    tick();
    write(a, value(a));
    return 0;
  });
}

function compileIf(node: ast.If, outer: Scope): Exec {
  const scope = outer.soft();
  const branches = node.branches.map((branch) => ({
    at: branch,
    test: scope.value(branch.test),
    run: scope.body(branch.body),
  }));
  const orElse = scope.body(node.orElse);
  return (a) => {
    for (const { at, test, run } of branches) {
      a.at = at;
      tick();
      if (truth(test(a))) return run(a);
    }
    return orElse(a);
  };
}

function compileDo(node: ast.Do, scope: Scope): Exec {
  const value = scope.value(node.value);
  return (a) => {
    a.at = node;
    tick();
    value(a);
    return 0;
  };
}

function compileJump(node: ast.Jump, scope: Scope): Exec {
  if (!scope.flags.inLoop) scope.compilation.fail(`'${node.kind}' outside loop`, node, 'TemplateSyntaxError');
  const signal: Signal = node.kind === 'break' ? 1 : 2;
  return () => signal;
}

function compileWith(node: ast.With, outer: Scope): Exec {
  const scope = outer.inner();
  collectBody(scope.symbols, [...node.targets, ...node.body]);
  const values = node.values.map((value) => outer.value(value));
  const targets = node.targets.map((target) => assigner(target, scope));
  const enterScope = entering(scope);
  const body = scope.body(node.body);
  return (a) => {
    a.at = node;
    enterScope(a);
    for (const [at, assign] of targets.entries()) {
      const value = values[at];
      if (value) assign(a, value(a));
    }
    return body(a);
  };
}

function compileFilterBlock(node: ast.FilterBlock, outer: Scope): Exec {
  const scope = outer.inner({ inLoop: false });
  collectBody(scope.symbols, [...node.body, node.filter]);
  const enterScope = entering(scope);
  const text = captured(scope.body(node.body));
  const filtered = compileBlockFilter(node.filter, scope, text);
  return (a) => {
    a.at = node;
    enterScope(a);
    write(a, filtered(a));
    return 0;
  };
}

function compileAssignBlock(node: ast.AssignBlock, outer: Scope): Exec {
  const scope = outer.inner({ outputChecked: false, inLoop: false });
  collectBody(scope.symbols, node.body);
  const enterScope = entering(scope);
  const text = captured(scope.body(node.body));
  const value = node.filter ? compileBlockFilter(node.filter, outer, text) : text;
  const assign = assigner(node.target, outer);
  return (a) => {
    a.at = node;
    tick();
    enterScope(a);
    const result = value(a);
    a.at = node;
    assign(a, result);
    return 0;
  };
}

function compileAutoescape(node: ast.Autoescape, outer: Scope): Exec {
  const scope = outer.inner();
  collectBody(scope.symbols, [...(node.body as readonly (ast.Statement | ast.Expression)[]), node.value]);
  const enterScope = entering(scope);
  const value = scope.value(node.value);
  const body = scope.body(node.body);
  return (a) => {
    a.at = node;
    enterScope(a);
    const before = a.site;
    a.site = before.runtime.site(truth(value(a)));
    try {
      return body(a);
    } finally {
      a.site = before;
    }
  };
}
