import { camelCase } from '../names.ts';
import { ENTITY_BY_TYPE } from '../types.ts';

/** Conditions by type, and what of them has no place. */
export interface TypeConditions {
  /** By full type name, each a list of `{ field: { check: value } }`. */
  readonly byType: Readonly<Record<string, readonly unknown[]>>;
  /** Classes of code, and types that are not known, each as a sentence. */
  readonly left: readonly string[];
}

type Entries = Readonly<Record<string, unknown>>;

const isEntries = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Our names of fields and checks: `min_length` as `minLength`, each part of `site.region` for itself. */
const named = (path: string): string => path.split('.').map(camelCase).join('.');

const renamed = (rule: Entries): Entries =>
  Object.fromEntries(
    Object.entries(rule).map(([field, checks]) => [
      named(field),
      isEntries(checks)
        ? Object.fromEntries(Object.entries(checks).map(([check, value]) => [camelCase(check), value]))
        : checks,
    ]),
  );

/**
 * Reads `CUSTOM_VALIDATORS` or `PROTECTION_RULES`: dicts of the built-in checks by field.
 *
 * What is code, a class or the path of one, can't be carried over and is named.
 */
export const conditionsOf = (value: unknown): TypeConditions => {
  const byType: Record<string, readonly unknown[]> = {};
  const left: string[] = [];
  for (const [type, given] of Object.entries(isEntries(value) ? value : {})) {
    const entity = ENTITY_BY_TYPE.get(type.toLowerCase());
    if (entity === undefined) left.push(`${type}: there is no such type.`);
    const list: readonly unknown[] = Array.isArray(given) ? (given as unknown[]) : [given];
    for (const item of list.filter((one) => !isEntries(one))) left.push(`${type}: ${String(item)} is code.`);
    const rules = list.filter(isEntries).map(renamed);
    if (entity !== undefined && rules.length > 0) byType[entity] = rules;
  }
  return { byType, left };
};
