import { Forbidden } from '@plumbline/kit';
import type { Model } from '../../registry/model.ts';
import { groupBy } from '../../write/collections.ts';
import { deleteTogether } from '../../write/delete.ts';
import { layoutOf } from '../../write/layout.ts';
import { examinePostponed } from '../../write/postponed.ts';
import { requireAction, withinReach, type WriteAction } from '../../write/rights.ts';
import { nested } from '../../write/run-rules.ts';
import type { Run } from '../../write/run.ts';
import { createRows, type Placed } from '../../write/save.ts';
import { updateLocated } from '../../write/update.ts';
import { TryAgain } from '../../write/violation.ts';
import { isArcValue } from '../../write/values.ts';
import type { InputRow, Row } from '../../write/work.ts';
import type { Plan, PlannedRow } from './plan.ts';
import { namedIn, orderRestores } from './restore-order.ts';

const placed = (rows: readonly PlannedRow[]): (Placed & { readonly id: string })[] =>
  rows.map(({ id, path, input }, index) => ({ index, id, path, input }));

const update = async (run: Run, rows: readonly PlannedRow[]): Promise<void> => {
  for (const [model, own] of groupBy(rows, (row) => row.model))
    await updateLocated(run, layoutOf(model), placed(own), own.length);
};

/** The row that a row the product keeps belongs to: what it would go along with. */
const ownerOf = (model: Model, row: Row | InputRow): { readonly model: string; readonly id: string } | null => {
  for (const edge of model.edges.values()) {
    if (edge.kind !== 'one' || edge.nullable || edge.onDelete !== 'cascade') continue;
    const id = row[edge.name];
    if (typeof id === 'string') return { model: edge.target, id };
  }
  return null;
};

/**
 * Rows that nobody writes directly, such as the ends of cables, take the right to change what they belong to, unless the
 * change set brings or takes that as well. @throws Forbidden
 */
const requireOwners = async (run: Run, plan: Plan): Promise<void> => {
  if (run.engine.predicates.byGrants !== true || run.actor.superuser) return;
  const inSet = new Set([...plan.deletes, ...plan.restores].map(({ id }) => id));
  const kept = [...plan.deletes, ...plan.restores, ...plan.updates].filter(({ model }) => model.readOnly);
  const owners = kept.flatMap(({ model, id, input }) => {
    const owner = ownerOf(model, plan.rows.get(id) ?? input);
    if (!owner) throw new Forbidden(`A ${model.label} can be taken back by administrators only.`);
    return inSet.has(owner.id) ? [] : [owner];
  });
  for (const [name, own] of groupBy(owners, (owner) => owner.model)) {
    const model = run.registry.model(name);
    const ids = [...new Set(own.map(({ id }) => id))];
    const within = await withinReach(run, model, 'change', ids);
    if (ids.some((id) => !within.has(id))) throw new Forbidden(`You may not change this ${model.label}.`);
  }
};

const requireRights = (run: Run, rows: readonly PlannedRow[], action: WriteAction): void => {
  for (const model of new Set(rows.map((row) => row.model))) if (!model.readOnly) requireAction(run, model, action);
};

/** References to rows that are about to go: back to what they were when that is there, else to nothing for now. */
const loosened = (plan: Plan): PlannedRow[] => {
  const going = new Set(plan.deletes.map(({ id }) => id));
  const coming = new Set(plan.restores.map(({ id }) => id));
  return plan.updates.flatMap((row) => {
    const layout = layoutOf(row.model);
    const now = plan.rows.get(row.id) ?? {};
    const fields = Object.entries(row.input).flatMap(([key, value]): [string, unknown][] => {
      const field = layout.byKey.get(key);
      const held = isArcValue(now[key]) ? now[key].id : now[key];
      if (!field || field.source.kind === 'scalar' || typeof held !== 'string' || !going.has(held)) return [];
      const isComing = namedIn(row.model, key, value).some((id) => coming.has(id));
      if (!isComing) return [[key, value]];
      return field.nullable ? [[key, null]] : [];
    });
    return fields.length === 0 ? [] : [{ ...row, input: { ...Object.fromEntries(fields), id: row.id } }];
  });
};

