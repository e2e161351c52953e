import { changeOf, type Change } from '../changes/record.ts';
import { openChanges, stampOf } from '../changes/spill.ts';
import { storeChanges } from '../changes/store.ts';
import type { Params } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { quote, type Model } from '../registry/model.ts';
import { storeSearch } from '../search/rows.ts';
import { groupBy } from './collections.ts';
import { storeFindings } from './findings.ts';
import { refuseOutOfScope } from './rights.ts';
import { paramsFrom, seenSql, type Run } from './run.ts';

/** Rows whose organization column alone proves that they are in scope; superusers may make organizations besides their own. */
const isInScope = (run: Run, model: Model): boolean =>
  run.trusted ||
  (model.global?.kind === 'self' && run.actor.superuser) ||
  (model.global === null &&
    (run.engine.predicates === organizationPredicates || run.engine.predicates.byGrants === true));

const scopeOf = (run: Run, model: Model, params: Params): string =>
  run.engine.predicates.byGrants === true
    ? (organizationPredicates(model, run.actor)?.sql('t', params) ?? 'true')
    : seenSql(run, model, 't', params);

/** Refuses rows that the actor could not touch any more once they are saved. */
export const checkScope = async (run: Run): Promise<void> => {
  await refuseOutOfScope(run);
  const saved = run.changes.entries().filter(({ action, model }) => action !== 'delete' && !isInScope(run, model));
  for (const [model, rows] of groupBy(saved, (change) => change.model)) {
    const params = paramsFrom([rows.map(({ id }) => id)]);
    const found = await run.db.query<{ id: string }>(
      `SELECT t.id FROM ${quote(model.table)} t WHERE t.id = ANY($1::uuid[]) AND ${scopeOf(run, model, params)}`,
      params.values,
    );
    const inside = new Set(found.map(({ id }) => id));
    for (const { id } of rows)
      if (!inside.has(id))
        run.problems.push({
          path: run.paths.get(id) ?? '',
          code: 'FORBIDDEN',
          message: `This ${model.label} would lie outside what you may change.`,
        });
  }
};

/** Stores change records, outbox and search rows; gives the changes for the answer. */
export const recordChanges = async (run: Run): Promise<Change[]> => {
  const entries = await openChanges(run);
  const changes = entries.flatMap((entry) => changeOf(entry, stampOf(run)) ?? []);
  await storeChanges(run, changes);
  await storeSearch(run, entries);
  await storeFindings(run);
  return changes;
};
