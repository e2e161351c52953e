import { quote, type Model } from '../registry/model.ts';
import type { SaveDraft } from './draft.ts';
import { layoutOf, type Layout } from './layout.ts';
import type { Run } from './run.ts';
import { isArcValue } from './values.ts';

/** Rows of one statement from which it is worth to check foreign keys at once. */
const WORTHWHILE = 100;

/** Whether the connections of a data source may leave out checks. */
const allowed = new WeakMap<object, Promise<boolean>>();

const mayLeaveOut = ({ engine, db }: Run): Promise<boolean> => {
  const known =
    allowed.get(engine.dataSource) ??
    db
      .query<{ may: boolean }>(`SELECT has_parameter_privilege('session_replication_role', 'SET') AS may`)
      .then(([row]) => row?.may === true);
  allowed.set(engine.dataSource, known);
  return known;
};

/** Ids that the drafts refer to, by the name of the model. */
const referred = (layout: Layout, drafts: readonly SaveDraft[]): Map<string, Set<string>> => {
  const targets = new Map<string, Set<string>>();
  const idsOf = (target: string): Set<string> => {
    const ids = targets.get(target) ?? new Set<string>();
    targets.set(target, ids);
    return ids;
  };
  for (const { key, source } of layout.fields) {
    if (source.kind === 'scalar') continue;
    const arms = source.kind === 'arc' ? new Map(source.arms.map(({ arm, target }) => [arm, idsOf(target)])) : null;
    const ids = source.kind === 'one' ? idsOf(source.target) : null;
    for (const { values } of drafts) {
      const value = values[key];
      if (typeof value === 'string') ids?.add(value);
      else if (isArcValue(value)) arms?.get(value.arm)?.add(value.id);
    }
  }
  return targets;
};

/** Whether all rows are there; locks them as the check of a foreign key does, so that they stay. */
const areThere = async (run: Run, model: Model, ids: readonly string[]): Promise<boolean> => {
  if (ids.length === 0) return true;
  const column = layoutOf(model).organizationColumn;
  const within = column === null ? '$1::uuid IS NOT NULL' : `t.${quote(column)} = $1`;
  const [row] = await run.db.query<{ found: number }>(
    `SELECT count(*)::int AS found FROM
       (SELECT 1 FROM ${quote(model.table)} t WHERE t.id = ANY($2::uuid[]) AND ${within} FOR KEY SHARE) x`,
    [run.actor.organizationId, ids],
  );
  return row?.found === ids.length;
};

/** The organization itself, which every row names. */
const organizationIsThere = async ({ db, actor, registry }: Run): Promise<boolean> => {
  const model = registry.models.find(({ global }) => global?.kind === 'self');
  if (!model) return false;
  const text = `SELECT 1 FROM ${quote(model.table)} WHERE id = $1 FOR KEY SHARE`;
  return (await db.query(text, [actor.organizationId])).length === 1;
};

const allThere = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<boolean> => {
  if (!(await organizationIsThere(run))) return false;
  const own = new Set(drafts.map(({ id }) => id));
  for (const [target, ids] of referred(layout, drafts)) {
    const model = run.registry.model(target);
    const others = model === layout.model ? [...ids].filter((id) => !own.has(id)) : [...ids];
    if (!(await areThere(run, model, others))) return false;
  }
  return true;
};

/**
 * Inserts rows of an import, whose foreign keys are checked by one statement for each entity they refer to.
 *
 * PostgreSQL checks each foreign key of each row by itself, null ones included: four fifths of the insert of an
 * interface, which has seventeen. Here the rows referred to are locked as such a check locks them, and the insert goes
 * without; should one be missing, or the role not be allowed to leave checks out, the insert is an ordinary one, whose
 * refusal blames the row.
 */
export const insertWithKeys = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  insert: () => Promise<void>,
): Promise<void> => {
  const isWorthwhile = run.trusted && drafts.length >= WORTHWHILE && (await mayLeaveOut(run));
  if (!isWorthwhile || !(await allThere(run, layout, drafts))) return insert();
  await run.db.query('SET LOCAL session_replication_role = replica');
  await insert();
  await run.db.query('SET LOCAL session_replication_role = DEFAULT');
};
