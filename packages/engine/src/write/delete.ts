import { upperFirst } from '@plumbline/kit';
import { displayOf } from '../changes/record.ts';
import { among, FEW } from './among.ts';
import { checkProtection } from '../policies/enforce.ts';
import { quote, type ManyToManyEdge, type Model } from '../registry/model.ts';
import {
  findLoosened,
  followCascades,
  holdersAmong,
  type Doomed,
  type DoomedRow,
  type Found,
  type Loosened,
} from './cascade.ts';
import { groupBy } from './collections.ts';
import { SaveDraft } from './draft.ts';
import { layoutOf, type Layout } from './layout.ts';
import { updateFields } from './batch.ts';
import { loadRows } from './load.ts';
import { lockAhead } from './lock-ahead.ts';
import { FORGET_ORIGINS, ORIGIN, originsById, withOrigins, type Origins } from './provenance.ts';
import { takesGrant, withinReach } from './rights.ts';
import { isExcluded, paramsFrom, type Run } from './run.ts';
import { runAfterSaves, runRules } from './run-rules.ts';
import { createSink, saveLoosened } from './save.ts';
import { rowLimit } from './limits.ts';
import { counted, listed, seenIds } from './seen.ts';
import { isArcValue } from './values.ts';
import type { SavedIds } from './work.ts';

/** A row to delete and where the caller named it. */
export interface Target {
  readonly id: string;
  readonly path: string;
}

/** Rows of one type to delete. */
export interface Targets {
  readonly model: Model;
  readonly rows: readonly Target[];
}

interface Holders {
  readonly model: Model;
  readonly field: string;
  readonly count: number;
}

/** Who holds on to a row by which reference, as far as the caller sees them. */
const holdersOf = (holders: readonly Found[], seen: ReadonlySet<string>): Holders[] =>
  [...groupBy(holders, ({ pointer }) => `${pointer.model.name}.${pointer.field}`).values()].flatMap((found) => {
    const count = new Set(found.flatMap(({ id }) => (seen.has(id) ? [id] : []))).size;
    const pointer = found[0]?.pointer;
    return pointer && count > 0 ? [{ model: pointer.model, field: pointer.field, count }] : [];
  });

/** Error for one row that others hold on to; says who they are and how many, as far as the caller sees them. */
const refuseHeld = (run: Run, held: DoomedRow, found: readonly Found[], seen: ReadonlySet<string>): void => {
  const holders = holdersOf(found, seen);
  const name = `${upperFirst(held.model.label)} ${displayOf(held.model, held.row)}`;
  const others = found.every(({ id }) => seen.has(id)) ? null : 'others';
  const by = listed(
    holders.map(({ count, model }) => counted(count, model)),
    others,
  );
  run.problems.push({
    path: held.path,
    code: 'IN_USE',
    message: holders.length === 0 ? `${name} is in use.` : `${name} is used by ${by}.`,
    details: {
      type: held.model.name,
      id: held.id,
      holders: holders.map(({ model, field, count }) => ({ type: model.name, field, count })),
    },
  });
};

const loadTargets = async (run: Run, { model, rows: targets }: Targets, doomed: Doomed): Promise<void> => {
  const open = targets.filter(({ path }) => !isExcluded(run, path));
  await lockAhead(
    run,
    layoutOf(model),
    'delete',
    open.map((target) => ({ ...target, input: {} })),
  );
  const rows = await loadRows(
    run,
    layoutOf(model),
    open.map(({ id }) => id),
    'actor',
    'FOR UPDATE',
  );
  for (const { id, path } of open) {
    const row = rows.get(id);
    if (row) doomed.set(id, { model, id, path, row });
    else run.problems.push({ path, code: 'NOT_FOUND', message: `There is no ${model.label} with id "${id}".` });
  }
};

const draftsOf = (run: Run, doomed: Doomed): Map<Model, SaveDraft[]> => {
  const { report } = createSink(run);
  const byModel = groupBy(doomed.values(), ({ model }) => model);
  return new Map(
    [...byModel].map(([model, rows]) => [
      model,
      rows.map(
        ({ id, path, row }, index) => new SaveDraft(layoutOf(model), index, 'delete', id, path, {}, row, report),
      ),
    ]),
  );
};

const without = (value: unknown, held: string): unknown => {
  if (Array.isArray(value)) return value.filter((id) => id !== held);
  if (isArcValue(value)) return value.id === held ? null : value;
  return value === held ? null : value;
};

/** Whether anything follows a change of a field besides its column. */
const isFollowed = (run: Run, { model }: Layout, field: string): boolean => {
  const { derives, afterSaves } = run.engine.rulesOf(model.name);
  return (
    derives.some(({ from }) => from?.includes(field) ?? true) ||
    afterSaves.some(({ on, when }) => (on?.includes('update') ?? true) && (when?.includes(field) ?? true))
  );
};

