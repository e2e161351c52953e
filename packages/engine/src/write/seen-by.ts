import type { Actor } from '../actor.ts';
import { compileFilter } from '../read/filter/sql.ts';
import { quote } from '../registry/model.ts';
import { runOf } from './make-work.ts';
import { paramsFrom } from './run.ts';
import type { Work } from './work.ts';

/** Whose eyes, and on which rows. */
export interface SeenRows {
  readonly actor: Actor;
  /** Full name of the type. */
  readonly model: string;
  readonly ids: readonly string[];
  /** Keeps to rows that a filter of the API matches, as the actor may ask it. */
  readonly filter?: unknown;
}

/**
 * Those of rows, by id, that somebody else than the caller of a run sees, for news of events; one statement.
 *
 * Rows that are gone are in no answer.
 *
 * @throws InvalidInput when the filter does not fit the type; Forbidden when it names a field that the actor may not see
 */
export const seenBy = async (
  work: Work,
  { actor, model: name, ids, filter }: SeenRows,
): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const { engine, registry, db } = runOf(work);
  const { predicates } = engine;
  const model = registry.model(name);
  const params = paramsFrom([ids]);
  const options = { predicates, actor, knownChoice: () => true };
  const matches =
    filter === undefined || filter === null ? 'true' : compileFilter(registry, model, filter, 't', params, options);
  const seen = predicates(model, actor)?.sql('t', params) ?? 'true';
  const rows = await db.query<{ id: string }>(
    `SELECT t.id FROM ${quote(model.table)} t WHERE t.id = ANY($1::uuid[]) AND ${seen} AND ${matches}`,
    params.values,
  );
  return new Set(rows.map(({ id }) => id));
};
