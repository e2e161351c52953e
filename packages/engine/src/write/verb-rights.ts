import { actionPredicate } from '../permissions/predicates.ts';
import { actsOnAll } from '../permissions/rights.ts';
import { quote } from '../registry/model.ts';
import { dbOf } from './make-work.ts';
import { paramsFrom } from './run.ts';
import type { Work } from './work.ts';

/**
 * Those of rows of a type, by id, that grants for a verb of the type match, whether or not they are seen.
 *
 * No statement where one of the grants is for every row.
 */
export const withinVerb = async (
  work: Work,
  name: string,
  verb: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const model = work.registry.model(name);
  if (ids.length === 0 || actsOnAll(work.actor, model, verb)) return new Set(ids);
  const params = paramsFrom([ids]);
  const within = actionPredicate(work.registry, model, work.actor, verb).sql('t', params);
  const rows = await dbOf(work).query<{ id: string }>(
    `SELECT t.id FROM ${quote(model.table)} t WHERE t.id = ANY($1::uuid[]) AND ${within}`,
    params.values,
  );
  return new Set(rows.map(({ id }) => id));
};
