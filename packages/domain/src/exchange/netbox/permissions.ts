import type { Registry, SourceRow } from '@plumbline/engine';
import { translateConstraints } from './constraints.ts';

/** NetBox's type of permissions. */
export const PERMISSION_TYPE = 'users.objectpermission';

/** Characters of `problem`. */
const MOST = 2000;

/**
 * A permission with its constraints as a filter; one whose constraints have no counterpart is switched off and says why.
 *
 * Constraints that let every row through are left out, since a permission with constraints and no filter grants nothing.
 */
export const withPredicate = (registry: Registry, row: SourceRow): SourceRow => {
  const { constraints = null, objectTypes = [] } = row.values;
  if (constraints === null) return row;
  const models = (objectTypes as readonly string[]).flatMap((name) => registry.find(name) ?? []); // list of types
  const translated = translateConstraints(registry, models, constraints);
  if (!translated.ok)
    return { ...row, values: { ...row.values, enabled: false, problem: translated.problem.slice(0, MOST) } };
  const { predicate } = translated;
  return { ...row, values: { ...row.values, ...(predicate === null ? { constraints: null } : { predicate }) } };
};
