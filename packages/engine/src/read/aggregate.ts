import { didYouMean, InvalidInput, type JsonForm } from '@plumbline/kit';
import { quote, type Model, type OneEdge, type Registry, type ScalarField } from '../registry/model.ts';
import { columnSql, StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { selectSql } from './codec.ts';
import { tableSql } from './display.ts';
import { filterSql } from './filter/sql.ts';
import type { FilterNode } from './filter/tree.ts';
import { queryTextSql, type QueryNode } from './query-text.ts';

/** A value to group or compute by: own column, own reference (its id), or a column one reference away. */
export interface AggregatePath {
  readonly name: string;
  readonly edge: OneEdge | null;
  readonly target: Model | null;
  readonly field: ScalarField | null;
}

/** One response key of a group. */
export type AggregateItem =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'count'; readonly key: string }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'countDistinct' | 'min' | 'max' | 'sum' | 'avg';
      readonly key: string;
      readonly path: AggregatePath;
    };

/** Numbers about the rows of a model, by group. */
export interface AggregatePlan {
  readonly model: Model;
  readonly filter: FilterNode | null;
  readonly query: QueryNode | null;
  readonly groups: readonly AggregatePath[];
  readonly items: readonly AggregateItem[];
  /** Most groups; more are refused unless `first` asked for the largest ones. */
  readonly size: number;
  readonly isTop: boolean;
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'bigint', 'decimal']);

const usable = (field: ScalarField | undefined): field is ScalarField =>
  field !== undefined &&
  field.spec.secret !== true &&
  field.type.json !== 'json' &&
  field.type.json !== 'idRanges' &&
  field.type.isList !== true;

/**
 * Reads a path such as `status`, `site` or `site.name`.
 *
 * @throws InvalidInput with the nearest field when the model has none of that name.
 */
export const aggregatePath = (registry: Registry, model: Model, name: string, path: string): AggregatePath => {
  const [first = '', second, ...more] = name.split('.');
  const field = model.scalars.get(first);
  const edge = model.edges.get(first);
  if (second === undefined && usable(field)) return { name, edge: null, target: null, field };
  if (edge?.kind === 'one' && more.length === 0) {
    const target = registry.model(edge.target);
    const below = second === undefined ? null : target.scalars.get(second);
    if (below === null || usable(below)) return { name, edge, target, field: below };
  }
  const names = [
    ...[...model.scalars.values()].filter(usable).map((f) => f.name),
    ...[...model.edges.values()].filter((e) => e.kind === 'one').map((e) => e.name),
  ];
  throw new InvalidInput([
    {
      path,
      code: 'BAD_USER_INPUT',
      message: `${model.type} can't be aggregated by "${name}".${didYouMean(name, names)}`,
    },
  ]);
};

/** @throws InvalidInput when the function makes no sense for the field. */
export const checkFunction = (kind: AggregateItem['kind'], { name, field }: AggregatePath, path: string): void => {
  const refuse = (message: string) => new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
  if ((kind === 'sum' || kind === 'avg') && !(field && NUMBERS.has(field.spec.kind)))
    throw refuse(`${kind} takes a number; "${name}" is none.`);
  if ((kind === 'min' || kind === 'max') && !field?.type.operators.includes('lt'))
    throw refuse(`${kind} takes a field with an order; "${name}" has none.`);
};

/** JSON form of a group or extreme value. */
export const formOf = (path: AggregatePath): JsonForm => path.field?.type.json ?? 'plain';

interface Source {
  readonly raw: string;
  readonly text: string;
}

/**
 * The one statement of an aggregate; joins only references that a path goes through.
 *
 * Columns: groups first, then one per item that is neither `key` nor constant.
 */
export const aggregateSql = (
  context: ReadContext,
  plan: AggregatePlan,
): { text: string; builder: StatementBuilder } => {
  const builder = new StatementBuilder(context);
  const joins = new Map<string, { alias: string; sql: string }>();
  const joined = (edge: OneEdge, target: Model): string => {
    const known = joins.get(edge.name);
    if (known) return known.alias;
    const alias = builder.alias('o');
    const on = [`${alias}.id = ${columnSql('t', edge.column)}`, ...builder.visible(target, alias)].join(' AND ');
    joins.set(edge.name, { alias, sql: ` LEFT JOIN ${tableSql(target, alias)} ON ${on}` });
    return alias;
  };
  const source = (path: AggregatePath): Source => {
    if (path.edge === null || path.target === null) {
      const field = path.field as ScalarField;
      return { raw: columnSql('t', field.column), text: selectSql('t', field) };
    }
    const alias = joined(path.edge, path.target);
    if (path.field === null) return { raw: `${alias}.id`, text: `${alias}.id` };
    return { raw: columnSql(alias, path.field.column), text: selectSql(alias, path.field) };
  };
  const groups = plan.groups.map(source);
  const values = plan.items.flatMap((item) => {
    if (item.kind === 'key' || item.kind === 'constant') return [];
    if (item.kind === 'count') return ['count(*)'];
    const { raw } = source(item.path);
    if (item.kind === 'countDistinct') return [`count(DISTINCT ${raw})`];
    const cast = item.kind === 'min' || item.kind === 'max' ? '' : '::text';
    const isHost = cast === '' && item.path.field?.spec.kind === 'ipHost';
    return [`${item.kind}(${raw})${isHost ? '::text' : cast}`];
  });
  const model = plan.model;
  const conditions = [
    ...builder.visible(model, 't'),
    ...(plan.filter ? [filterSql(builder, model, 't', plan.filter)] : []),
    ...(plan.query ? [queryTextSql(builder, model, 't', plan.query)] : []),
  ];
  const columns = [...groups.map((g) => g.text), ...values];
  const grouped =
    groups.length === 0
      ? ''
      : ` GROUP BY ${groups.map((g) => g.raw).join(', ')} ORDER BY count(*) DESC, ${groups.map((g) => g.raw).join(', ')} LIMIT ${plan.size + 1}`;
  const from = `${quote(model.table)} t${[...joins.values()].map((j) => j.sql).join('')}`;
  return {
    text: `SELECT ${columns.length === 0 ? '1' : columns.join(', ')} FROM ${from}${whereSql(conditions)}${grouped}`,
    builder,
  };
};
