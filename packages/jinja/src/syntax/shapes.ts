import type { Arguments, Expression } from './ast.ts';

/** Arguments of a filter or test that has none. */
export const NO_ARGUMENTS: Arguments = { args: [], kwargs: [], star: null, doubleStar: null };

const RESERVED = ['true', 'false', 'none', 'True', 'False', 'None'];

/** True for what can be assigned to: names, and tuples of them. */
export function isTarget(node: Expression): boolean {
  if (node.kind === 'tuple') return node.items.every(isTarget);
  if (node.kind === 'namespaceTarget') return true;
  return node.kind === 'name' && !RESERVED.includes(node.name);
}
