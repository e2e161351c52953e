import { SECRET_MASK } from '../../secrets/sealer.ts';
import type { Model } from '../../registry/model.ts';
import type { Doomed } from '../../write/cascade.ts';
import { groupBy } from '../../write/collections.ts';
import { layoutOf } from '../../write/layout.ts';
import { originsIn } from '../../write/provenance.ts';
import { loadRows } from '../../write/load.ts';
import type { Run } from '../../write/run.ts';
import { sameValue } from '../../write/values.ts';
import type { InputRow, Row } from '../../write/work.ts';
import { imageOf, loggedFields, type FieldChange } from '../record.ts';
import type { LoggedChange, LoggedSet } from './logged-set.ts';
import { findDependents, type Obstacle, type ObstacleKind } from './obstacles.ts';

/** One row of a plan: what was logged, and what is asked of the pipeline. */
export interface PlannedRow {
  readonly model: Model;
  readonly id: string;
  readonly path: string;
  readonly input: InputRow;
}

/** Secrets that a log, which masks them, can't bring back. */
export interface Unrestored {
  readonly type: string;
  readonly id: string;
  readonly display: string;
  readonly fields: readonly string[];
}

/** What takes a change set back. */
export interface Plan {
  readonly deletes: readonly PlannedRow[];
  readonly restores: readonly PlannedRow[];
  readonly updates: readonly PlannedRow[];
  readonly obstacles: readonly Obstacle[];
  readonly unrestored: readonly Unrestored[];
  /** Rows as they were when the plan was made, by id. */
  readonly rows: ReadonlyMap<string, Row>;
}

interface Draft {
  readonly deletes: PlannedRow[];
  readonly restores: PlannedRow[];
  readonly updates: PlannedRow[];
  readonly obstacles: Obstacle[];
  readonly unrestored: Unrestored[];
}

interface Known {
  readonly change: LoggedChange;
  readonly model: Model;
  readonly row: Row | null;
  readonly path: string;
}

/** Kept by the engine for good: no change ever differs in them. */
const FIXED: ReadonlySet<string> = new Set(['number', 'created', 'createdBy']);

const obstacle = ({ change, model, path }: Known, kind: ObstacleKind, fields: readonly string[] = []): Obstacle => ({
  kind,
  path,
  model,
  id: change.id,
  number: change.number,
  display: change.display,
  fields,
  version: change.version,
});

/** Fields in which a row differs from an image of the log. */
const differing = (model: Model, row: Row, image: Row): string[] => {
  const now = imageOf(model, row);
  return loggedFields(model)
    .map(({ key }) => key)
    .filter((key) => !FIXED.has(key) && !sameValue(now[key] ?? null, image[key] ?? null));
};

const missing = (draft: Draft, { change, model }: Known, fields: readonly string[]): void => {
  if (fields.length > 0) draft.unrestored.push({ type: model.name, id: change.id, display: change.display, fields });
};

const planCreate = (draft: Draft, known: Known): void => {
  const { change, model, row, path } = known;
  if (!row) return;
  const fields = differing(model, row, change.after ?? {});
  if (fields.length > 0) draft.obstacles.push(obstacle(known, 'changed', fields));
  draft.deletes.push({ model, id: change.id, path, input: {} });
};

/** An image of the log as the input that makes its row again, with what the engine alone keeps. */
export const restoringInput = (model: Model, id: string, image: Row, version: number | null): InputRow => {
  const layout = layoutOf(model);
  const fields = loggedFields(model).flatMap(({ key, secret, isSet }): [string, unknown][] => {
    if (secret) return [];
    if (key in image) return [[key, image[key]]];
    if (key === 'customFields') return [[key, {}]];
    if (isSet) return [[key, []]];
    return layout.byKey.get(key)?.nullable === true ? [[key, null]] : [];
  });
  return { ...Object.fromEntries(fields), ...originsIn(image), id, rowVersion: version };
};

const planDelete = (draft: Draft, known: Known): void => {
  const { change, model, row, path } = known;
  const image = change.before ?? {};
  if (!row) {
    const secrets = loggedFields(model).flatMap(({ key, secret }) => (secret && key in image ? [key] : []));
    missing(draft, known, secrets);
    draft.restores.push({ model, id: change.id, path, input: restoringInput(model, change.id, image, change.version) });
    return;
  }
  const fields = differing(model, row, image);
  if (fields.length > 0) draft.obstacles.push(obstacle(known, 'exists', fields));
};

/** What names of fields start with that are values of custom fields. */
export const CUSTOM = 'customFields.';

/** What a field asks for to be as before: a value under its key, nothing when it is so already, or that it changed since. */
type Back = { readonly key: string; readonly value: unknown } | 'done' | 'changed' | 'secret';

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);

/** Members that the change added go and those it took come back; what others did to the list meanwhile stays. */
const listBack = (key: string, row: Row, { before, after }: FieldChange): Back => {
  const [old, made, now] = [listOf(before), listOf(after), listOf(row[key])];
  const remove = made.filter((id) => !old.includes(id) && now.includes(id));
  const add = old.filter((id) => !made.includes(id) && !now.includes(id));
  return add.length + remove.length === 0 ? 'done' : { key, value: { add, remove } };
};

