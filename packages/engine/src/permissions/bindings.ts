import type { Bindings, FilterJson } from '../actor.ts';

/** What predicates may name instead of an id. */
export const BINDINGS = ['$user', '$tenant', '$site'] as const;

type Name = (typeof BINDINGS)[number];

/** An actor that predicates can't name. */
export const NOBODY: Bindings = { user: null, tenants: [], sites: [] };

const isName = (value: unknown): value is Name => (BINDINGS as readonly unknown[]).includes(value);

const idsOf = (name: Name, { user, tenants, sites }: Bindings): readonly string[] => {
  if (name === '$user') return user === null ? [] : [user];
  return name === '$tenant' ? tenants : sites;
};

/** Below these, fewer ids match more rows. */
const NEGATIONS: ReadonlySet<string> = new Set(['not', 'ne', 'notIn', 'none', 'every']);

const LISTS: Readonly<Record<string, string>> = { eq: 'in', in: 'in', ne: 'notIn', notIn: 'notIn' };

/** Thrown inside a walk when nobody stands behind a name and the predicate would grow by it. */
class Unbound extends Error {}

const bind = (value: unknown, bindings: Bindings, isNegated: boolean): unknown => {
  const idsFor = (name: Name): readonly string[] => {
    const ids = idsOf(name, bindings);
    if (ids.length === 0 && isNegated) throw new Unbound();
    return ids;
  };
  if (Array.isArray(value))
    return value.flatMap((part: unknown): readonly unknown[] =>
      isName(part) ? idsFor(part) : [bind(part, bindings, isNegated)],
    );
  if (typeof value !== 'object' || value === null) return value;
  const bound: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const below = isNegated || NEGATIONS.has(key);
    const list = isName(inner) ? LISTS[key] : undefined;
    if (list !== undefined && list !== key && list in value) throw new Unbound();
    bound[list ?? key] = list === undefined ? bind(inner, bindings, below) : bind([inner], bindings, below);
  }
  return bound;
};

/**
 * A predicate with ids in place of `$user`, `$tenant` and `$site`: `eq` becomes `in`, `ne` becomes `notIn`.
 *
 * An empty list matches nothing. Null when the predicate has no meaning for the actor: nobody stands behind a name below
 * a negation, where an empty list would match every row.
 */
export const boundFilter = (predicate: FilterJson, bindings: Bindings): FilterJson | null => {
  try {
    return bind(predicate, bindings, false) as FilterJson; // an object in gives an object out
  } catch (error) {
    if (error instanceof Unbound) return null;
    throw error;
  }
};
