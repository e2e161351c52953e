import { didYouMean, InvalidInput, type JsonForm } from '@plumbline/kit';
import { quote, type Model, type OneEdge, type Registry, type ScalarField } from '../registry/model.ts';
import { columnSql, StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { shownSql } from './codec.ts';
import { valueSql } from './counted.ts';
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

/** Expression of a path to compare and group by, and the one whose text is answered. */
interface Source {
  readonly raw: string;
  readonly text: string;
}

/** Joins the references that paths go through, each once. */
class AggregateSources {
  readonly #builder: StatementBuilder;
  readonly #joins = new Map<string, { readonly alias: string; readonly sql: string }>();

  constructor(builder: StatementBuilder) {
    this.#builder = builder;
  }

  get joins(): string {
    return [...this.#joins.values()].map((join) => join.sql).join('');
  }

  #joined(edge: OneEdge, target: Model): string {
    const known = this.#joins.get(edge.name);
    if (known) return known.alias;
    const alias = this.#builder.alias('o');
    const on = [`${alias}.id = ${columnSql('t', edge.column)}`, ...this.#builder.visible(target, alias)].join(' AND ');
    this.#joins.set(edge.name, { alias, sql: ` LEFT JOIN ${tableSql(target, alias)} ON ${on}` });
    return alias;
  }

  of({ edge, target, field }: AggregatePath): Source {
    const alias = edge && target ? this.#joined(edge, target) : 't';
    if (!field) return { raw: `${alias}.id`, text: `${alias}.id` };
    const raw = valueSql(this.#builder, alias, field);
    return { raw, text: shownSql(field, raw) };
  }

  value(item: AggregateItem): string[] {
    if (item.kind === 'key' || item.kind === 'constant') return [];
    if (item.kind === 'count') return ['count(*)'];
    const { raw } = this.of(item.path);
    if (item.kind === 'countDistinct') return [`count(DISTINCT ${raw})`];
    const isText = item.kind === 'sum' || item.kind === 'avg' || item.path.field?.spec.kind === 'ipHost';
    return [`${item.kind}(${raw})${isText ? '::text' : ''}`];
  }
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
  const sources = new AggregateSources(builder);
  const groups = plan.groups.map((path) => sources.of(path));
  const columns = [...groups.map((group) => group.text), ...plan.items.flatMap((item) => sources.value(item))];
  const conditions = [
    ...builder.visible(plan.model, 't'),
    ...(plan.filter ? [filterSql(builder, plan.model, 't', plan.filter)] : []),
    ...(plan.query ? [queryTextSql(builder, plan.model, 't', plan.query, true)] : []),
  ];
  const keys = groups.map((group) => group.raw).join(', ');
  const grouped = groups.length === 0 ? '' : ` GROUP BY ${keys} ORDER BY count(*) DESC, ${keys} LIMIT ${plan.size + 1}`;
  const from = `${quote(plan.model.table)} t${sources.joins}`;
  return { text: `SELECT ${columns.join(', ') || '1'} FROM ${from}${whereSql(conditions)}${grouped}`, builder };
};
