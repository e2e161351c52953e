import { seenFieldsOf } from '../read/field-rights.ts';
import { SaveDraft } from './draft.ts';
import { differing } from './input.ts';
import type { Layout } from './layout.ts';
import { loadRows } from './load.ts';
import { lockAhead } from './lock-ahead.ts';
import { isId, resolveReferences } from './references.ts';
import { refuseForeign } from './rights.ts';
import { isExcluded, type Run } from './run.ts';
import { createSink, readInputs, updateDrafts, type Placed, type Sink } from './save.ts';
import { lockTree } from './tree.ts';
import type { InputRow, SavedIds, SaveOptions } from './work.ts';

/** An update whose row is known. */
export interface Located extends Placed {
  readonly id: string;
}

const NAMING = ['id', 'number', 'key'] as const;

const namingOf = (layout: Layout, input: InputRow): Readonly<Record<string, unknown>> | null => {
  const by = NAMING.find(
    (form) => (input[form] ?? null) !== null && !(form === 'key' && layout.model.spec.fields.has('key')),
  );
  return by ? { [by]: input[by] } : null;
};

/** Finds the row each input names by id, number or key; inputs without one are refused. An id is looked for when its row is read. */
const locate = async (run: Run, layout: Layout, inputs: readonly Placed[]): Promise<Located[]> => {
  const found = new Map<Placed, string>();
  const requests = inputs.flatMap((placed) => {
    const given = namingOf(layout, placed.input);
    const assign = (id: string) => found.set(placed, id);
    if (isId(given?.['id'])) {
      assign(given['id']);
      return [];
    }
    const refuse = (code: string, message: string) => run.problems.push({ path: placed.path, code, message });
    return [{ target: layout.model, given, assign, refuse }];
  });
  await resolveReferences(run, requests);
  return inputs.flatMap((placed) => {
    const id = found.get(placed);
    return id === undefined ? [] : [{ ...placed, id }];
  });
};

const withoutRepeats = (run: Run, located: readonly Located[]): Located[] => {
  const seen = new Map<string, string>();
  return located.filter(({ id, path }) => {
    const other = seen.get(id);
    seen.set(id, path);
    if (other !== undefined)
      run.problems.push({ path, code: 'BAD_USER_INPUT', message: `This row is already changed by ${other}.` });
    return other === undefined;
  });
};

/** Names of fields that changed after the given version, from the change records. */
const changedSince = async (run: Run, id: string, version: number): Promise<string[]> => {
  const rows = await run.db.query<{ name: string }>(
    `SELECT DISTINCT f->>'name' AS name FROM core_change_record r, jsonb_array_elements(r.fields) f
     WHERE r.organization_id = $1 AND r.object_id = $2 AND r.object_version > $3 ORDER BY 1`,
    [run.actor.organizationId, id, version],
  );
  return rows.map((row) => row.name);
};

const refuseStale = async (run: Run, drafts: readonly SaveDraft[]): Promise<void> => {
  for (const draft of drafts) {
    const given = draft.input['rowVersion'];
    const stored = draft.before?.['rowVersion'];
    if (given === undefined || given === null || given === stored) continue;
    const changed = await changedSince(run, draft.id, Number(given));
    const seen = seenFieldsOf({ predicates: run.engine.predicates, actor: run.actor })(draft.layout.model);
    const shown = (name: string) => (seen?.has(name) ?? true) && !draft.layout.byKey.get(name)?.secret;
    const fields = differing(draft)
      .filter(shown)
      .map((name) => ({
        name,
        stored: draft.before?.[name] ?? null,
        given: draft.values[name] ?? null,
      }));
    const { label } = draft.layout.model;
    draft.refuse(
      'rowVersion',
      'STALE_WRITE',
      `The ${label} changed since you read it: it is at version ${String(stored)}, not ${String(given)}.`,
      {
        rowVersion: stored,
        changed: changed.filter((name) => seen?.has(name.split('.')[0] ?? '') ?? true),
        fields,
      },
    );
  }
};

const draftsOf = async (run: Run, layout: Layout, located: readonly Located[], sink: Sink): Promise<SaveDraft[]> => {
  const originals = await loadRows(
    run,
    layout,
    located.map(({ id }) => id),
    'actor',
  );
  return located.flatMap(({ id, index, path, input }) => {
    const before = originals.get(id);
    if (before) return [new SaveDraft(layout, index, 'update', id, path, input, before, sink.report)];
    run.problems.push({ path, code: 'NOT_FOUND', message: `There is no ${layout.model.label} with id "${id}".` });
    return [];
  });
};

/** Updates rows that are already known by id. */
export const updateLocated = async (
  run: Run,
  layout: Layout,
  located: readonly Located[],
  count: number,
  onRead?: SaveOptions['onRead'],
): Promise<SavedIds> => {
  const sink = createSink(run);
  const { tree } = layout.model;
  if (tree !== null && located.some(({ input }) => input[tree] !== undefined)) await lockTree(run, layout, true);
  const distinct = withoutRepeats(run, located);
  await lockAhead(run, layout, 'update', distinct);
  const drafts = await draftsOf(run, layout, distinct, sink);
  await readInputs(run, drafts);
  onRead?.(drafts);
  await refuseForeign(run, layout, drafts, 'change');
  await refuseStale(run, drafts);
  return updateDrafts(run, layout, drafts, sink, count);
};

/** Updates rows named by id, number or key. */
export const updateRowsByInput = async (
  run: Run,
  layout: Layout,
  inputs: readonly Placed[],
  count: number,
  onRead?: SaveOptions['onRead'],
): Promise<SavedIds> => {
  const open = inputs.filter(({ path }) => !isExcluded(run, path));
  return updateLocated(run, layout, await locate(run, layout, open), count, onRead);
};
