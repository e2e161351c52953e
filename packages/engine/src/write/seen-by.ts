import { Forbidden, InvalidInput } from '@plumbline/kit';
import { newParams, type Actor, type Params } from '../actor.ts';
import { compileFilter } from '../read/filter/sql.ts';
import { quote } from '../registry/model.ts';
import { runOf } from './make-work.ts';
import { paramsFrom } from './run.ts';
import type { Work } from './work.ts';

/** Whose eyes, and on which rows of a type. */
export interface SeenRows {
  readonly actor: Actor;
  readonly ids: readonly string[];
  /** Keeps to rows that a filter of the API matches, as the actor may ask it; null for all. */
  readonly filter: unknown;
}

/** Conditions that one statement looks at. */
const AT_ONCE = 50;

const NONE: ReadonlySet<string> = new Set();

type Condition = (params: Params) => string;

const conditionOf = (work: Work, name: string, { actor, filter }: SeenRows): Condition => {
  const { engine, registry } = runOf(work);
  const { predicates } = engine;
  const model = registry.model(name);
  const options = { predicates, actor, knownChoice: () => true };
  return (params) => {
    const matches = filter === null ? 'true' : compileFilter(registry, model, filter, 't', params, options);
    return `(${predicates(model, actor)?.sql('t', params) ?? 'true'}) AND (${matches})`;
  };
};

/** A text that is the same for conditions that are; null for a filter that does not fit what the actor may ask. */
const keyOf = (condition: Condition): string | null => {
  const params = newParams();
  try {
    return JSON.stringify([condition(params), params.values]);
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof Forbidden) return null;
    throw error;
  }
};

/** Ids of rows that each of some conditions lets through; one statement. */
const matching = async (
  work: Work,
  name: string,
  ids: readonly string[],
  conditions: readonly Condition[],
): Promise<ReadonlySet<string>[]> => {
  const { db, registry } = runOf(work);
  const params = paramsFrom([ids]);
  const seen = conditions.map((condition) => condition(params)).join(', ');
  const rows = await db.query<{ id: string; seen: readonly (boolean | null)[] }>(
    `SELECT t.id, ARRAY[${seen}] AS seen FROM ${quote(registry.model(name).table)} t WHERE t.id = ANY($1::uuid[])`,
    params.values,
  );
  return conditions.map((_, at) => new Set(rows.flatMap((row) => (row.seen[at] === true ? [row.id] : []))));
};

/**
 * Those of rows of a type, by id, that each of some people sees, for news of events.
 *
 * People with the same rights and filter are asked for once, and many conditions by one statement. Rows that are gone are
 * in no answer; a filter that does not fit the type, or names a field that its actor may not see, lets nothing through.
 */
export const seenByEach = async (
  work: Work,
  name: string,
  wishes: readonly SeenRows[],
): Promise<ReadonlySet<string>[]> => {
  const keyed = wishes.map((wish) => ({ wish, condition: conditionOf(work, name, wish) }));
  const keys = keyed.map(({ condition }) => keyOf(condition));
  const distinct = new Map<string, Condition>();
  keys.forEach((key, at) => key !== null && keyed[at] && distinct.set(key, keyed[at].condition));
  const ids = [...new Set(wishes.flatMap((wish) => wish.ids))];
  const found = new Map<string, ReadonlySet<string>>();
  const entries = ids.length === 0 ? [] : [...distinct];
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    const part = entries.slice(first, first + AT_ONCE);
    const seen = await matching(
      work,
      name,
      ids,
      part.map(([, condition]) => condition),
    );
    part.forEach(([key], at) => found.set(key, seen[at] ?? NONE));
  }
  return wishes.map((wish, at) => {
    const seen = found.get(keys[at] ?? '') ?? NONE;
    return new Set(wish.ids.filter((id) => seen.has(id)));
  });
};
