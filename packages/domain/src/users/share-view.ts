import { seenFields, type Actor, type Grant, type Model, type Registry } from '@plumbline/engine';
import { upperFirst } from '@plumbline/kit';
import { rowSelection, type AnsweredRow, type SharedField } from './share-fields.ts';

/** What a link shows: one object, or the rows of a list. */
export interface SharedContent {
  /** Full name of the type. */
  readonly type: string;
  /** The one object; null for the rows of a list. */
  readonly rowId: string | null;
  readonly filter: Readonly<Record<string, unknown>> | null;
  /** Words that the rows of a list hold. */
  readonly words: string | null;
  /** Fields the list is sorted by, with `-` before those that count down; null for the usual order. */
  readonly orderBy: readonly string[] | null;
  /** Fields that are shown; null for all that the sharer sees. */
  readonly fields: readonly string[] | null;
}

/** Rows of one page of a list, at most. */
export const SHARED_PAGE = 500;

const stepOf = (step: string) =>
  step.startsWith('-') ? { field: step.slice(1), direction: 'DESC' } : { field: step, direction: 'ASC' };

const firstOf = (step: string): string => stepOf(step).field.split('.', 1)[0] ?? '';

/** Whether the name of a row says no more than the fields that are shown. */
export const hasTitle = ({ display }: Model, { fields }: SharedContent): boolean =>
  fields === null || display.every((name) => fields.includes(name));

/** What a row is called: by its name, or by type and number where the name is made of what is not shown. */
export const titleOf = (model: Model, row: AnsweredRow): string =>
  typeof row['display'] === 'string' ? row['display'] : `${upperFirst(model.label)} ${String(row['number'])}`;

/** The fields a link shows, among all of its type: in the order they were chosen in. */
export const chosenFields = (
  all: readonly SharedField[],
  model: Model,
  { fields, rowId }: SharedContent,
): readonly SharedField[] => {
  if (fields === null)
    return all.filter(({ name, isOwn, isListed }) =>
      rowId === null ? isListed || model.display.includes(name) : isOwn,
    );
  const byName = new Map(all.map((field) => [field.name, field]));
  return [...new Set(fields)].flatMap((name) => byName.get(name) ?? []);
};

/** Types that a filter goes through. */
const typesIn = (registry: Registry, model: Model, filter: unknown, into: Set<string>): void => {
  if (Array.isArray(filter)) return filter.forEach((part) => typesIn(registry, model, part, into));
  if (typeof filter !== 'object' || filter === null) return;
  const follow = (target: string, below: unknown) => {
    into.add(target);
    typesIn(registry, registry.model(target), below, into);
  };
  for (const [key, value] of Object.entries(filter)) {
    if (key === 'and' || key === 'or' || key === 'not') typesIn(registry, model, value, into);
    const edge = model.edges.get(key);
    if (!edge || typeof value !== 'object' || value === null) continue;
    const below = value as Readonly<Record<string, unknown>>;
    if (edge.kind === 'one') follow(edge.target, value);
    else if (edge.kind === 'arc')
      edge.arms.filter(({ arm }) => arm in below).forEach(({ arm, target }) => follow(target, below[arm]));
    else follow(edge.target, Object.values(below));
  }
};

/** Types that an order goes through. */
const typesSorted = (model: Model, steps: readonly string[]): string[] =>
  steps.flatMap((step) => {
    const edge = model.edges.get(firstOf(step));
    if (edge?.kind === 'one') return [edge.target];
    return edge?.kind === 'arc' ? edge.arms.map(({ target }) => target) : [];
  });

const viewOf = (objectTypes: readonly string[], predicate: Grant['predicate'] = null): Grant => ({
  objectTypes,
  actions: ['view'],
  predicate,
  fields: null,
});

/**
 * All that a link may see of what its sharer sees: its object or type, the types of objects it names, and those that
 * its filter and its order go through.
 */
export const sharedGrants = (
  registry: Registry,
  model: Model,
  content: SharedContent,
  fields: readonly SharedField[],
): readonly Grant[] => {
  const others = new Set(fields.flatMap(({ targets }) => targets));
  typesIn(registry, model, content.filter, others);
  for (const type of typesSorted(model, content.orderBy ?? [])) others.add(type);
  const own = viewOf([model.name], content.rowId === null ? null : { id: { eq: content.rowId } });
  return others.size === 0 ? [own] : [own, viewOf([...others].toSorted())];
};

/** Those of the fields that the actor behind the link sees. */
export const seenOf = (actor: Actor, model: Model, fields: readonly SharedField[]): readonly SharedField[] => {
  const seen = seenFields(actor, model);
  return seen === null ? fields : fields.filter(({ right }) => seen.has(right));
};

/**
 * Order of a list that tells nothing of what is not shown: as chosen, else the usual one, else by number.
 *
 * Undefined stands for the usual one.
 */
const orderOf = (model: Model, { orderBy, fields }: SharedContent, shown: readonly SharedField[]): unknown => {
  const names = new Set(shown.map(({ name }) => name));
  const isShown = (name: string) => names.has(name) || name === 'number';
  if (orderBy !== null && orderBy.length > 0 && orderBy.every((step) => isShown(firstOf(step))))
    return orderBy.map(stepOf);
  const isUsual = fields === null || model.order.every(({ field }) => isShown(field));
  return isUsual ? undefined : [stepOf('number')];
};

/** Steps of an order that go by what is not shown. */
export const hiddenSteps = (orderBy: readonly string[], shown: readonly SharedField[]): readonly string[] => {
  const names = new Set([...shown.map(({ name }) => name), 'number']);
  return orderBy.filter((step) => !names.has(firstOf(step)));
};

/** A question in the API's own language. */
export interface SharedQuestion {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const LIST_ARGUMENTS = 'filter: $filter, query: $query, orderBy: $orderBy, first: $first, offset: $offset';

/** What is asked for a link: exactly the fields it shows, of its object or of one page of its rows. */
export const sharedQuestion = (
  model: Model,
  content: SharedContent,
  shown: readonly SharedField[],
  offset: number,
): SharedQuestion => {
  const { one, many, type } = model;
  const selection = rowSelection(shown, hasTitle(model, content));
  if (content.rowId !== null)
    return { text: `query ($id: ID!) { ${one}(id: $id) { ${selection} } }`, variables: { id: content.rowId } };
  const given = { filter: content.filter, query: content.words, orderBy: orderOf(model, content, shown) };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
  return {
    text: `query ($filter: ${type}Filter, $query: String, $orderBy: [OrderBy!], $first: Int, $offset: Int) {
  ${many}(${LIST_ARGUMENTS}) { totalCount nodes { ${selection} } }
}`,
    variables: { ...said, first: SHARED_PAGE, offset },
  };
};