/** Updates once rows are gone: who goes needs not be taken off lists any more. */
const afterDeletes = (plan: Plan): PlannedRow[] => {
  const going = new Set(plan.deletes.map(({ id }) => id));
  if (going.size === 0) return [...plan.updates];
  return plan.updates.map((row) => {
    const { linkByKey } = layoutOf(row.model);
    const input = Object.entries(row.input).map(([key, value]): [string, unknown] => {
      if (!linkByKey.has(key)) return [key, value];
      const { add, remove } = value as { readonly add: readonly string[]; readonly remove: readonly string[] };
      return [key, { add, remove: remove.filter((id) => !going.has(id)) }];
    });
    return { ...row, input: Object.fromEntries(input) };
  });
};

/** Makes rows again that were deleted, level by level, and then what they refer to in circles. */
export const restoreRows = async (run: Run, rows: readonly PlannedRow[]): Promise<void> => {
  const { waves, later } = orderRestores(rows);
  for (const { model, rows: own } of waves) {
    run.restoring = true;
    await createRows(run, layoutOf(model), placed(own), own.length);
    run.restoring = false;
    if (run.problems.length > 0) return;
  }
  for (const { id, input } of later) {
    const own = run.own.get(id);
    if (own) run.own.set(id, { ...own, given: [...own.given, ...Object.keys(input)] });
  }
  await nested(run, '', () => update(run, later)); // part of the rows that were just made
};

/** Rows that changed between the plan and their lock: everything is looked at again. */
const refuseMoved = (run: Run, plan: Plan): void => {
  for (const { id, before } of run.changes.entries()) {
    const row = plan.rows.get(id);
    if (row && before && row['rowVersion'] !== before['rowVersion']) throw new TryAgain();
  }
};

/**
 * Takes a change set back by the steps of the write pipeline, with the rules and the rights of its caller.
 *
 * References let go of rows that are to go; those go, then fields change back, so that names and places are free when
 * deleted rows come back; then the references to these, and custom field values once their fields are as they were. Rows
 * that rules refuse in between are looked at again when all is done. Constant statements per type and chunk. @throws Forbidden
 */
export const applyPlan = async (run: Run, plan: Plan, takeBackValues: () => Promise<void>): Promise<void> => {
  requireRights(run, plan.deletes, 'delete');
  requireRights(run, plan.restores, 'add');
  requireRights(run, plan.updates, 'change');
  await requireOwners(run, plan);
  const coming = new Set(plan.restores.map(({ id }) => id));
  const fields = run.registry.providing('customFields');
  const areFieldsMoved = [...plan.deletes, ...plan.restores, ...plan.updates].some(({ model }) => model === fields);
  const waits = ({ model, input }: PlannedRow): boolean =>
    (areFieldsMoved && 'customFields' in input) ||
    Object.entries(input).some(([key, value]) => namedIn(model, key, value).some((id) => coming.has(id)));
  const groups = groupBy(plan.deletes, (row) => row.model);
  const updates = afterDeletes(plan);
  run.postponed = new Set();
  const steps: readonly (() => Promise<unknown>)[] = [
    () => update(run, loosened(plan)),
    () =>
      groups.size === 0
        ? Promise.resolve()
        : deleteTogether(
            run,
            [...groups].map(([model, rows]) => ({ model, rows })),
          ),
    () =>
      update(
        run,
        updates.filter((row) => !waits(row)),
      ),
    () => restoreRows(run, plan.restores),
    () => update(run, updates.filter(waits)),
    takeBackValues,
  ];
  for (const step of steps) {
    await step();
    refuseMoved(run, plan);
    if (run.problems.length > 0) return;
  }
  await examinePostponed(run);
};
