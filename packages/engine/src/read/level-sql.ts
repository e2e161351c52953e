import type { Model } from '../registry/model.ts';
import { idArray, isVisibleByKey, StatementBuilder, whereSql, columnSql, type ReadContext } from './context.ts';
import { hasSecondPhase, keysetSql } from './cursor.ts';
import { tableSql } from './display.ts';
import { edgeSource } from './edges.ts';
import { filterSql } from './filter/sql.ts';
import type { FilterNode } from './filter/tree.ts';
import { isIndexed, orderByText, orderSql, reversed, termsFor, type OrderSql, type OrderTerm } from './order.ts';
import { SELF, type Columns, type Fold, type ListPlan, type RowPlan } from './plan.ts';
import { queryTextSql } from './query-text.ts';
import type { Statement } from './statement.ts';

/** Largest result and id list for which a prepared plan is kept. */
const SMALL = 2_000;

const finish = (builder: StatementBuilder, text: string, isSmall: boolean): Statement => ({
  text,
  values: builder.values,
  isStable: isSmall && builder.isStable,
});

const foldJoins = (builder: StatementBuilder, folds: readonly Fold[]): string =>
  folds
    .map(({ alias, parent, edge, target }) => {
      const on = [`${alias}.id = ${columnSql(parent, edge.column)}`, ...builder.visible(target, alias)];
      return ` LEFT JOIN ${tableSql(target, alias)} ON ${on.join(' AND ')}`;
    })
    .join('');

const columnsText = (builder: StatementBuilder, columns: Columns['list'], more: readonly string[] = []): string => {
  const texts = columns.map((column) => (typeof column === 'string' ? column : column.sql(builder)));
  return [...texts, ...more].join(', ') || 'NULL';
};

/** Rows of one model by id; hidden ones are missing. Columns as planned. */
export const rowsByIdSql = (context: ReadContext, plan: RowPlan, ids: readonly string[]): Statement => {
  const builder = new StatementBuilder(context);
  const conditions = [...builder.visible(plan.model, SELF), `${SELF}.id = ANY(${builder.add(idArray(ids), 'uuid[]')})`];
  const from = `${tableSql(plan.model, SELF)}${foldJoins(builder, plan.folds)}`;
  return finish(
    builder,
    `SELECT ${columnsText(builder, plan.columns.list)} FROM ${from}${whereSql(conditions)}`,
    ids.length <= SMALL,
  );
};

/** At most two rows of one model that match a key, so that an ambiguous key shows. */
export const singleSql = (context: ReadContext, plan: RowPlan, filter: FilterNode): Statement => {
  const builder = new StatementBuilder(context);
  const conditions = [...builder.visible(plan.model, SELF), filterSql(builder, plan.model, SELF, filter)];
  const from = `${tableSql(plan.model, SELF)}${foldJoins(builder, plan.folds)}`;
  return finish(
    builder,
    `SELECT ${columnsText(builder, plan.columns.list)} FROM ${from}${whereSql(conditions)} LIMIT 2`,
    true,
  );
};

const listConditions = (builder: StatementBuilder, list: ListPlan, isWhole = false): string[] => [
  ...builder.visible(list.model, SELF),
  ...(list.filter ? [filterSql(builder, list.model, SELF, list.filter)] : []),
  ...(list.query ? [queryTextSql(builder, list.model, SELF, list.query, isWhole)] : []),
];

const sourceOf = (builder: StatementBuilder, list: ListPlan) =>
  list.edge
    ? edgeSource(builder, list.edge, list.model, SELF)
    : { from: tableSql(list.model, SELF), parent: '', conditions: [] };

/** Rows to read of a page: one more when the answer says whether others follow. */
export const readSize = (list: ListPlan): number => list.page.size + (list.wantsMore ? 1 : 0);

/** Terms in the order of reading: backward pages are read from the end. */
const readTerms = (context: ReadContext, list: ListPlan): readonly OrderTerm[] => {
  const terms = termsFor(context, list.model, list.terms, viaOf(list));
  return list.page.backward ? reversed(terms) : terms;
};

/** The reference by which the rows of a nested list belong to their parent. */
const viaOf = ({ edge }: ListPlan): string | undefined => (edge?.kind === 'many' ? edge.via : undefined);

/**
 * Whether a first page may take rows with a value in the leading term apart from those without.
 *
 * Together they make the database sort all rows: where nulls come otherwise than in an index, and where a reference
 * that may be missing or hidden is an outer join. Apart, each half can walk an index.
 */
export const maySplit = (context: ReadContext, list: ListPlan): boolean => {
  const { page } = list;
  const isHidden = (target: Model) => !isVisibleByKey(context, list.model, target);
  const [first] = readTerms(context, list);
  if (page.from !== null || page.offset > 0 || !first) return false;
  const isUnlikeIndex = first.nullsFirst !== first.descending;
  if (first.source.kind === 'own') return first.nullable && isUnlikeIndex;
  if (first.source.kind === 'key') return first.source.target !== undefined && !first.nullsFirst;
  if (first.source.kind !== 'path' || first.nullsFirst) return false;
  const { edge, target, field } = first.source;
  return edge.nullable || isHidden(target) || (field.nullable && isUnlikeIndex);
};

/** Whether a page takes a second statement when the first does not fill it. */
export const listPhases = (context: ReadContext, list: ListPlan): 1 | 2 => {
  if (maySplit(context, list)) return 2;
  const terms = readTerms(context, list);
  return list.page.from !== null && hasSecondPhase(terms, list.page.from) ? 2 : 1;
};