/** Clears references that only mirror others, in no log and with nothing to follow, without reading their rows. */
const loosenMirrored = async (run: Run, layout: Layout, cuts: readonly Loosened[]): Promise<boolean> => {
  const fields = [...new Set(cuts.map(({ field }) => field))].map((key) => layout.byKey.get(key));
  const [field, more] = fields;
  if (more || field?.source.kind !== 'one' || !field.derived || field.logged) return false;
  if (isFollowed(run, layout, field.key)) return false;
  const ids = new Set(cuts.map(({ id }) => id));
  await updateFields(
    run,
    layout,
    [field],
    [...ids].map((id) => ({ id, [field.key]: null })),
  );
  return true;
};

/** Clears references of rows that stay; they keep their history like any other update. */
const loosen = async (run: Run, loosened: readonly Loosened[]): Promise<void> => {
  const { report } = createSink(run);
  for (const [model, cuts] of groupBy(loosened, (cut) => cut.model)) {
    const layout = layoutOf(model);
    if (await loosenMirrored(run, layout, cuts)) continue;
    const byRow = groupBy(cuts, (cut) => cut.id);
    const rows = await loadRows(run, layout, [...byRow.keys()], 'organization');
    const drafts = [...rows].map(([id, row], index) => {
      const draft = new SaveDraft(layout, index, 'update', id, byRow.get(id)?.[0]?.path ?? '', {}, row, report);
      for (const { field, held } of byRow.get(id) ?? []) draft.set(field, without(draft.after[field], held));
      return draft;
    });
    const fresh = drafts.filter(({ id }) => !run.changes.has(id)).map(({ id }) => id);
    await saveLoosened(run, layout, drafts);
    run.changes.markCascade(fresh);
  }
};

/** What a delete takes. */
interface Removal {
  readonly doomed: Doomed;
  /** Other references to the rows that go. */
  readonly references: readonly Found[];
  /** Ids of the rows that somebody named. */
  readonly asked: ReadonlySet<string>;
}

interface LinkRemoval {
  readonly table: string;
  readonly conditions: string[];
}

const linkRemoval = (edge: ManyToManyEdge, ids: string): LinkRemoval => ({
  table: edge.through,
  conditions: [
    `(x.${quote(edge.near)} ${ids}${edge.objectType === undefined ? '' : ` AND x.object_type = '${edge.objectType}'`})`,
  ],
});

/**
 * All tables in one statement: foreign keys are checked at its end, so cycles between tables do no harm. Gives where rows
 * came from, by id, as the log keeps it.
 */
const removeRows = async (run: Run, byModel: ReadonlyMap<Model, readonly SaveDraft[]>): Promise<Origins> => {
  const models = [...byModel.keys()];
  if (models.length === 0) return new Map();
  const params = paramsFrom([run.actor.organizationId]);
  const lists = models.map((model) => byModel.get(model)?.map(({ id }) => id) ?? []);
  const parts = models.flatMap((model, i): string[] => {
    const ids = among(params, lists[i] ?? [], 'uuid');
    const layout = layoutOf(model);
    const organization = layout.organizationColumn;
    const own = `DELETE FROM ${quote(model.table)} x WHERE x.id ${ids}${organization === null ? '' : ` AND x.${quote(organization)} = $1`}`;
    const links = layout.links.map(({ edge }) => linkRemoval(edge, ids));
    return [
      ...links.map(
        ({ table, conditions }) =>
          `DELETE FROM ${quote(table)} x WHERE x.organization_id = $1 AND ${conditions.join(' OR ')}`,
      ),
      own,
    ];
  });
  const withs = parts.map((part, i) => `d${i} AS (${part})`);
  const origins = `origins AS (${FORGET_ORIGINS} ${among(params, lists.flat(), 'uuid')} RETURNING ${ORIGIN})`;
  const text = `WITH ${withs.join(', ')}, ${origins} SELECT * FROM origins`;
  const planning = lists.flat().length <= FEW ? 'kept' : 'each time';
  return originsById(await run.db.query(text, params.values, planning));
};

/** Those of rows of several types that the caller sees. */
const seenAmong = async (run: Run, rows: readonly { readonly model: Model; readonly id: string }[]) => {
  const seen = new Set<string>();
  for (const [model, own] of groupBy(rows, (row) => row.model)) {
    const ids = [...new Set(own.map(({ id }) => id))];
    for (const id of await seenIds(run, model, ids)) seen.add(id);
  }
  return seen;
};

const refuseHolders = async (run: Run, references: readonly Found[], doomed: Doomed): Promise<void> => {
  const holders = holdersAmong(references, doomed);
  const seen = await seenAmong(
    run,
    holders.map(({ pointer, id }) => ({ model: pointer.model, id })),
  );
  for (const [id, found] of groupBy(holders, ({ held }) => held)) {
    const held = doomed.get(id);
    if (held) refuseHeld(run, held, found, seen);
  }
};

