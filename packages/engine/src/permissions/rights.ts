import type { Actor, FilterJson, Grant } from '../actor.ts';
import type { Model } from '../registry/model.ts';

/** Verbs every type has. */
export const ACTIONS = ['view', 'add', 'change', 'delete'] as const;

const NONE: readonly Grant[] = [];

const isOfType = ({ objectTypes }: Grant, { name, domain }: Model): boolean =>
  objectTypes.some((type) => type === '*' || type === name || type === `${domain}.*`);

const isOfAction = ({ actions }: Grant, action: string): boolean =>
  actions.some((own) => own === '*' || own === action);

/** A grant and those it was passed on from, nearest first: all of them have to hold. */
const linksOf = (grant: Grant): readonly Grant[] => (grant.within === undefined ? [grant] : [grant, ...grant.within]);

/** Whether a grant, and all that it was passed on from, are for an action on a type. */
const isFor = (grant: Grant, model: Model, action: string): boolean =>
  linksOf(grant).every((link) => isOfType(link, model) && isOfAction(link, action));

/** Conditions on rows that a grant and those it was passed on from put together; none for every row. */
export const predicatesOf = (grant: Grant): readonly FilterJson[] =>
  linksOf(grant).flatMap(({ predicate }) => (predicate === null ? [] : [predicate]));

const isForAll = (grant: Grant): boolean => linksOf(grant).every(({ predicate }) => predicate === null);

/** Rows that decide about rights: administrators of the deployment write them, and who was allowed to pass rights on. */
const isGuarded = (model: Model, action: string): boolean =>
  model.spec.options.administration === true && action !== 'view';

/** Values worked out once for an actor, by a key that names the rest of the question. */
export class ByActor<T> {
  readonly #known = new WeakMap<Actor, Map<string, T>>();

  of(actor: Actor, key: string, make: () => T): T {
    const own = this.#known.get(actor) ?? new Map<string, T>();
    this.#known.set(actor, own);
    const known = own.get(key);
    if (known !== undefined) return known;
    const made = make();
    own.set(key, made);
    return made;
  }
}

/** Grants of an actor, those of a token apart. */
const listsOf = ({ grants, tokenGrants, delegated = NONE }: Actor): readonly (readonly Grant[])[] =>
  tokenGrants ? [grants, tokenGrants] : [delegated.length === 0 ? grants : [...grants, ...delegated]];

/** Grants that hold on what decides about rights. */
const guardedLists = ({ tokenGrants, delegated = NONE }: Actor): readonly (readonly Grant[])[] =>
  tokenGrants ? [NONE, NONE] : [delegated];

const matching = new ByActor<readonly (readonly Grant[])[]>();

/**
 * The grants of an actor for an action on a type: one list, or two when a token narrows what its user may do.
 *
 * A row is within reach when each list holds a grant for it. Superusers are not asked here.
 */
export const grantLists = (actor: Actor, model: Model, action: string): readonly (readonly Grant[])[] =>
  matching.of(actor, `${action} ${model.name}`, () => {
    const lists = isGuarded(model, action) ? guardedLists(actor) : listsOf(actor);
    return lists.map((grants) => grants.filter((grant) => isFor(grant, model, action)));
  });

/** Whether the actor holds any grant for an action on a type, on whichever rows. */
export const mayAct = (actor: Actor, model: Model, action: string): boolean =>
  actor.superuser || grantLists(actor, model, action).every((grants) => grants.length > 0);

/** Whether the actor may do something to every row of the organization. */
export const actsOnAll = (actor: Actor, model: Model, action: string): boolean =>
  actor.superuser || grantLists(actor, model, action).every((grants) => grants.some(isForAll));

/** Whether the actor sees every row of a type in the organization. */
export const isFullyVisible = (actor: Actor, model: Model): boolean => actsOnAll(actor, model, 'view');

/** Fields that every limit allows; null when none of them sets one. */
export const commonFields = (limits: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null => {
  const sets = limits.filter((limit) => limit !== null);
  const [first, ...others] = sets;
  return first ? new Set([...first].filter((name) => others.every((other) => other.has(name)))) : null;
};

const limitOf = (links: readonly Grant[]): ReadonlySet<string> | null =>
  commonFields(links.map(({ fields }) => fields && new Set(fields)));

/** Fields of grants together; null when one of them sets no limit. */
export const fieldsTogether = (grants: readonly Grant[]): ReadonlySet<string> | null => {
  const limits = grants.map((grant) => limitOf(linksOf(grant)));
  return limits.includes(null) ? null : new Set(limits.flatMap((limit) => [...(limit ?? [])]));
};

/**
 * Fields that a grant keeps what is seen to; null for all.
 *
 * What is passed on from a grant on every row is seen as by that one, whichever rows it is narrowed to.
 */
const maskOf = (grant: Grant): ReadonlySet<string> | null => {
  const links = linksOf(grant);
  return limitOf(links.slice(links.findLastIndex(({ predicate }) => predicate !== null) + 1));
};

const ALWAYS = ['id', 'number', 'display', 'url', 'rowVersion', 'created', 'lastUpdated'];

/** What names a row and what its lists are sorted by is seen with it. */
const alwaysSeen = ({ display, order }: Model): string[] => [...ALWAYS, ...display, ...order.map(({ field }) => field)];

const seenBy = (model: Model, grants: readonly Grant[]): ReadonlySet<string> | null => {
  const open = grants.filter(isForAll);
  const fields = open.length > 0 ? fieldsTogether(open) : commonFields(grants.map(maskOf));
  return fields === null ? null : new Set([...alwaysSeen(model), ...fields]);
};

const seen = new ByActor<{ readonly fields: ReadonlySet<string> | null }>();

/**
 * Fields of a type that the actor may see; null for all.
 *
 * Only grants without a predicate limit fields, with all that is passed on from them, and one of them without a list of
 * fields lifts the limit. What is always seen is in the set: id, number, stamps, and the fields that name and sort rows.
 */
export const seenFields = (actor: Actor, model: Model): ReadonlySet<string> | null =>
  actor.superuser
    ? null
    : seen.of(actor, model.name, () => ({
        fields: commonFields(grantLists(actor, model, 'view').map((grants) => seenBy(model, grants))),
      })).fields;

const limits = new ByActor<string>();

/** A text that is the same for actors who may see the same fields of all types; empty for those who see all. */
export const fieldLimits = (actor: Actor): string =>
  limits.of(actor, '', () => {
    const lists = listsOf(actor);
    if (actor.superuser || lists.every((grants) => grants.every((grant) => limitOf(linksOf(grant)) === null)))
      return '';
    const limiting = (grant: Grant) => isForAll(grant) || maskOf(grant) !== null;
    const told = ({ objectTypes, actions, predicate, fields }: Grant) => [
      objectTypes,
      actions,
      predicate === null,
      fields,
    ];
    return JSON.stringify(lists.map((grants) => grants.filter(limiting).map((grant) => linksOf(grant).map(told))));
  });

/** Fields of a type that the actor may change on some row; null for all. */
export const changeableFields = (actor: Actor, model: Model): ReadonlySet<string> | null =>
  actor.superuser ? null : commonFields(grantLists(actor, model, 'change').map(fieldsTogether));
