import { InvalidInput } from '@plumbline/kit';
import type { Actor, Bindings, FilterJson, Grant, Params, Predicate, RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { StatementBuilder } from '../read/context.ts';
import { parseFilter } from '../read/filter/parse.ts';
import { filterSql } from '../read/filter/sql.ts';
import type { FilterNode } from '../read/filter/tree.ts';
import { defaultLimits } from '../read/limits.ts';
import type { Model, Registry } from '../registry/model.ts';
import { boundFilter, NOBODY } from './bindings.ts';
import { withoutKeyHops } from './key-hops.ts';
import { ByActor, grantLists, predicatesOf } from './rights.ts';

/** A grant whose predicate is read: a condition on rows, or null for every row. */
export interface HeldGrant {
  readonly grant: Grant;
  readonly node: FilterNode | null;
}

/** Aliases of their own, since the statement around may have given the same names to its rows. */
class RightsBuilder extends StatementBuilder {
  override alias(prefix: string): string {
    return `r${super.alias(prefix)}`;
  }
}

/** The condition a predicate stands for; null when it has no meaning for the type or the actor. */
const readPredicate = (
  registry: Registry,
  model: Model,
  bindings: Bindings,
  predicate: FilterJson,
): FilterNode | null => {
  const filter = boundFilter(predicate, bindings);
  if (filter === null) return null;
  try {
    const options = { registry, conditions: defaultLimits.conditions, knownChoice: () => true };
    const node = parseFilter(model, filter, options);
    return node && withoutKeyHops(registry, model, node);
  } catch (error) {
    if (error instanceof InvalidInput) return null; // the type has changed since
    throw error;
  }
};

/** A grant for the rows that its predicate and all those above it match; nothing when one of them has no meaning. */
const readGrant = (registry: Registry, model: Model, bindings: Bindings, grant: Grant): HeldGrant[] => {
  const nodes: FilterNode[] = [];
  for (const predicate of predicatesOf(grant)) {
    const node = readPredicate(registry, model, bindings, predicate);
    if (node === null) return [];
    nodes.push(node);
  }
  const [first = null, ...others] = nodes;
  return [{ grant, node: others.length === 0 ? first : { kind: 'and', nodes } }];
};

type ReadGrants = WeakMap<Bindings, Map<Model, readonly HeldGrant[]>>;

/** Predicates that were read, as long as grant and bindings live: servers hand out the same ones for the same rights. */
const read = new WeakMap<Grant, ReadGrants>();

/** As `readGrant`, once for the same grant, bindings and type. */
const knownGrant = (registry: Registry, model: Model, actor: Actor, grant: Grant): readonly HeldGrant[] => {
  const bindings = actor.bindings ?? NOBODY;
  const ofGrant: ReadGrants = read.get(grant) ?? new WeakMap();
  read.set(grant, ofGrant);
  const ofModels = ofGrant.get(bindings) ?? new Map<Model, readonly HeldGrant[]>();
  ofGrant.set(bindings, ofModels);
  const known = ofModels.get(model);
  if (known !== undefined) return known;
  const made = readGrant(registry, model, bindings, grant);
  ofModels.set(model, made);
  return made;
};

const held = new WeakMap<Registry, ByActor<readonly (readonly HeldGrant[])[]>>();

const askOf = (registry: Registry): ByActor<readonly (readonly HeldGrant[])[]> => {
  const known = held.get(registry) ?? new ByActor();
  held.set(registry, known);
  return known;
};

/** As `grantLists`, with the predicates read; those that do not fit the type are left out, so that they grant nothing. */
export const heldGrants = (
  registry: Registry,
  actor: Actor,
  model: Model,
  action: string,
): readonly (readonly HeldGrant[])[] =>
  askOf(registry).of(actor, `${action} ${model.name}`, () =>
    grantLists(actor, model, action).map((grants) =>
      grants.flatMap((grant) => knownGrant(registry, model, actor, grant)),
    ),
  );

/** A builder for conditions of grants: relations inside them carry the organization only. */
const builderOver = (registry: Registry, actor: Actor, params: Params): StatementBuilder => {
  const builder = new RightsBuilder({
    registry,
    predicates: organizationPredicates,
    actor,
    limits: defaultLimits,
  });
  builder.add = params.add;
  return builder;
};

/** A condition that each grant puts on the row behind an alias; `true` for every row. */
export const conditionsOf = (
  registry: Registry,
  actor: Actor,
  model: Model,
  grants: readonly HeldGrant[],
  alias: string,
  params: Params,
): string[] => {
  const builder = builderOver(registry, actor, params);
  const conditions = grants.map(({ node }) => (node === null ? 'true' : filterSql(builder, model, alias, node)));
  if (!builder.isStable) params.unstable?.();
  return conditions;
};

/** Whether one of the grants holds; empty when one of them is for every row. */
const anySql = (grants: readonly HeldGrant[], conditions: () => readonly string[]): string[] => {
  if (grants.some(({ node }) => node === null)) return [];
  return [grants.length === 0 ? 'false' : `(${conditions().join(' OR ')})`];
};

/**
 * Rows of the organization that the actor may do something to, whether or not the actor sees them.
 *
 * Relations inside predicates of grants carry the organization only.
 */
export const actionPredicate = (registry: Registry, model: Model, actor: Actor, action: string): Predicate => ({
  sql: (alias, params) => {
    const within = organizationPredicates(model, actor)?.sql(alias, params) ?? 'true';
    if (actor.superuser) return within;
    const lists = heldGrants(registry, actor, model, action).flatMap((grants) =>
      anySql(grants, () => conditionsOf(registry, actor, model, grants, alias, params)),
    );
    return [within, ...lists].join(' AND ');
  },
});

/** Keeps every row of every node to what the actor's grants let be seen, inside the organization. */
export const grantPredicates = (registry: Registry): RowPredicates => {
  const known = new ByActor<Predicate>();
  const predicates: RowPredicates = (model, actor) =>
    known.of(actor, model.name, () => actionPredicate(registry, model, actor, 'view'));
  return Object.assign(predicates, { byGrants: true });
};
