import { Forbidden } from '@plumbline/kit';
import { compileFilter } from '../read/filter/sql.ts';
import { quote, type Model } from '../registry/model.ts';
import { groupBy } from './collections.ts';
import { deleteRows } from './delete.ts';
import { layoutOf } from './layout.ts';
import { fitsRun } from './limits.ts';
import { requireAction, type WriteAction } from './rights.ts';
import { nested } from './run-rules.ts';
import { paramsFrom, scopeSql, type Run } from './run.ts';
import { createRows, type Placed } from './save.ts';
import { updateLocated, updateRowsByInput } from './update.ts';
import type { DeleteTarget, InputRow, SavedIds, SaveOptions } from './work.ts';

type PathOf = (index: number) => string;

/** Where errors of the rows go: as told, below the row that set a nested write off, else `input.0`. */
const pathsOf = (run: Run, options: SaveOptions | undefined): PathOf =>
  options?.path ?? ((index) => run.origin ?? `input.${index}`);

const placed = (inputs: readonly InputRow[], pathOf: PathOf): Placed[] =>
  inputs.map((input, index) => ({ index, path: pathOf(index), input }));

const noIds = (inputs: readonly unknown[]): SavedIds => inputs.map(() => null);

/** The model a caller may write by one of the actions; the engine's own tables are written by the engine alone. @throws Forbidden */
export const writable = (run: Run, name: string, ...actions: readonly WriteAction[]): Model => {
  const model = run.registry.find(name) ?? run.registry.byType.get(name) ?? run.registry.model(name);
  if (model.readOnly && run.actor.source === 'api' && run.depth === 0)
    throw new Forbidden(`A ${model.label} can't be written directly.`);
  requireAction(run, model, ...actions);
  return model;
};

const inputPath: PathOf = (index) => `input.${index}`;

/** Commands speak of `input.0`, the first of their own inputs; this is where that row stands in the caller's request. */
const relocated = async <T>(run: Run, pathOf: PathOf, step: () => Promise<T>): Promise<T> => {
  const { relocate } = run;
  const first = run.problems.length;
  const moved = (path: string) => path.replace(/^input\.(\d+)/, (_, index: string) => pathOf(Number(index)));
  run.relocate = (path) => relocate(moved(path));
  try {
    return await step();
  } finally {
    run.relocate = relocate;
    for (const problem of run.problems.splice(first)) run.problems.push({ ...problem, path: moved(problem.path) });
  }
};

/** Runs the generic verb as if the command were not there: what it reads is the caller's own input. */
const asCaller = async <T>(run: Run, caller: Pick<Run, 'depth' | 'origin'>, step: () => Promise<T>): Promise<T> => {
  const { depth, origin } = run;
  Object.assign(run, caller);
  try {
    return await step();
  } finally {
    Object.assign(run, { depth, origin });
  }
};

type Generic = (given: readonly InputRow[], pathOf: PathOf) => Promise<SavedIds>;

interface Verb {
  readonly model: Model;
  readonly verb: 'create' | 'update';
  readonly generic: Generic;
}

/** The wrapped verb of an entity around the generic one; imports bring complete rows and skip it. */
const throughCommand = async (
  run: Run,
  { model, verb, generic }: Verb,
  inputs: readonly InputRow[],
  pathOf: PathOf,
): Promise<SavedIds> => {
  const command = run.trusted ? undefined : run.engine.rulesOf(model.name).commands.get(verb);
  if (!command) return generic(inputs, pathOf);
  const caller = { depth: run.depth, origin: run.origin };
  const next = (given: readonly InputRow[]) => asCaller(run, caller, () => generic(given, inputPath));
  const origin = inputs.length === 1 ? inputPath(0) : '';
  return relocated(run, pathOf, () => nested(run, origin, () => command.run(run.work, inputs, next)));
};

