import { spillChanges } from '../changes/spill.ts';
import { quote } from '../registry/model.ts';
import { CHUNK } from './collections.ts';
import { SaveDraft } from './draft.ts';
import { layoutOf, type Layout } from './layout.ts';
import { fitsRun } from './limits.ts';
import { loadRows } from './load.ts';
import type { Run } from './run.ts';
import { createSink, saveLoosened } from './save.ts';
import type { FieldHolders, Row } from './work.ts';

/** Custom field values of a row as they will be. */
export type ValuesOf = (row: Row) => Row;

/** Custom field values of a row as it lies. */
export const valuesOf = (row: Row | null): Row => (row?.['customFields'] ?? {}) as Row; // json field that holds an object

/**
 * Gives rows other custom field values because the fields themselves changed: derived values follow, rules have no say.
 *
 * Each changed row has its record, marked as a cascade. Ids are those of one chunk at most.
 */
export const followRows = async (
  run: Run,
  layout: Layout,
  ids: readonly string[],
  valuesAfter: ValuesOf,
): Promise<void> => {
  const rows = await loadRows(run, layout, ids, 'organization');
  const { report } = createSink(run);
  const drafts = [...rows].map(([id, row], index) => {
    const draft = new SaveDraft(layout, index, 'update', id, run.origin ?? '', {}, row, report);
    draft.set('customFields', valuesAfter(row));
    return draft;
  });
  const changed = drafts.filter((draft) => draft.changed('customFields'));
  if (changed.length === 0 || !fitsRun(run, changed.length)) return;
  const following = changed.flatMap(({ id }) => (run.changes.isAsked(id) ? [] : [id]));
  await saveLoosened(run, layout, changed);
  run.changes.markCascade(following);
  await spillChanges(run, following);
};

const NO_ROW = '00000000-0000-0000-0000-000000000000';

/** The next rows of a type that hold or lack fields, in order of id; one statement. */
const nextIds = async (run: Run, layout: Layout, { holding, lacking }: FieldHolders, after: string) => {
  const column = `t.${quote(layout.byKey.get('customFields')?.columns[0] ?? '')}`;
  const organization = layout.organizationColumn;
  const within = organization === null ? '$1::uuid IS NOT NULL' : `t.${quote(organization)} = $1`;
  const rows = await run.db.query<{ id: string }>(
    `SELECT t.id FROM ${quote(layout.model.table)} t
     WHERE ${within} AND t.id > $2 AND (${column} ?| $3::text[] OR (cardinality($4::text[]) > 0 AND NOT ${column} ?& $4::text[]))
     ORDER BY t.id LIMIT ${CHUNK}`,
    [run.actor.organizationId, after, holding, lacking],
  );
  return rows.map(({ id }) => id);
};

/** `Work.followFields`: as many statements as there are chunks of rows, and no more rows in memory than one holds. */
export const followFields = async (
  run: Run,
  name: string,
  holders: FieldHolders,
  valuesAfter: ValuesOf,
): Promise<void> => {
  const layout = layoutOf(run.registry.model(name));
  for (let last = NO_ROW; ; ) {
    const ids = await nextIds(run, layout, holders, last);
    if (ids.length > 0) await followRows(run, layout, ids, valuesAfter);
    if (ids.length < CHUNK || run.problems.length > 0) return;
    last = ids.at(-1) ?? last;
  }
};
