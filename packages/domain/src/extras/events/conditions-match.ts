import { camelName } from './paths.ts';

/** An object as NetBox's conditions look at it, by field. */
export type ConditionData = Readonly<Record<string, unknown>>;

type Leaf = Readonly<Record<string, unknown>>;

/** A choice is its value here, and `{ value, label }` there. */
const SELF: ReadonlySet<string> = new Set(['value', 'id']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keyIn = (value: Readonly<Record<string, unknown>>, name: string): string | undefined =>
  [name, camelName(name)].find((key) => Object.hasOwn(value, key));

/** What a path such as `status.value` leads to; undefined where it leads nowhere. */
const valueAt = (data: ConditionData, path: string): unknown => {
  let value: unknown = data;
  for (const name of path.split('.')) {
    if (isObject(value)) {
      const key = keyIn(value, name);
      value = key === undefined ? undefined : value[key];
    } else if (!SELF.has(name)) return undefined;
  }
  return value;
};

const sameContent = (a: unknown, b: unknown): boolean => {
  const [left, right] = [a ?? null, b ?? null];
  return left === right || (typeof left === 'object' && JSON.stringify(left) === JSON.stringify(right));
};

const contains = (value: unknown, wanted: unknown): boolean => {
  if (typeof value === 'string') return typeof wanted === 'string' && value.includes(wanted);
  return Array.isArray(value) && value.some((item) => sameContent(item, wanted));
};

const ordered = (value: unknown, wanted: unknown, holds: (a: number, b: number) => boolean): boolean =>
  typeof value === 'number' && typeof wanted === 'number' && holds(value, wanted);

/** Whether a text matches, from its beginning. A pattern that can't be read matches nothing. */
type MatchPattern = (pattern: string, text: string) => boolean;

const holds = (op: string, value: unknown, wanted: unknown, matches: MatchPattern): boolean => {
  switch (op) {
    case 'eq':
      return sameContent(value, wanted);
    case 'in':
      return Array.isArray(wanted) && wanted.some((item) => sameContent(value, item));
    case 'contains':
      return contains(value, wanted);
    case 'gt':
      return ordered(value, wanted, (a, b) => a > b);
    case 'gte':
      return ordered(value, wanted, (a, b) => a >= b);
    case 'lt':
      return ordered(value, wanted, (a, b) => a < b);
    case 'lte':
      return ordered(value, wanted, (a, b) => a <= b);
    case 'regex':
      return typeof value === 'string' && typeof wanted === 'string' && matches(wanted, value);
    default:
      return false;
  }
};

const leafHolds = ({ attr, value, op = 'eq', negate }: Leaf, data: ConditionData, matches: MatchPattern): boolean => {
  const found = valueAt(data, String(attr));
  return holds(String(op), found, value, matches) !== (negate === true);
};

/**
 * Whether an object satisfies NetBox's conditions: `{ and }`, `{ or }` around `{ attr, value, op, negate }`.
 *
 * Paths are NetBox's or ours, so that `status.value` and `status` name the same; what a reference leads to is looked
 * up only as far as `data` holds it. Source: NetBox 4, extras/conditions.py, by its documented behaviour.
 */
export const conditionsHold = (conditions: unknown, data: ConditionData, matches: MatchPattern): boolean => {
  if (!isObject(conditions)) return false;
  const { and, or } = conditions;
  if (Array.isArray(and)) return and.every((part) => conditionsHold(part, data, matches));
  if (Array.isArray(or)) return or.some((part) => conditionsHold(part, data, matches));
  return leafHolds(conditions, data, matches);
};

/** Paths that conditions name, such as `site.slug`. */
export const pathsOf = (conditions: unknown): readonly string[] => {
  if (!isObject(conditions)) return [];
  const parts = [conditions['and'], conditions['or']].find(Array.isArray) as readonly unknown[] | undefined; // checked
  if (parts) return parts.flatMap(pathsOf);
  return typeof conditions['attr'] === 'string' ? [conditions['attr']] : [];
};
