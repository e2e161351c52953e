import { plural } from '@plumbline/kit';
import { isWhollyVisible } from '../read/context.ts';
import { quote, type Model } from '../registry/model.ts';
import { among, FEW } from './among.ts';
import { paramsFrom, seenSql, type Run } from './run.ts';

/** Those of the ids that stand for rows the caller may see; no statement where all rows of the type are seen. */
export const seenIds = async (run: Run, model: Model, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const { predicates } = run.engine;
  const seesAll = predicates.byGrants !== true || isWhollyVisible({ predicates, actor: run.actor }, model);
  if (seesAll || ids.length === 0) return new Set(ids);
  const params = paramsFrom([]);
  const rows = await run.db.query<{ id: string }>(
    `SELECT t.id FROM ${quote(model.table)} t WHERE t.id ${among(params, ids, 'uuid')} AND ${seenSql(run, model, 't', params)}`,
    params.values,
    ids.length <= FEW ? 'kept' : 'each time',
  );
  return new Set(rows.map(({ id }) => id));
};

/** `3 interfaces`. */
export const counted = (count: number, model: Model): string =>
  `${count} ${count === 1 ? model.label : model.plural || plural(model.label)}`;

/** `3 interfaces, a module and 2 cables`; what is hidden is told by `rest` alone. */
export const listed = (parts: readonly string[], rest: string | null): string => {
  const all = rest === null ? parts : [...parts, rest];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
};
