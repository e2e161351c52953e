import type { Arguments, Block, Expression, Name, Node, Statement } from './ast.ts';

function* argumentNodes({ args, kwargs, star, doubleStar }: Arguments): Generator<Expression> {
  yield* args;
  for (const { value } of kwargs) yield value;
  if (star) yield star;
  if (doubleStar) yield doubleStar;
}

const present = (...nodes: readonly (Expression | null)[]): Expression[] => nodes.filter((node) => node !== null);

function* expressionChildren(node: Expression): Generator<Node> {
  switch (node.kind) {
    case 'tuple':
    case 'list':
    case 'concat':
      return yield* node.items;
    case 'dict':
      for (const pair of node.pairs) yield* pair;
      return;
    case 'conditional':
      return yield* present(node.test, node.yes, node.no);
    case 'binary':
    case 'logical':
      return yield* [node.left, node.right];
    case 'unary':
      return yield node.operand;
    case 'compare':
      yield node.left;
      for (const { right } of node.rest) yield right;
      return;
    case 'attribute':
      return yield node.object;
    case 'item':
      return yield* [node.object, node.key];
    case 'slice':
      return yield* present(node.from, node.to, node.step);
    case 'call':
      yield node.callee;
      return yield* argumentNodes(node);
    case 'filter':
    case 'test':
      if (node.value) yield node.value;
      return yield* argumentNodes(node);
    default:
  }
}

function* blockChildren(node: Statement): Generator<Node> {
  switch (node.kind) {
    case 'for':
      yield* [node.target, node.iter, ...node.body, ...node.orElse];
      return yield* present(node.test);
    case 'if':
      for (const branch of node.branches) yield* [branch.test, ...branch.body];
      return yield* node.orElse;
    case 'macro':
      return yield* [...node.params, ...node.defaults, ...node.body];
    case 'callBlock':
      return yield* [node.call, ...node.params, ...node.defaults, ...node.body];
    case 'filterBlock':
      return yield* [...node.body, node.filter];
    case 'with':
      return yield* [...node.targets, ...node.values, ...node.body];
    case 'block':
      return yield* node.body;
    case 'assignBlock':
      return yield* [...present(node.target, node.filter), ...node.body];
    case 'autoescape':
      return yield* [node.value, ...node.body];
    default:
  }
}

function* statementChildren(node: Statement): Generator<Node> {
  switch (node.kind) {
    case 'print':
    case 'do':
      return yield node.value;
    case 'extends':
    case 'include':
    case 'import':
    case 'fromImport':
      return yield node.template;
    case 'assign':
      return yield* [node.target, node.value];
    default:
      yield* blockChildren(node);
  }
}

const STATEMENTS = new Set<Node['kind']>([
  ...(['text', 'print', 'for', 'if', 'macro', 'callBlock', 'filterBlock', 'with', 'block', 'extends'] as const),
  ...(['include', 'import', 'fromImport', 'assign', 'assignBlock', 'do', 'break', 'continue', 'autoescape'] as const),
]);

const isStatement = (node: Node): node is Statement => STATEMENTS.has(node.kind);

/** Direct children of a node, in the order they are evaluated or written. */
export function children(node: Node): Iterable<Node> {
  if (node.kind === 'template') return node.body;
  return isStatement(node) ? statementChildren(node) : expressionChildren(node);
}

/**
 * Visits a node and everything below it, parents first. A visitor that returns false keeps the walk
 * out of that node's children.
 */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walk(child, visit);
}

/** All nodes of a kind below some nodes. */
export function findAll<K extends Node['kind']>(nodes: readonly Node[], kind: K): Extract<Node, { kind: K }>[] {
  const found: Extract<Node, { kind: K }>[] = [];
  const visit = (node: Node): void => {
    if (node.kind === kind) found.push(node as Extract<Node, { kind: K }>); // its kind was compared
  };
  for (const node of nodes) walk(node, visit);
  return found;
}

/** Which of some names are read before they are written in nodes; blocks inside are not looked into. */
export function undeclared(nodes: readonly Node[], names: readonly string[]): Set<string> {
  const wanted = new Set(names);
  const found = new Set<string>();
  const visitName = ({ name, use }: Name): void => {
    if (use === 'load' && wanted.has(name)) found.add(name);
    else wanted.delete(name);
  };
  for (const node of nodes)
    walk(node, (child) => {
      if (child.kind === 'name') visitName(child);
      return child.kind !== 'block';
    });
  return found;
}

/** Blocks of a template, also nested ones, in source order. */
export const blocksOf = (nodes: readonly Node[]): Block[] => findAll(nodes, 'block');
