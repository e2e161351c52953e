import { plural, upperFirst } from '@plumbline/kit';
import { displayOf } from '../changes/record.ts';
import { quote, type ManyToManyEdge, type Model } from '../registry/model.ts';
import {
  findHolders,
  findLoosened,
  followCascades,
  type Doomed,
  type DoomedRow,
  type Found,
  type Loosened,
} from './cascade.ts';
import { groupBy } from './collections.ts';
import { SaveDraft } from './draft.ts';
import { layoutOf } from './layout.ts';
import { loadRows } from './load.ts';
import { lockAhead } from './lock-ahead.ts';
import { isExcluded, type Run } from './run.ts';
import { runAfterSaves, runRules } from './run-rules.ts';
import { createSink, saveLoosened } from './save.ts';
import { rowLimit } from './limits.ts';
import { isArcValue } from './values.ts';
import type { SavedIds } from './work.ts';

/** A row to delete and where the caller named it. */
export interface Target {
  readonly id: string;
  readonly path: string;
}

const counted = (count: number, model: Model): string =>
  `${count} ${count === 1 ? model.label : model.plural || plural(model.label)}`;

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** Error for one row that others hold on to; says who they are and how many. */
const refuseHeld = (run: Run, held: DoomedRow, holders: readonly Found[]): void => {
  const byField = groupBy(holders, ({ pointer }) => `${pointer.model.name}.${pointer.field}`);
  const counts = [...byField.values()].flatMap((found) => {
    const pointer = found[0]?.pointer;
    return pointer
      ? [
          {
            model: pointer.model,
            type: pointer.model.name,
            field: pointer.field,
            count: new Set(found.map(({ id }) => id)).size,
          },
        ]
      : [];
  });
  const name = `${upperFirst(held.model.label)} ${displayOf(held.model, held.row)}`;
  run.problems.push({
    path: held.path,
    code: 'IN_USE',
    message: `${name} is used by ${listed(counts.map(({ count, model }) => counted(count, model)))}.`,
    details: {
      type: held.model.name,
      id: held.id,
      holders: counts.map(({ type, field, count }) => ({ type, field, count })),
    },
  });
};

const loadTargets = async (run: Run, model: Model, targets: readonly Target[]): Promise<Doomed> => {
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
  const doomed: Doomed = new Map();
  for (const { id, path } of open) {
    const row = rows.get(id);
    if (row) doomed.set(id, { model, id, path, row });
    else run.problems.push({ path, code: 'NOT_FOUND', message: `There is no ${model.label} with id "${id}".` });
  }
  return doomed;
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

/** Clears references of rows that stay; they keep their history like any other update. */
const loosen = async (run: Run, loosened: readonly Loosened[]): Promise<void> => {
  const { report } = createSink(run);
  for (const [model, cuts] of groupBy(loosened, (cut) => cut.model)) {
    const layout = layoutOf(model);
    const byRow = groupBy(cuts, (cut) => cut.id);
    const rows = await loadRows(run, layout, [...byRow.keys()], 'organization');
    const drafts = [...rows].map(([id, row], index) => {
      const draft = new SaveDraft(layout, index, 'update', id, byRow.get(id)?.[0]?.path ?? '', {}, row, report);
      for (const { field, held } of byRow.get(id) ?? []) draft.set(field, without(draft.after[field], held));
      return draft;
    });
    await saveLoosened(run, layout, drafts);
  }
};

interface Removal {
  readonly table: string;
  readonly conditions: string[];
}

const linkRemoval = (edge: ManyToManyEdge, ids: string): Removal => ({
  table: edge.through,
  conditions: [
    `(x.${quote(edge.near)} = ANY(${ids})${edge.objectType === undefined ? '' : ` AND x.object_type = '${edge.objectType}'`})`,
  ],
});

/** All tables in one statement: foreign keys are checked at its end, so cycles between tables do no harm. */
const removeRows = async (run: Run, byModel: ReadonlyMap<Model, readonly SaveDraft[]>): Promise<void> => {
  const models = [...byModel.keys()];
  if (models.length === 0) return;
  const parts = models.flatMap((model, i): string[] => {
    const ids = `$${i + 2}::uuid[]`;
    const layout = layoutOf(model);
    const organization = layout.organizationColumn;
    const own = `DELETE FROM ${quote(model.table)} x WHERE x.id = ANY(${ids})${organization === null ? '' : ` AND x.${quote(organization)} = $1`}`;
    const links = layout.links.map(({ edge }) => linkRemoval(edge, ids));
    return [
      ...links.map(
        ({ table, conditions }) =>
          `DELETE FROM ${quote(table)} x WHERE x.organization_id = $1 AND ${conditions.join(' OR ')}`,
      ),
      `DELETE FROM core_provenance x WHERE x.organization_id = $1 AND x.object_id = ANY(${ids})`,
      own,
    ];
  });
  const withs = parts.map((part, i) => `d${i} AS (${part})`);
  await run.db.query(`WITH ${withs.join(', ')} SELECT $1::uuid`, [
    run.actor.organizationId,
    ...models.map((model) => byModel.get(model)?.map(({ id }) => id)),
  ]);
};

const refuseHolders = async (run: Run, doomed: Doomed): Promise<void> => {
  const holders = await findHolders(run, doomed);
  for (const [id, found] of groupBy(holders, ({ held }) => held)) {
    const held = doomed.get(id);
    if (held) refuseHeld(run, held, found);
  }
};

/**
 * Deletes rows with all that goes along, each with its own change record.
 *
 * Nothing is removed when anything is refused: the run as a whole, or its next attempt without the refused rows, decides.
 */
export const deleteRows = async (run: Run, model: Model, targets: readonly Target[]): Promise<SavedIds> => {
  const refused = run.problems.length;
  const limit = rowLimit(run, 'delete');
  const doomed = await loadTargets(run, model, targets);
  await followCascades(run, doomed, limit);
  if (doomed.size > limit)
    run.problems.push({
      path: '',
      code: 'TOO_MANY_ROWS',
      message: `This delete takes more than ${limit} rows along; run it as a job.`,
    });
  else await refuseHolders(run, doomed);
  const byModel = draftsOf(run, doomed);
  if (run.problems.length === refused) for (const [own, drafts] of byModel) await runRules(run, layoutOf(own), drafts);
  if (run.problems.length > refused) return targets.map(() => null);
  await loosen(run, await findLoosened(run, doomed));
  await removeRows(run, byModel);
  run.rows += doomed.size;
  for (const { model: own, id, row } of doomed.values())
    run.changes.record({ model: own, id, action: 'delete', before: row, after: null });
  for (const [own, drafts] of byModel) await runAfterSaves(run, layoutOf(own), drafts);
  return targets.map(({ id }) => (doomed.has(id) ? id : null));
};
