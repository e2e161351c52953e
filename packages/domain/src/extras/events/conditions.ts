import { isRegex } from '../regex.ts';

/** A part of conditions that can't be read: where it is, and a sentence. */
export interface ConditionProblem {
  readonly path: string;
  readonly message: string;
}

const OPERATORS = ['eq', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'regex'] as const;
const KEYS: ReadonlySet<string> = new Set(['attr', 'value', 'op', 'negate']);

/** Deepest nesting of and/or. */
const DEEPEST = 20;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueProblem = (op: string, value: unknown): string | null => {
  if (op === 'in') return Array.isArray(value) ? null : 'in takes a list';
  if (op === 'regex') return typeof value === 'string' && isRegex(value) ? null : 'regex takes a regular expression';
  const isOrdering = op !== 'eq' && op !== 'contains';
  return isOrdering && typeof value !== 'number' ? `${op} takes a number` : null;
};

const leafProblems = (leaf: Readonly<Record<string, unknown>>, path: string): ConditionProblem[] => {
  const at = (key: string, message: string): ConditionProblem => ({ path: `${path}.${key}`, message });
  const unknown = Object.keys(leaf).find((key) => !KEYS.has(key));
  if (unknown !== undefined) return [at(unknown, `a condition has attr, value, op and negate, not "${unknown}"`)];
  const { attr, value, op = 'eq', negate = false } = leaf;
  const problems: ConditionProblem[] = [];
  if (typeof attr !== 'string' || attr === '') problems.push(at('attr', 'attr is a path such as status.value'));
  if (!('value' in leaf)) problems.push(at('value', 'a condition compares with a value'));
  if (typeof negate !== 'boolean') problems.push(at('negate', 'negate is true or false'));
  const known = OPERATORS.find((name) => name === op);
  const wrong = known === undefined ? `op is one of ${OPERATORS.join(', ')}` : valueProblem(known, value);
  if (wrong !== null) problems.push(at(known === undefined ? 'op' : 'value', wrong));
  return problems;
};

/**
 * What is wrong with conditions of an event rule; empty when they can be evaluated.
 *
 * They are `{ and: [...] }` or `{ or: [...] }`, nested at will, around conditions `{ attr, value, op, negate }`, or one of those.
 */
export const conditionProblems = (conditions: unknown, path = 'conditions', depth = 0): ConditionProblem[] => {
  if (!isObject(conditions)) return [{ path, message: 'conditions are an object' }];
  const joined = ['and', 'or'].filter((key) => key in conditions);
  const [key] = joined;
  if (key === undefined) return leafProblems(conditions, path);
  if (Object.keys(conditions).length > 1) return [{ path, message: 'and / or stands alone' }];
  if (depth >= DEEPEST) return [{ path, message: `conditions nest at most ${DEEPEST} times` }];
  const parts = conditions[key];
  if (!Array.isArray(parts) || parts.length === 0)
    return [{ path: `${path}.${key}`, message: `${key} takes a list of conditions` }];
  return parts.flatMap((part, at) => conditionProblems(part, `${path}.${key}.${at}`, depth + 1));
};