/** Each phase has nulls in the leading term or none, so that where nulls go needs no saying and an index serves. */
const withoutNulls = (terms: readonly OrderTerm[]): OrderTerm[] =>
  terms.map((term, i) => (i === 0 ? { ...term, nullsFirst: term.descending } : term));

/** Columns of a list statement: the planned ones, then those of the cursor. */
const listColumns = (builder: StatementBuilder, list: ListPlan, order: OrderSql): string =>
  columnsText(builder, list.columns.list, list.wantsCursors ? order.texts : []);

/**
 * One page of a list with at most one parent.
 *
 * Backward pages come in reverse order.
 */
export const pageSql = (
  context: ReadContext,
  list: ListPlan,
  parentId: string | null,
  phase: 1 | 2,
  size: number,
): Statement => {
  const builder = new StatementBuilder(context);
  const terms = readTerms(context, list);
  const source = sourceOf(builder, list);
  const phases = listPhases(context, list);
  const order = orderSql(builder, list.model, SELF, terms);
  const conditions = [...source.conditions, ...listConditions(builder, list)];
  if (parentId !== null) conditions.push(`${source.parent} = ${builder.add(parentId, 'uuid')}`);
  if (list.page.from) conditions.push(keysetSql(builder, terms, order, list.page.from, phase));
  else if (phases === 2)
    conditions.push(`${order.expressions[0]} IS ${(phase === 1) === terms[0]?.nullsFirst ? 'NULL' : 'NOT NULL'}`);
  const joins = order.joins.map((join) => ` ${join}`).join('');
  const offset = list.page.offset > 0 ? ` OFFSET ${builder.add(list.page.offset, 'int8')}` : '';
  const text = `SELECT ${listColumns(builder, list, order)} FROM ${source.from}${foldJoins(builder, list.folds)}${joins}${whereSql(conditions)} ORDER BY ${orderByText(phases === 2 ? withoutNulls(terms) : terms, order)} LIMIT ${size}${offset}`;
  return finish(builder, text, size <= SMALL && offset === '');
};

/**
 * The first rows of a list for each of many parents; the last column is the parent's position, counted from 1.
 *
 * Each parent is one index range: where no index gives the order, OFFSET 0 keeps the planner from walking the
 * index of the order over all parents.
 */
export const nestedSql = (context: ReadContext, list: ListPlan, parentIds: readonly string[]): Statement => {
  const builder = new StatementBuilder(context);
  const parents = builder.add(idArray(parentIds), 'uuid[]');
  const source = sourceOf(builder, list);
  const terms = termsFor(context, list.model, list.terms, viaOf(list));
  const order = orderSql(builder, list.model, SELF, terms);
  const conditions = whereSql([`${source.parent} = u.id`, ...source.conditions, ...listConditions(builder, list)]);
  const joins = order.joins.map((join) => ` ${join}`).join('');
  const isOrdered = list.edge?.kind === 'many' && isIndexed(list.model, list.terms);
  const rows = isOrdered ? source.from : `(SELECT ${SELF}.* FROM ${source.from}${conditions} OFFSET 0) ${SELF}`;
  const inner = `SELECT ${listColumns(builder, list, order)} FROM ${rows}${joins}${isOrdered ? conditions : ''} ORDER BY ${orderByText(terms, order)} LIMIT ${readSize(list)}`;
  const text = `SELECT l.*, u.n FROM unnest(${parents}) WITH ORDINALITY u(id, n) CROSS JOIN LATERAL (${inner}) l`;
  return finish(builder, text, parentIds.length <= SMALL);
};

/** Number of rows in a list with at most one parent. */
export const totalSql = (context: ReadContext, list: ListPlan, parentId: string | null): Statement => {
  const builder = new StatementBuilder(context);
  const source = sourceOf(builder, list);
  const conditions = [...source.conditions, ...listConditions(builder, list, true)];
  if (parentId !== null) conditions.push(`${source.parent} = ${builder.add(parentId, 'uuid')}`);
  return finish(builder, `SELECT count(*) FROM ${source.from}${whereSql(conditions)}`, true);
};

/** Number of rows in a list for each of many parents: parent id and count; empty lists are missing. */
export const nestedTotalSql = (context: ReadContext, list: ListPlan, parentIds: readonly string[]): Statement => {
  const builder = new StatementBuilder(context);
  const source = sourceOf(builder, list);
  const parents = builder.add(idArray(parentIds), 'uuid[]');
  const conditions = [
    `${source.parent} = ANY(${parents})`,
    ...source.conditions,
    ...listConditions(builder, list, true),
  ];
  return finish(
    builder,
    `SELECT ${source.parent}, count(*) FROM ${source.from}${whereSql(conditions)} GROUP BY 1`,
    parentIds.length <= SMALL,
  );
};

/** Name of the model that holds an id, probing all; hidden rows hold none. */
export const typeOfIdSql = (context: ReadContext, id: string): Statement => {
  const builder = new StatementBuilder(context);
  const arms = context.registry.models.map((model) => {
    const conditions = [`${SELF}.id = ${builder.add(id, 'uuid')}`, ...builder.visible(model, SELF)];
    return `SELECT ${builder.add(model.name, 'text')} WHERE EXISTS (SELECT 1 FROM ${tableSql(model, SELF)}${whereSql(conditions)})`;
  });
  return finish(builder, `${arms.join(' UNION ALL ')} LIMIT 1`, true);
};