/** How a field of a row goes back to what it was before a change. */
export const backOf = (model: Model, row: Row, field: FieldChange): Back => {
  const { name, before, after } = field;
  const layout = layoutOf(model);
  if (layout.linkByKey.has(name)) return listBack(name, row, field);
  const isCustom = name.startsWith(CUSTOM);
  const custom = (row['customFields'] ?? {}) as Row;
  const now = (isCustom ? custom[name.slice(CUSTOM.length)] : row[name]) ?? null;
  if (layout.byKey.get(name)?.secret === true) {
    if (before === SECRET_MASK) return 'secret';
    return now === null ? 'done' : { key: name, value: null };
  }
  if (sameValue(now, before ?? null)) return 'done';
  if (!sameValue(now, after ?? null)) return 'changed';
  return { key: name, value: before ?? null };
};

const inputOf = (id: string, values: readonly { readonly key: string; readonly value: unknown }[]): InputRow => {
  const custom = values.filter(({ key }) => key.startsWith(CUSTOM));
  const plain = values.filter(({ key }) => !key.startsWith(CUSTOM));
  const document = Object.fromEntries(custom.map(({ key, value }) => [key.slice(CUSTOM.length), value]));
  return {
    ...Object.fromEntries(plain.map(({ key, value }) => [key, value])),
    ...(custom.length > 0 && { customFields: document }),
    id,
  };
};

const planUpdate = (draft: Draft, known: Known): void => {
  const { change, model, row, path } = known;
  if (!row) return void draft.obstacles.push(obstacle(known, 'deleted'));
  const layout = layoutOf(model);
  const fields = change.fields.filter(
    ({ name }) => name.startsWith(CUSTOM) || layout.byKey.has(name) || layout.linkByKey.has(name),
  );
  const backs = fields.map((field) => ({ name: field.name, back: backOf(model, row, field) }));
  const named = (what: Back) => backs.filter(({ back }) => back === what).map(({ name }) => name);
  const changed = named('changed');
  if (changed.length > 0) draft.obstacles.push(obstacle(known, 'changed', changed));
  missing(draft, known, named('secret'));
  const values = backs.flatMap(({ back }) => (typeof back === 'object' ? [back] : []));
  if (values.length > 0) draft.updates.push({ model, id: change.id, path, input: inputOf(change.id, values) });
};

const PLANNERS: Readonly<Record<LoggedChange['action'], (draft: Draft, known: Known) => void>> = {
  create: planCreate,
  delete: planDelete,
  update: planUpdate,
  reveal: () => undefined,
};

const loadAll = async (run: Run, changes: readonly LoggedChange[]): Promise<Map<string, Row>> => {
  const rows = new Map<string, Row>();
  for (const [type, own] of groupBy(changes, (change) => change.type)) {
    const model = run.registry.find(type);
    const ids = [...new Set(own.map(({ id }) => id))];
    const found = model ? await loadRows(run, layoutOf(model), ids, 'organization', null) : new Map<string, Row>();
    for (const [id, row] of found) rows.set(id, row);
  }
  return rows;
};

const unknownType = (change: LoggedChange): Obstacle => ({
  kind: 'unknown',
  path: `changes.${change.index}`,
  model: null,
  id: change.id,
  number: change.number,
  display: change.display,
  fields: [],
  version: change.version,
});

/**
 * Works out what takes a change set back, and everything that stands in the way, without writing anything.
 *
 * A new row goes when it still is as the change set left it and nothing hangs on it; a deleted one comes back with its
 * id and number; changed fields go back one by one, so that later changes of other fields stay. One statement per type,
 * and a few for what hangs on rows that are to go.
 */
export const planRevert = async (run: Run, set: LoggedSet): Promise<Plan> => {
  const draft: Draft = { deletes: [], restores: [], updates: [], obstacles: [], unrestored: [] };
  const rows = await loadAll(run, set.changes);
  for (const change of set.changes) {
    const model = run.registry.find(change.type);
    if (!model) draft.obstacles.push(unknownType(change));
    else if (change.version === null && change.action !== 'reveal')
      draft.obstacles.push({ ...unknownType(change), kind: 'imported', model });
    else
      PLANNERS[change.action](draft, {
        change,
        model,
        row: rows.get(change.id) ?? null,
        path: `changes.${change.index}`,
      });
  }
  const doomed: Doomed = new Map(
    draft.deletes.map(({ model, id, path }) => [id, { model, id, path, row: rows.get(id) ?? {} }]),
  );
  const own = new Set(set.changes.map(({ id }) => id));
  const known = new Set(draft.obstacles.map(({ id }) => id));
  const dependents = (await findDependents(run, doomed, own)).filter(({ id }) => !known.has(id));
  return { ...draft, obstacles: [...draft.obstacles, ...dependents], rows };
};
