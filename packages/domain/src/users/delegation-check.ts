import type { Registry } from '@plumbline/engine';
import type { Link } from './delegation-chain.queries.ts';
import { typesNamed, type PermissionProblem, type PermissionText } from './permission-check.ts';

/** Names that one sentence lists. */
const MOST_NAMED = 8;

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
};

const quoted = (names: readonly string[]): string => listed(names.map((name) => `"${name}"`));

const EVERYTHING = '*';

const typesOf = (registry: Registry, names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => typesNamed(registry, name)).map(({ name }) => name));

/** Types named that one above does not grant, each as it was named. */
const widerTypes = (registry: Registry, { objectTypes }: PermissionText, above: Link): PermissionProblem[] => {
  const granted = typesOf(registry, above.objectTypes);
  const wider = objectTypes.filter((name) => typesNamed(registry, name).some((model) => !granted.has(model.name)));
  if (wider.length === 0) return [];
  const message = `${quoted(wider)}: "${above.name}" is for ${listed(above.objectTypes)} only; name some of these.`;
  return [{ field: 'objectTypes', message }];
};

const widerActions = ({ actions }: PermissionText, above: Link): PermissionProblem[] => {
  if (above.actions.includes(EVERYTHING)) return [];
  const wider = actions.filter((action) => !above.actions.includes(action));
  if (wider.length === 0) return [];
  const message = `${quoted(wider)}: "${above.name}" allows ${listed(above.actions)} only; name some of these.`;
  return [{ field: 'actions', message }];
};

const widerFields = ({ fields }: PermissionText, above: Link): PermissionProblem[] => {
  const wider = above.fields === null ? [] : (fields ?? []).filter((name) => above.fields?.includes(name) === false);
  if (wider.length === 0) return [];
  const message = `${quoted(wider)}: "${above.name}" is limited to ${listed(above.fields ?? [])}; name some of these, or none for all of them.`;
  return [{ field: 'fields', message }];
};

/**
 * What a permission says that those it is passed on from do not grant, told of the nearest of them.
 *
 * Only words are compared, so that it says what it comes to; what is granted is worked out from the whole chain anyway.
 */
export const widerThan = (
  registry: Registry,
  text: PermissionText,
  above: readonly Link[],
): readonly PermissionProblem[] => {
  const nearest = (find: (link: Link) => PermissionProblem[]): PermissionProblem[] => {
    const [first = []] = above.map(find).filter((problems) => problems.length > 0);
    return first;
  };
  return [
    ...nearest((link) => widerTypes(registry, text, link)),
    ...nearest((link) => widerActions(text, link)),
    ...nearest((link) => widerFields(text, link)),
  ];
};
