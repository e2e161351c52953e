import { ACTIONS, boundFilter, parseFilter, type Model, type Registry } from '@plumbline/engine';
import { didYouMean, InvalidInput } from '@plumbline/kit';

/** One thing that is wrong with a permission: the field, and a sentence. */
export interface PermissionProblem {
  readonly field: 'objectTypes' | 'actions' | 'predicate' | 'fields';
  readonly message: string;
}

/** What a permission says, before it is known to be sound. */
export interface PermissionText {
  readonly objectTypes: readonly string[];
  readonly actions: readonly string[];
  readonly predicate: unknown;
  readonly fields: readonly string[] | null;
}

/** Types that one sentence lists. */
const MOST_NAMED = 5;

const CONDITIONS = 100;

const SOMEBODY = '01900000-0000-7000-8000-000000000000';

/** Names in predicates stand for somebody here, so that the rest is read. */
const BINDINGS = { user: SOMEBODY, tenants: [SOMEBODY], sites: [SOMEBODY] };

/** Types that a name of a permission stands for: itself, those of a domain, or all. */
export const typesNamed = ({ models }: Registry, name: string): readonly Model[] =>
  models.filter((model) => name === '*' || name === model.name || name === `${model.domain}.*`);

const typeProblems = (registry: Registry, names: readonly string[]): PermissionProblem[] =>
  names
    .filter((name) => typesNamed(registry, name).length === 0)
    .map((name) => {
      const known = registry.models.map((model) => model.name);
      return { field: 'objectTypes', message: `There is no type "${name}".${didYouMean(name, known)}` };
    });

const hasSecrets = ({ spec }: Model): boolean => [...spec.fields.values()].some(({ secret }) => secret === true);

/** Verbs that types have: the four, those they declare, and `reveal` where there is something to reveal. */
export const actionsOf = (models: readonly Model[]): ReadonlySet<string> =>
  new Set([
    ...ACTIONS,
    ...models.flatMap((model) => [...(model.spec.options.actions ?? []), ...(hasSecrets(model) ? ['reveal'] : [])]),
  ]);

const actionProblems = (models: readonly Model[], actions: readonly string[]): PermissionProblem[] => {
  const known = actionsOf(models);
  return actions
    .filter((action) => action !== '*' && !known.has(action))
    .map((action) => ({
      field: 'actions',
      message: `None of the types has the action "${action}".${didYouMean(action, known)}`,
    }));
};

/** What a filter says that does not fit a type; empty when it fits. */
const misfits = (registry: Registry, model: Model, predicate: object): readonly string[] => {
  const filter = boundFilter(predicate as Record<string, unknown>, BINDINGS);
  if (filter === null)
    return ['A name such as "$site" stands beside a list of the same condition; put it into the list.'];
  try {
    parseFilter(model, filter, { registry, conditions: CONDITIONS, knownChoice: () => true }, 'predicate');
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
};

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
};

/** The same words about several types once. */
const predicateProblems = (registry: Registry, models: readonly Model[], predicate: unknown): PermissionProblem[] => {
  if (predicate === null || predicate === undefined) return [];
  if (typeof predicate !== 'object' || Array.isArray(predicate))
    return [{ field: 'predicate', message: 'The filter is an object, such as {"site": {"slug": {"eq": "fra1"}}}.' }];
  const types = new Map<string, string[]>();
  for (const model of models)
    for (const message of misfits(registry, model, predicate))
      types.set(message, [...(types.get(message) ?? []), model.name]);
  return [...types].map(([message, names]) => ({ field: 'predicate', message: `${listed(names)}: ${message}` }));
};

const hasField = ({ scalars, edges, computed, derived }: Model, name: string): boolean =>
  scalars.has(name) || edges.has(name) || computed.has(name) || derived.has(name);

const fieldProblems = (models: readonly Model[], fields: readonly string[]): PermissionProblem[] =>
  fields
    .filter((name) => !models.some((model) => hasField(model, name)))
    .map((name) => {
      const known = models.flatMap((model) => [...model.scalars.keys(), ...model.edges.keys()]);
      return { field: 'fields', message: `None of the types has the field "${name}".${didYouMean(name, known)}` };
    });

/** All that is wrong with a permission; empty when each of its types can be asked what it says. */
export const permissionProblems = (registry: Registry, text: PermissionText): readonly PermissionProblem[] => {
  const { objectTypes, actions, predicate, fields } = text;
  const models = [...new Set(objectTypes.flatMap((name) => typesNamed(registry, name)))];
  const unknown = typeProblems(registry, objectTypes);
  if (models.length === 0) return unknown;
  return [
    ...unknown,
    ...actionProblems(models, actions),
    ...predicateProblems(registry, models, predicate),
    ...fieldProblems(models, fields ?? []),
  ];
};
