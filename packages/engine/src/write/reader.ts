import type { EntityClass } from '@plumbline/kit';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { ORGANIZATION } from '../bind/typeorm.ts';
import type { Params } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { compileFilter } from '../read/filter/sql.ts';
import { quote, type Model } from '../registry/model.ts';
import { isWhollyVisible } from '../read/context.ts';
import { seenFieldsOf } from '../read/field-rights.ts';
import { among, FEW } from './among.ts';
import { markHidden, markSeenFields } from './hidden-rows.ts';
import { layoutOf, type Layout } from './layout.ts';
import { rowReader, selectList } from './load.ts';
import { paramsFrom, seenSql, type Run } from './run.ts';
import { seenIds } from './seen.ts';
import type { Row, RowsOptions, RuleReader, Where } from './work.ts';

interface Target {
  readonly column: string;
  readonly cast: string;
  readonly encode: (value: unknown) => string | null;
}

const targetOf = (layout: Layout, path: string): Target => {
  const [key = '', arm] = path.split('.');
  const field = layout.byKey.get(key);
  if (!field) throw new Error(`${layout.model.name} has no field "${path}" to look up by.`);
  if (field.source.kind === 'arc') {
    const column = field.source.arms.find((candidate) => candidate.arm === arm)?.column;
    if (!column)
      throw new Error(
        `Name one arm of ${layout.model.name}.${key}, such as "${key}.${field.source.arms[0]?.arm ?? ''}".`,
      );
    return { column, cast: 'uuid', encode: (value) => (typeof value === 'string' ? value : null) };
  }
  return {
    column: field.columns[0] ?? '',
    cast: field.casts[0] ?? 'text',
    encode: (value) => field.encode(value)[0] ?? null,
  };
};

const organizationSql = (run: Run, layout: Layout, add: (value: unknown, type: string) => string): string => {
  if (layout.organizationColumn === null)
    return run.engine.predicates(layout.model, run.actor)?.sql('t', { values: [], add }) ?? 'true';
  return `t.${quote(layout.organizationColumn)} = ${add(run.actor.organizationId, 'uuid')}`;
};

const conditionsOf = (layout: Layout, where: Where, params: Params): string[] =>
  Object.entries(where).map(([path, values]) => {
    const { column, cast, encode } = targetOf(layout, path);
    const stored = `t.${quote(column)}`;
    const texts = [...new Set(values.map((value) => (value === null ? null : encode(value))))];
    const plain = texts.filter((text) => text !== null);
    const given = `${stored} ${among(params, plain, cast)}`;
    return texts.includes(null) ? `(${given} OR ${stored} IS NULL)` : given;
  });

const isFew = (where: Where): boolean => Object.values(where).every((values) => values.length <= FEW);

/** Always with id, so that a row can be told from another. */
const pick = (layout: Layout, fields: readonly string[] | undefined) => {
  const wanted = fields ? new Set(['id', ...fields]) : null;
  for (const key of wanted ?? [])
    if (!layout.byKey.has(key) && !layout.linkByKey.has(key))
      throw new Error(`${layout.model.name} has no field "${key}" to read.`);
  const isWanted = ({ key }: { readonly key: string }) => wanted?.has(key) ?? true;
  return { fields: layout.fields.filter(isWanted), links: layout.links.filter(isWanted) };
};

/** Rules see the whole organization, so that a filter means the same whoever writes. */
const filterOf = (run: Run, model: Model, filter: unknown, params: Params): string[] => {
  if (filter === undefined) return [];
  const options = { predicates: organizationPredicates, actor: run.actor, knownChoice: () => true };
  return [compileFilter(run.registry, model, filter, 't', params, options)];
};

const rowsOf = async (run: Run, model: Model, options: RowsOptions): Promise<Row[]> => {
  const { where = {}, filter, fields: wanted, visible = false } = options;
  const layout = layoutOf(model);
  if (Object.values(where).some((values) => values.length === 0)) return [];
  const { fields, links } = pick(layout, wanted);
  const params = paramsFrom([]);
  const conditions = [
    organizationSql(run, layout, params.add),
    ...conditionsOf(layout, where, params),
    ...filterOf(run, model, filter, params),
    ...(visible ? [seenSql(run, model, 't', params)] : []),
  ];
  const isSure = visible || isWhollyVisible({ predicates: run.engine.predicates, actor: run.actor }, model);
  const seen = isSure ? '' : `, ${seenSql(run, model, 't', params)}`;
  const answered = await run.db.raw(
    `SELECT ${selectList(layout, fields, links)}${seen} FROM ${quote(model.table)} t WHERE ${conditions.join(' AND ')}`,
    params.values,
    filter === undefined && isFew(where) ? 'kept' : 'each time',
  );
  const rows = answered.map(rowReader(fields, links));
  if (!isSure) for (const [at, row] of rows.entries()) if (answered[at]?.at(-1) !== 't') markHidden(row);
  const shown = seenFieldsOf({ predicates: run.engine.predicates, actor: run.actor })(model);
  if (shown !== null) for (const row of rows) markSeenFields(row, shown);
  return rows;
};

/** Reads for rules on the run's own transaction, which see what the run has written so far. */
export const createRuleReader = (run: Run): RuleReader => ({
  rows: (name, options = {}) => rowsOf(run, run.registry.model(name), options),
  seen: async (name, ids) => {
    const found = await seenIds(run, run.registry.model(name), ids);
    const gone = ids.filter((id) => run.changes.isGone(id) && !run.unseen.has(id));
    return gone.length === 0 ? found : new Set([...found, ...gone]);
  },
  builder: <T extends ObjectLiteral>(entity: EntityClass<T>, alias: string): SelectQueryBuilder<T> => {
    const model = run.registry.byClass(entity);
    const query = run.queryRunner.manager.createQueryBuilder<T>(entity, alias, run.queryRunner);
    if (layoutOf(model).organizationColumn === null)
      throw new Error(`${model.name} lies outside organizations; use rows().`);
    return query.where(`${alias}.${ORGANIZATION} = :organizationId`, { organizationId: run.actor.organizationId });
  },
});
