import type { Model, OneEdge, Registry, ScalarField } from '../registry/model.ts';
import type { FieldTest, FilterNode, OneTest } from '../read/filter/tree.ts';

const KEY_OPERATORS: ReadonlySet<string> = new Set(['eq', 'in']);

const isKeyTest = (node: FilterNode): node is FieldTest =>
  node.kind === 'field' && node.field.name === 'id' && KEY_OPERATORS.has(node.operator);

const keyField = ({ name, column, spec, nullable }: OneEdge, id: ScalarField): ScalarField => ({
  ...id,
  name,
  column,
  spec: { ...id.spec, key: spec.key },
  nullable,
});

/** `{ site: { id: { in } } }` as a condition on the column that holds the site's id. */
const hop = (model: Model, test: OneTest): FilterNode =>
  model.global === null && test.target.global === null && isKeyTest(test.node)
    ? { ...test.node, field: keyField(test.edge, test.node.field) }
    : test;

/**
 * A filter that compares ids of referred rows by the column at hand, without a look at the row behind.
 *
 * Foreign keys are composite with the organization, so that a key never leads outside; only for conditions in which
 * referred rows are limited by organization alone.
 */
export const withoutKeyHops = (registry: Registry, model: Model, node: FilterNode): FilterNode => {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, nodes: node.nodes.map((part) => withoutKeyHops(registry, model, part)) };
    case 'not':
      return { ...node, node: withoutKeyHops(registry, model, node.node) };
    case 'one':
      return hop(model, { ...node, node: withoutKeyHops(registry, node.target, node.node) });
    case 'arm':
    case 'set':
      return { ...node, node: withoutKeyHops(registry, node.target, node.node) };
    default:
      return node;
  }
};