/** Creates rows of a model, through its command when it has one. */
export const createVerb = async (
  run: Run,
  name: string,
  inputs: readonly InputRow[],
  options?: SaveOptions,
): Promise<SavedIds> => {
  const model = writable(run, name, 'add');
  if (!fitsRun(run, inputs.length)) return noIds(inputs);
  const generic: Generic = (given, pathOf) =>
    createRows(run, layoutOf(model), placed(given, pathOf), given.length, options?.onRead);
  return throughCommand(run, { model, verb: 'create', generic }, inputs, pathsOf(run, options));
};

/** Updates rows of a model named by id, number or key, through its command when it has one. */
export const updateVerb = async (
  run: Run,
  name: string,
  inputs: readonly InputRow[],
  options?: SaveOptions,
): Promise<SavedIds> => {
  const model = writable(run, name, 'change');
  if (!fitsRun(run, inputs.length)) return noIds(inputs);
  const generic: Generic = (given, pathOf) =>
    updateRowsByInput(run, layoutOf(model), placed(given, pathOf), given.length, options?.onRead);
  return throughCommand(run, { model, verb: 'update', generic }, inputs, pathsOf(run, options));
};

/** Ids a filter selects, when there are as many as the caller expects. */
const selected = async (run: Run, model: Model, filter: unknown, expectedCount: number): Promise<string[] | null> => {
  const params = paramsFrom([]);
  const options = { predicates: run.engine.predicates, actor: run.actor };
  const condition = compileFilter(run.registry, model, filter, 't', params, options);
  const scope = scopeSql(run, model, 't', params);
  if (condition === 'true') {
    run.problems.push({
      path: 'filter',
      code: 'BAD_USER_INPUT',
      message: 'A write by filter needs at least one condition.',
    });
    return null;
  }
  const rows = await run.db.query<{ id: string }>(
    `SELECT t.id FROM ${quote(model.table)} t WHERE ${scope} AND (${condition}) ORDER BY t.id`,
    params.values,
  );
  if (rows.length === expectedCount) return rows.map(({ id }) => id);
  const message = `The filter selects ${rows.length} ${rows.length === 1 ? model.label : model.plural}, not ${expectedCount}; nothing was changed.`;
  run.problems.push({ path: 'expectedCount', code: 'EXPECTED_COUNT', message, details: { count: rows.length } });
  return null;
};

/** Sets the same values on all rows a filter selects. */
export const updateWhereVerb = async (
  run: Run,
  name: string,
  filter: unknown,
  set: InputRow,
  expectedCount: number,
): Promise<SavedIds> => {
  const model = writable(run, name, 'change');
  const ids = await selected(run, model, filter, expectedCount);
  if (!ids || !fitsRun(run, ids.length)) return [];
  const located = ids.map((id, index) => ({ index, id, path: run.origin ?? 'set', input: set }));
  return updateLocated(run, layoutOf(model), located, ids.length);
};

/** Deletes rows by id or filter, with all that goes along. */
export const deleteVerb = async (run: Run, name: string, target: DeleteTarget, path?: PathOf): Promise<SavedIds> => {
  const model = writable(run, name, 'delete');
  const byId = 'ids' in target;
  const ids = byId ? target.ids : await selected(run, model, target.filter, target.expectedCount);
  if (!ids) return [];
  const targets = ids.map((id, index) => ({
    id,
    path: path?.(index) ?? run.origin ?? (byId ? `ids.${index}` : 'filter'),
  }));
  const bad = targets.filter(({ id }) => !/^[0-9a-f-]{36}$/.test(id));
  for (const { id, path } of bad)
    run.problems.push({ path, code: 'NOT_FOUND', message: `There is no ${model.label} with id "${id}".` });
  if (bad.length > 0) return noIds(ids);
  const distinct = [...groupBy(targets, ({ id }) => id).values()].flatMap(([first]) => first ?? []);
  const deleted = new Set(await deleteRows(run, model, distinct));
  return ids.map((id) => (deleted.has(id) ? id : null));
};
