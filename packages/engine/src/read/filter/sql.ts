import type { Actor, Params, RowPredicates } from '../../actor.ts';
import { quote, type Model, type Registry } from '../../registry/model.ts';
import { columnSql, idArray, isVisibleByKey, StatementBuilder, whereSql } from '../context.ts';
import { edgeSource } from '../edges.ts';
import { parameterType } from '../codec.ts';
import { defaultLimits } from '../limits.ts';
import { comparisonSql, fieldSql } from './field-sql.ts';
import { jsonSql } from './json-sql.ts';
import { requireSeen, seenFieldsOf } from '../field-rights.ts';
import { parseFilter } from './parse.ts';
import type { KnownChoice } from './operand.ts';
import type { CountTest, EmptyTest, FilterNode, SetTest, TreeTest } from './tree.ts';

const targetSql = (builder: StatementBuilder, target: Model, column: string, node: FilterNode): string => {
  const alias = builder.alias('f');
  const conditions = [
    `${alias}.id = ${column}`,
    ...builder.visible(target, alias),
    filterSql(builder, target, alias, node),
  ];
  return `EXISTS (SELECT 1 FROM ${quote(target.table)} ${alias}${whereSql(conditions)})`;
};

/** A reference is empty when its column is null or the row behind it is hidden. */
const isSetSql = (builder: StatementBuilder, model: Model, target: Model, column: string): string => {
  if (isVisibleByKey(builder.context, model, target)) return `${column} IS NOT NULL`;
  const alias = builder.alias('f');
  return `EXISTS (SELECT 1 FROM ${quote(target.table)} ${alias}${whereSql([`${alias}.id = ${column}`, ...builder.visible(target, alias)])})`;
};

const emptySql = (builder: StatementBuilder, model: Model, alias: string, test: EmptyTest): string => {
  const { registry } = builder.context;
  const arms = test.edge.kind === 'one' ? [test.edge] : test.arm ? [test.arm] : test.edge.arms;
  const set = arms.map((arm) => isSetSql(builder, model, registry.model(arm.target), columnSql(alias, arm.column)));
  const joined = set.length === 1 ? (set[0] ?? 'false') : `(${set.join(' OR ')})`;
  return test.empty ? `NOT ${joined.startsWith('(') ? joined : `(${joined})`}` : joined;
};

const setSql = (builder: StatementBuilder, alias: string, test: SetTest): string => {
  const inner = builder.alias('f');
  const source = edgeSource(builder, test.edge, test.target, inner);
  const condition = filterSql(builder, test.target, inner, test.node);
  const conditions = [
    `${source.parent} = ${alias}.id`,
    ...source.conditions,
    ...builder.visible(test.target, inner),
    test.quantifier === 'every' ? `(${condition}) IS NOT TRUE` : condition,
  ];
  return `${test.quantifier === 'some' ? '' : 'NOT '}EXISTS (SELECT 1 FROM ${source.from}${whereSql(conditions)})`;
};

const countSql = (builder: StatementBuilder, alias: string, test: CountTest): string => {
  const inner = builder.alias('f');
  const source = edgeSource(builder, test.edge, test.target, inner);
  const conditions = [`${source.parent} = ${alias}.id`, ...source.conditions, ...builder.visible(test.target, inner)];
  return comparisonSql(builder, `(SELECT count(*) FROM ${source.from}${whereSql(conditions)})`, test);
};

const treeSql = (builder: StatementBuilder, model: Model, alias: string, test: TreeTest): string => {
  const anchor = builder.alias('f');
  const conditions = [
    ...builder.visible(model, anchor),
    ...test.anchor.map(
      ({ field, value }) => `${columnSql(anchor, field.column)} = ${builder.add(value, parameterType(field))}`,
    ),
  ];
  const ids = `ARRAY(SELECT ${anchor}.id FROM ${quote(model.table)} ${anchor}${whereSql(conditions)})`;
  const parent = model.tree === null ? undefined : model.edges.get(model.tree);
  if (test.mode === 'childOf' && parent?.kind === 'one') return `${columnSql(alias, parent.column)} = ANY(${ids})`;
  return `${alias}.tree_path && ${ids}`;
};

const groupSql = (
  builder: StatementBuilder,
  model: Model,
  alias: string,
  nodes: readonly FilterNode[],
  by: 'AND' | 'OR',
): string => `(${nodes.map((node) => filterSql(builder, model, alias, node)).join(` ${by} `)})`;

/** A validated filter as an SQL condition on the row behind `alias`; `not` is the exact complement, also for nulls. */
export const filterSql = (builder: StatementBuilder, model: Model, alias: string, node: FilterNode): string => {
  switch (node.kind) {
    case 'and':
      return groupSql(builder, model, alias, node.nodes, 'AND');
    case 'or':
      return groupSql(builder, model, alias, node.nodes, 'OR');
    case 'not':
      return `(${filterSql(builder, model, alias, node.node)}) IS NOT TRUE`;
    case 'field':
      return fieldSql(builder, alias, node);
    case 'found': {
      const ids = `${alias}.id = ANY(${builder.add(idArray(node.ids), 'uuid[]')})`;
      return `(${ids} AND ${fieldSql(builder, alias, node.test)})`;
    }
    case 'json':
      return jsonSql(builder, alias, node);
    case 'one':
      return targetSql(builder, node.target, columnSql(alias, node.edge.column), node.node);
    case 'arm':
      return targetSql(builder, node.target, columnSql(alias, node.arm.column), node.node);
    case 'empty':
      return emptySql(builder, model, alias, node);
    case 'set':
      return setSql(builder, alias, node);
    case 'count':
      return countSql(builder, alias, node);
    case 'tree':
      return treeSql(builder, model, alias, node);
    default:
      return node satisfies never;
  }
};

/** What compiling a filter outside a query needs. */
export interface CompileOptions {
  readonly predicates: RowPredicates;
  readonly actor: Actor;
  readonly knownChoice?: KnownChoice;
  /** Path that problems start with; `filter` when absent. */
  readonly path?: string;
}

/**
 * A filter as an SQL condition on `alias`, with its values added to `params`.
 *
 * Rows the actor may not see do not count inside the filter; the row itself is not restricted, so that the caller adds
 * the predicate of `model`.
 *
 * @throws InvalidInput when the filter is not valid for the model; an absent filter is refused as well. Forbidden when it
 * names a field the actor may not see.
 */
export const compileFilter = (
  registry: Registry,
  model: Model,
  filter: unknown,
  alias: string,
  params: Params,
  options: CompileOptions,
): string => {
  const rights = { registry, seenFields: seenFieldsOf(options) };
  const node = parseFilter(
    model,
    filter ?? {},
    {
      registry,
      see: (of, name) => requireSeen(rights, of, name),
      conditions: defaultLimits.conditions,
      ...(options.knownChoice && { knownChoice: options.knownChoice }),
    },
    options.path,
  );
  const builder = new StatementBuilder({
    registry,
    predicates: options.predicates,
    actor: options.actor,
    limits: defaultLimits,
  });
  builder.add = params.add;
  return node === null ? 'true' : filterSql(builder, model, alias, node);
};
