import { Forbidden } from '@plumbline/kit';
import { mayAct } from '../permissions/rights.ts';
import { RowRights, type RowRight } from '../permissions/row-rights.ts';
import { organizationPredicates } from '../permissions.ts';
import { quote, type Model } from '../registry/model.ts';
import { CHUNK, chunksOf, groupBy } from './collections.ts';
import type { SaveDraft } from './draft.ts';
import { STEERING, subject } from './input.ts';
import type { Layout } from './layout.ts';
import { isPermitted } from './permitted.ts';
import { paramsFrom, type Run } from './run.ts';

/** What grants call a write. */
export type WriteAction = 'add' | 'change' | 'delete';

/** A row that the caller asked for, to be looked at again once it is saved. */
export interface OwnRow {
  readonly model: Model;
  readonly action: WriteAction;
  /** Fields the caller gave a value, for new rows. */
  readonly given: readonly string[];
}

/**
 * Whether a write takes a grant: rows the caller asks for, where rights follow grants.
 *
 * What commands and after-save steps write besides is a consequence of such a row, and what the engine alone writes is
 * nobody's to be granted.
 */
export const takesGrant = (run: Run, model: Model): boolean =>
  run.engine.predicates.byGrants === true &&
  !run.actor.superuser &&
  run.depth === 0 &&
  !model.readOnly &&
  !run.granted.has(model.name) &&
  !isPermitted(run.work, model.name);

/** Refuses a verb the caller holds no grant for on any row. @throws Forbidden */
export const requireAction = (run: Run, model: Model, ...actions: readonly WriteAction[]): void => {
  if (!takesGrant(run, model) || actions.some((action) => mayAct(run.actor, model, action))) return;
  throw new Forbidden(`You may not ${actions.join(' or ')} ${model.plural}.`);
};

/** Rights to rows by id; rows without any are missing. One statement per chunk, none where no row has to be looked at. */
const rightsTo = async (
  run: Run,
  model: Model,
  action: WriteAction,
  ids: readonly string[],
): Promise<Map<string, RowRight>> => {
  const rights = new RowRights(run.registry, run.actor, model, action);
  const { ofAll } = rights;
  if (ofAll !== null) return new Map(ids.map((id) => [id, ofAll]));
  const found = new Map<string, RowRight>();
  for (const chunk of chunksOf(ids, CHUNK)) {
    const params = paramsFrom([chunk]);
    const within = organizationPredicates(model, run.actor)?.sql('t', params) ?? 'true';
    const columns = rights.columns('t', params).join(', ');
    const rows = await run.db.query<{ id: string }>(
      `SELECT t.id, ${columns} FROM ${quote(model.table)} t WHERE t.id = ANY($1::uuid[]) AND ${within}`,
      params.values,
    );
    for (const row of rows) {
      const right = rights.read(row);
      if (right) found.set(row.id, right);
    }
  }
  return found;
};

/** Fields of the input that hold a value other than before. */
const given = (draft: SaveDraft): string[] =>
  Object.keys(draft.input).filter(
    (key) =>
      (!STEERING.has(key) || draft.layout.model.spec.fields.has(key)) && key in draft.values && draft.changed(key),
  );

const refusal = (model: Model, field: string): string =>
  `${subject(field)} of this ${model.label} is not yours to change.`;

/** Refuses rows the caller may see but not change or delete, and fields that are out of reach. */
export const refuseForeign = async (
  run: Run,
  { model }: Layout,
  drafts: readonly SaveDraft[],
  action: 'change' | 'delete',
): Promise<void> => {
  if (drafts.length === 0 || !takesGrant(run, model)) return;
  const rights = await rightsTo(
    run,
    model,
    action,
    drafts.map(({ id }) => id),
  );
  for (const draft of drafts) {
    const right = rights.get(draft.id);
    if (!right) draft.refuse('', 'FORBIDDEN', `You may not ${action} this ${model.label}.`);
    else if (action === 'change')
      for (const field of given(draft))
        if (right.fields?.has(field) === false) draft.refuse(field, 'FORBIDDEN', refusal(model, field));
  }
};

/** Remembers rows the caller asked for, for the check once everything is stored. */
export const noteOwn = (run: Run, { model }: Layout, drafts: readonly SaveDraft[], action: 'add' | 'change'): void => {
  if (!takesGrant(run, model)) return;
  for (const draft of drafts)
    if (!run.own.has(draft.id)) run.own.set(draft.id, { model, action, given: action === 'add' ? given(draft) : [] });
};

/** Refuses rows that lie outside what the caller may add or change, now that they are saved: one statement per type, action and chunk. */
export const refuseOutOfScope = async (run: Run): Promise<void> => {
  const saved = run.changes.entries().flatMap(({ id, action }) => {
    const own = action === 'delete' ? undefined : run.own.get(id);
    return own ? [{ id, ...own }] : [];
  });
  for (const [, rows] of groupBy(saved, ({ model, action }) => `${action} ${model.name}`)) {
    const [first] = rows;
    if (!first) continue;
    const { model, action } = first;
    const rights = await rightsTo(
      run,
      model,
      action,
      rows.map(({ id }) => id),
    );
    for (const row of rows) {
      const right = rights.get(row.id);
      const path = run.paths.get(row.id) ?? '';
      const refuse = (code: string, at: string, message: string) => run.problems.push({ path: at, code, message });
      if (!right) refuse('OUT_OF_SCOPE', path, `This ${model.label} would lie outside what you may ${action}.`);
      else
        for (const field of row.given)
          if (right.fields?.has(field) === false) refuse('FORBIDDEN', `${path}.${field}`, refusal(model, field));
    }
  }
};

/** Rows of a type among these that the caller may act on. */
export const withinReach = async (
  run: Run,
  model: Model,
  action: WriteAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => new Set((await rightsTo(run, model, action, ids)).keys());
