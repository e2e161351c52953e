import type { Actor, Grant } from '../actor.ts';
import type { Model } from '../registry/model.ts';

/** Verbs every type has. */
export const ACTIONS = ['view', 'add', 'change', 'delete'] as const;

const NONE: readonly Grant[] = [];

const isOfType = ({ objectTypes }: Grant, { name, domain }: Model): boolean =>
  objectTypes.some((type) => type === '*' || type === name || type === `${domain}.*`);

const isOfAction = ({ actions }: Grant, action: string): boolean =>
  actions.some((own) => own === '*' || own === action);

/** Rows that decide about rights: administrators of the deployment alone write them. */
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

const matching = new ByActor<readonly (readonly Grant[])[]>();

/**
 * The grants of an actor for an action on a type: one list, or two when a token narrows what its user may do.
 *
 * A row is within reach when each list holds a grant for it. Superusers are not asked here.
 */
export const grantLists = (actor: Actor, model: Model, action: string): readonly (readonly Grant[])[] =>
  matching.of(actor, `${action} ${model.name}`, () => {
    const lists = [actor.grants, ...(actor.tokenGrants ? [actor.tokenGrants] : [])];
    if (isGuarded(model, action)) return lists.map(() => NONE);
    return lists.map((grants) => grants.filter((grant) => isOfType(grant, model) && isOfAction(grant, action)));
  });

/** Whether the actor holds any grant for an action on a type, on whichever rows. */
export const mayAct = (actor: Actor, model: Model, action: string): boolean =>
  actor.superuser || grantLists(actor, model, action).every((grants) => grants.length > 0);

/** Whether the actor may do something to every row of the organization. */
export const actsOnAll = (actor: Actor, model: Model, action: string): boolean =>
  actor.superuser ||
  grantLists(actor, model, action).every((grants) => grants.some(({ predicate }) => predicate === null));

/** Whether the actor sees every row of a type in the organization. */
export const isFullyVisible = (actor: Actor, model: Model): boolean => actsOnAll(actor, model, 'view');

/** Fields that every limit allows; null when none of them sets one. */
export const commonFields = (limits: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null => {
  const sets = limits.filter((limit) => limit !== null);
  const [first, ...others] = sets;
  return first ? new Set([...first].filter((name) => others.every((other) => other.has(name)))) : null;
};

/** Fields of grants together; null when one of them sets no limit. */
export const fieldsTogether = (grants: readonly Grant[]): ReadonlySet<string> | null =>
  grants.some(({ fields }) => fields === null) ? null : new Set(grants.flatMap(({ fields }) => fields ?? []));

const ALWAYS = ['id', 'number', 'display', 'url', 'rowVersion', 'created', 'lastUpdated'];

/** What names a row and what its lists are sorted by is seen with it. */
const alwaysSeen = ({ display, order }: Model): string[] => [...ALWAYS, ...display, ...order.map(({ field }) => field)];

const seenBy = (model: Model, grants: readonly Grant[]): ReadonlySet<string> | null => {
  const open = grants.filter(({ predicate }) => predicate === null);
  const fields = open.length === 0 ? null : fieldsTogether(open);
  return fields === null ? null : new Set([...alwaysSeen(model), ...fields]);
};

const seen = new ByActor<{ readonly fields: ReadonlySet<string> | null }>();

/**
 * Fields of a type that the actor may see; null for all.
 *
 * Only grants without a predicate limit fields, and one of them without a list of fields lifts the limit. What is always
 * seen is in the set: id, number, stamps, and the fields that name and sort rows.
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
    const lists = [actor.grants, ...(actor.tokenGrants ? [actor.tokenGrants] : [])];
    if (actor.superuser || lists.every((grants) => grants.every(({ fields }) => fields === null))) return '';
    return JSON.stringify(
      lists.map((grants) =>
        grants.flatMap(({ objectTypes, actions, predicate, fields }) =>
          predicate === null ? [[objectTypes, actions, fields]] : [],
        ),
      ),
    );
  });

/** Fields of a type that the actor may change on some row; null for all. */
export const changeableFields = (actor: Actor, model: Model): ReadonlySet<string> | null =>
  actor.superuser ? null : commonFields(grantLists(actor, model, 'change').map(fieldsTogether));