/** Rows that would go though the caller may not delete them. Rows attached to an object of any type are part of it. */
const foreignAmong = async (run: Run, doomed: Doomed): Promise<DoomedRow[]> => {
  const foreign: DoomedRow[] = [];
  for (const [model, rows] of groupBy(doomed.values(), (row) => row.model)) {
    if (model.isOpen || !takesGrant(run, model)) continue;
    const ids = rows.map(({ id }) => id);
    const reach = await withinReach(run, model, 'delete', ids);
    foreign.push(...rows.filter(({ id }) => !reach.has(id)));
  }
  return foreign;
};

/** Refuses a delete that takes rows the caller may not delete: the row itself, or those that go along with it. */
const refuseForeign = async (run: Run, doomed: Doomed, asked: ReadonlySet<string>): Promise<void> => {
  const foreign = await foreignAmong(run, doomed);
  const seen = await seenAmong(run, foreign);
  for (const [path, rows] of groupBy(foreign, (row) => row.path)) {
    const refuse = (message: string) => run.problems.push({ path, code: 'FORBIDDEN', message });
    for (const { model } of rows.filter(({ id }) => asked.has(id))) refuse(`You may not delete this ${model.label}.`);
    const along = rows.filter(({ id }) => !asked.has(id));
    const shown = groupBy(
      along.filter(({ id }) => seen.has(id)),
      ({ model }) => model,
    );
    const parts = [...shown].map(([model, own]) => counted(own.length, model));
    const rest = along.every(({ id }) => seen.has(id)) ? null : 'others';
    if (parts.length > 0) refuse(`This would delete ${listed(parts, rest)} as well, which you may not.`);
    else if (along.length > 0) refuse('This would delete rows as well that you may not delete.');
  }
};

/** Remembers which of the rows that go the caller does not see, as long as they can be looked at. */
const noteUnseen = async (run: Run, doomed: Doomed): Promise<void> => {
  const rows = [...doomed.values()];
  const seen = await seenAmong(run, rows);
  for (const { id } of rows) if (!seen.has(id)) run.unseen.add(id);
};

const allowed = async (run: Run, { doomed, references, asked }: Removal, limit: number): Promise<void> => {
  if (doomed.size > limit)
    run.problems.push({
      path: '',
      code: 'TOO_MANY_ROWS',
      message: `This delete takes more than ${limit} rows along; run it as a job.`,
    });
  else {
    await refuseForeign(run, doomed, asked);
    await refuseHolders(run, references, doomed);
  }
};

const remove = async (
  run: Run,
  { doomed, references, asked }: Removal,
  byModel: ReadonlyMap<Model, readonly SaveDraft[]>,
): Promise<void> => {
  await loosen(run, await findLoosened(run, references, doomed));
  await noteUnseen(run, doomed);
  const origins = await removeRows(run, byModel);
  run.rows += doomed.size;
  for (const { model, id, row } of doomed.values()) {
    const before = withOrigins(row, origins.get(id));
    run.changes.record({ model, id, action: 'delete', before, after: null, isCascade: !asked.has(id) });
  }
  for (const [own, drafts] of byModel) await runAfterSaves(run, layoutOf(own), drafts);
};

/**
 * Deletes rows of several types with all that goes along, each with its own change record; gives the ids that are gone.
 *
 * Rows may hold on to each other. Nothing is removed when anything is refused: the run as a whole, or its next attempt
 * without the refused rows, decides.
 */
export const deleteTogether = async (run: Run, targets: readonly Targets[]): Promise<ReadonlySet<string>> => {
  const refused = run.problems.length;
  const limit = rowLimit(run, 'delete');
  const asked = new Set(targets.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const doomed: Doomed = new Map();
  for (const group of targets) await loadTargets(run, group, doomed);
  const references = await followCascades(run, doomed, limit);
  const removal: Removal = { doomed, references, asked };
  await allowed(run, removal, limit);
  const byModel = draftsOf(run, doomed);
  if (run.problems.length === refused)
    for (const [own, drafts] of byModel) {
      await checkProtection(run, own, drafts);
      await runRules(run, layoutOf(own), drafts);
    }
  if (run.problems.length > refused) return new Set();
  await remove(run, removal, byModel);
  return new Set(doomed.keys());
};

/** Deletes rows of one type with all that goes along; null in place of ids that were refused. */
export const deleteRows = async (run: Run, model: Model, targets: readonly Target[]): Promise<SavedIds> => {
  const gone = await deleteTogether(run, [{ model, rows: targets }]);
  return targets.map(({ id }) => (gone.has(id) ? id : null));
};
