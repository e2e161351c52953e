import type { Registry, SourceRow } from '@plumbline/engine';
import { translateConstraints } from './constraints.ts';

/** NetBox's type of permissions. */
export const PERMISSION_TYPE = 'users.objectpermission';

/** Characters of `problem`. */
const MOST = 2000;

/** Actions of NetBox that are called otherwise here. */
const ACTIONS: Readonly<Record<string, string>> = { render_config: 'render' };

const withActions = (row: SourceRow): SourceRow => {
  const { actions } = row.values;
  if (!Array.isArray(actions)) return row;
  const renamed = (actions as readonly string[]).map((action) =>
    Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : action,
  );
  return { ...row, values: { ...row.values, actions: renamed } };
};

/**
 * A permission with its constraints as a filter; one whose constraints have no counterpart is switched off and says why.
 *
 * Constraints that let every row through are left out, since a permission with constraints and no filter grants nothing.
 */
export const withPredicate = (registry: Registry, stored: SourceRow): SourceRow => {
  const row = withActions(stored);
  const { constraints = null, objectTypes = [] } = row.values;
  if (constraints === null) return row;
  const models = (objectTypes as readonly string[]).flatMap((name) => registry.find(name) ?? []); // list of types
  const translated = translateConstraints(registry, models, constraints);
  if (!translated.ok)
    return { ...row, values: { ...row.values, enabled: false, problem: translated.problem.slice(0, MOST) } };
  const { predicate } = translated;
  return { ...row, values: { ...row.values, ...(predicate === null ? { constraints: null } : { predicate }) } };
};
