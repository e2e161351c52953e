import type { Actor, RowPredicates } from '../actor.ts';
import { isFullyVisible, mayAct } from '../permissions/rights.ts';
import { organizationPredicates } from '../permissions.ts';
import type { Model } from '../registry/model.ts';

/** How many rows of a type an actor sees in the organization. */
export type Reach = 'all' | 'some' | 'none';

/** Row predicates that say how far they reach; others are asked row by row. */
export interface ReachingPredicates extends RowPredicates {
  readonly reach?: (model: Model, actor: Actor) => Reach;
}

/** Whether rows of a model are about objects of any type: attached to them, or records of their changes. */
export const isAboutObjects = ({ scalars }: Model): boolean => scalars.has('objectType') && scalars.has('objectId');

/** Whether rows of a model are seen with other rows, so that rights to the type alone do not decide. */
export const isSeenWithOthers = (model: Model): boolean => {
  const { seenThrough, seenByMaker } = model.spec.options;
  return isAboutObjects(model) || seenThrough !== undefined || seenByMaker === true;
};

/** How many rows of a type an actor sees; `some` where nobody can tell without looking at rows. */
export const reachOf = (predicates: ReachingPredicates, model: Model, actor: Actor): Reach => {
  if (predicates.reach) return predicates.reach(model, actor);
  if (predicates === organizationPredicates) return 'all';
  if (predicates.byGrants !== true) return 'some';
  if (model.administratorsOnly && !actor.superuser) return 'none'; // whatever was granted
  if (isFullyVisible(actor, model)) return 'all';
  return mayAct(actor, model, 'view') ? 'some' : 'none';
};
