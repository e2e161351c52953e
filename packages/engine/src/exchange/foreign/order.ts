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

type Open = ReadonlyMap<string, readonly Need[]>;

const openOf = (open: Open, needs: readonly Need[], onlyRequired: boolean): Need[] =>
  needs.filter(({ target, isRequired }) => open.has(target) && (isRequired || !onlyRequired));

/** Whether an entity, over whatever it needs, needs itself. */
const isInCycle = (open: Open, name: string): boolean => {
  const seen = new Set<string>();
  const ahead = [name];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop())
    for (const { target } of openOf(open, open.get(at) ?? [], false)) {
      if (target === name) return true;
      if (seen.has(target)) continue;
      seen.add(target);
      ahead.push(target);
    }
  return false;
};

/**
 * Entities in an order in which most references point back.
 *
 * Every required reference does; where optional ones form a cycle, the entity of the cycle with the fewest rows goes
 * first, then the one with the fewest open references, which are made afterwards.
 *
 * @throws Error when required references form a cycle.
 */
export const loadOrder = (
  registry: Registry,
  entities: Iterable<string>,
  rowsOf: (entity: string) => number = () => 0,
): string[] => {
  const names = new Set(entities);
  const open = new Map([...names].map((name) => [name, needsOf(registry.model(name), names)]));
  const order: string[] = [];
  // attached rows may belong to anything
  const isOpen = (name: string) => Number(registry.model(name).isOpen);
  while (open.size > 0) {
    const ready = [...open].filter(([, needs]) => openOf(open, needs, true).length === 0);
    const free = ready.filter(([name, needs]) => !isOpen(name) && openOf(open, needs, false).length === 0);
    const inCycle = free.length > 0 ? [] : ready.filter(([name]) => !isOpen(name) && isInCycle(open, name));
    const costs = (inCycle.length > 0 ? inCycle : ready).map(([name, needs]) => ({
      name,
      later: inCycle.length > 0 ? rowsOf(name) : 0,
      missing: openOf(open, needs, false).length,
    }));
    const [next] = costs.toSorted(
      (a, b) => isOpen(a.name) - isOpen(b.name) || a.later - b.later || a.missing - b.missing,
    );
    if (next === undefined) throw new Error(`Required references form a cycle: ${[...open.keys()].join(', ')}.`);
    order.push(next.name);
    open.delete(next.name);
  }
  return order;
};
