import type { Predicate, RowPredicates } from './actor.ts';
import { quote, type Model } from './registry/model.ts';

const organizationPredicate = (model: Model, organizationId: string): Predicate => ({
  sql: (alias, params) => {
    const organization = params.add(organizationId, 'uuid');
    const via = model.global;
    if (via === null) return `${alias}.organization_id = ${organization}`;
    if (via.kind === 'self') return `${alias}.id = ${organization}`;
    if (via.kind === 'column') return `${alias}.${quote(via.column)} = ${organization}`;
    const link = `${quote(via.table)} l WHERE l.${quote(via.column)} = ${alias}.id`;
    return `EXISTS (SELECT 1 FROM ${link} AND l.organization_id = ${organization})`;
  },
});

const NOTHING: Predicate = { sql: () => 'false' };

/** Keeps every row of every node inside the actor's organization, and what is for administrators from others. */
export const organizationPredicates: RowPredicates = (model, actor) =>
  model.administratorsOnly && !actor.superuser ? NOTHING : organizationPredicate(model, actor.organizationId);
