import { quote, type ManyEdge, type ManyToManyEdge, type Model } from '../registry/model.ts';
import { columnSql, type StatementBuilder } from './context.ts';

/** Rows behind a to-many edge, as the FROM item and the expression that holds the parent's id. */
export interface EdgeSource {
  readonly from: string;
  readonly parent: string;
  readonly conditions: readonly string[];
}

const throughSource = (
  builder: StatementBuilder,
  edge: ManyToManyEdge,
  target: Model,
  alias: string,
  isFew: boolean,
): EdgeSource => {
  const link = builder.alias('m');
  const organization = builder.add(builder.context.actor.organizationId, 'uuid');
  const join = `${alias}.id = ${columnSql(link, edge.far)}`;
  const within = target.global === null ? ` AND ${alias}.organization_id = ${link}.organization_id` : '';
  const table = `${quote(target.table)} ${alias}`;
  const far = isFew
    ? `CROSS JOIN LATERAL (SELECT ${alias}.* FROM ${table} WHERE ${join}${within} OFFSET 0) ${alias}`
    : `JOIN ${table} ON ${join}${within}`;
  return {
    from: `${quote(edge.through)} ${link} ${far}`,
    parent: columnSql(link, edge.near),
    conditions: [
      `${link}.organization_id = ${organization}`,
      ...(edge.objectType === undefined ? [] : [`${link}.object_type = ${builder.add(edge.objectType, 'text')}`]),
    ],
  };
};

/**
 * Where the rows of a to-many edge come from; the caller adds what rows are visible and compares `parent`.
 *
 * With few parents each link is followed by itself: the planner expects many links and would read the whole target.
 */
export const edgeSource = (
  builder: StatementBuilder,
  edge: ManyEdge | ManyToManyEdge,
  target: Model,
  alias: string,
  isFew = false,
): EdgeSource =>
  edge.kind === 'manyToMany'
    ? throughSource(builder, edge, target, alias, isFew)
    : {
        from: `${quote(target.table)} ${alias}`,
        parent: columnSql(alias, edge.column),
        conditions:
          edge.objectType === undefined ? [] : [`${alias}.object_type = ${builder.add(edge.objectType, 'text')}`],
      };
