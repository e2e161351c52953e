import type { RowPredicates } from '../actor.ts';
import { ByActor } from '../permissions/rights.ts';
import type { Model } from '../registry/model.ts';
import { isSeenWithOthers, reachOf } from '../visibility/reach.ts';
import { isWhollyVisible, textArray, whereSql, type ReadContext, type StatementBuilder } from './context.ts';
import { tableSql } from './display.ts';

const IS_ID = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const limitedBy = new WeakMap<RowPredicates, ByActor<readonly Model[]>>();

/**
 * Types of which a viewer does not see every row; none for who sees all there is besides what administrators keep.
 *
 * Rows that are seen with others only (journals, attachments) count as unseen, unless the viewer sees all else.
 */
export const limitedTypes = (context: ReadContext): readonly Model[] => {
  const { predicates, actor, registry } = context;
  const known = limitedBy.get(predicates) ?? new ByActor<readonly Model[]>();
  limitedBy.set(predicates, known);
  const isLimited = (model: Model): boolean =>
    !isWhollyVisible(context, model) && reachOf(predicates, model, actor) !== 'all';
  return known.of(actor, '', () => {
    const limited = registry.models.filter(isLimited);
    if (limited.every(({ administratorsOnly }) => administratorsOnly)) return [];
    const withOthers = registry.models.filter((model) => isSeenWithOthers(model) && !isWhollyVisible(context, model));
    return [...new Set([...limited, ...withOthers])];
  });
};

/** Names of types as an array parameter. */
export const namesOf = (builder: StatementBuilder, models: readonly Model[]): string =>
  builder.add(textArray(models.map(({ name }) => name)), 'text[]');

/** Whether the object is seen whose id is in `value.v`, as text or in an object, by SQL that names its type. */
const isSeenSql = (builder: StatementBuilder, limited: readonly Model[], type: string): string => {
  const { predicates, actor } = builder.context;
  const text = "coalesce(value.v ->> 'id', value.v #>> '{}')";
  const id = `(CASE WHEN ${text} ~ ${IS_ID} THEN (${text})::uuid END)`;
  const some = limited.filter((model) => !isSeenWithOthers(model) && reachOf(predicates, model, actor) === 'some');
  const arms = some.map((model) => {
    const row = builder.alias('sv');
    const where = whereSql([`${row}.id = ${id}`, ...builder.visible(model, row)]);
    return `WHEN ${literal(model.name)} THEN EXISTS (SELECT 1 FROM ${tableSql(model, row)}${where})`;
  });
  return arms.length === 0 ? 'false' : `CASE ${type} ${arms.join(' ')} ELSE false END`;
};

/**
 * A JSON value that names objects of a limited type by their ids, as the viewer sees it: null in place of one that is
 * hidden, and lists without it. `type` is SQL of the type's full name.
 */
export const seenValueSql = (
  builder: StatementBuilder,
  limited: readonly Model[],
  given: string,
  type: string,
): string => {
  const list = `CASE jsonb_typeof(${given}) WHEN 'array' THEN ${given} ELSE jsonb_build_array(${given}) END`;
  const kept = `SELECT coalesce(jsonb_agg(value.v ORDER BY value.n), '[]') FROM jsonb_array_elements(${list}) WITH ORDINALITY value(v, n) WHERE ${isSeenSql(builder, limited, type)}`;
  return `(SELECT CASE jsonb_typeof(${given}) WHEN 'array' THEN kept.list ELSE coalesce(kept.list -> 0, 'null') END FROM (${kept}) kept(list))`;
};
