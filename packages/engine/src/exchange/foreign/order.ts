import type { Edge, Model, Registry } from '../../registry/model.ts';

interface Need {
  readonly target: string;
  readonly isRequired: boolean;
}

const targetsOf = (edge: Edge): string[] => (edge.kind === 'arc' ? edge.arms.map((arm) => arm.target) : [edge.target]);

const needOf = (edge: Edge): Need[] => {
  if (edge.kind === 'many' || (edge.kind === 'manyToMany' && !edge.owner)) return [];
  if (edge.spec?.derived) return [];
  const isRequired = edge.kind !== 'manyToMany' && !edge.nullable;
  return targetsOf(edge).map((target) => ({ target, isRequired }));
};

const needsOf = (model: Model, names: ReadonlySet<string>): Need[] =>
  [...model.edges.values()].flatMap(needOf).filter(({ target }) => names.has(target) && target !== model.name);

/**
 * Entities in an order in which most references point back.
 *
 * Every required reference does; where optional ones form a cycle, the entity with the fewest open ones goes first
 * and its references are made afterwards. @throws Error when required references form a cycle.
 */
export const loadOrder = (registry: Registry, entities: Iterable<string>): string[] => {
  const names = new Set(entities);
  const open = new Map([...names].map((name) => [name, needsOf(registry.model(name), names)]));
  const order: string[] = [];
  while (open.size > 0) {
    const waiting = (needs: readonly Need[], required: boolean) =>
      needs.filter(({ target, isRequired }) => open.has(target) && (isRequired || !required)).length;
    const ready = [...open].filter(([, needs]) => waiting(needs, true) === 0);
    // attached rows may belong to anything
    const isOpen = (name: string) => Number(registry.model(name).isOpen);
    const [next] =
      ready.toSorted((a, b) => isOpen(a[0]) - isOpen(b[0]) || waiting(a[1], false) - waiting(b[1], false))[0] ?? [];
    if (next === undefined) throw new Error(`Required references form a cycle: ${[...open.keys()].join(', ')}.`);
    order.push(next);
    open.delete(next);
  }
  return order;
};
