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

/** Keeps every row of every node inside the actor's organization. */
export const organizationPredicates: RowPredicates = (model, actor) =>
  organizationPredicate(model, actor.organizationId);
