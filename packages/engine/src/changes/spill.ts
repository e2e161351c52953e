import { storeSearch } from '../search/rows.ts';
import { CHUNK } from '../write/collections.ts';
import type { Run } from '../write/run.ts';
import type { Row } from '../write/work.ts';
import type { ChangedRow } from './log.ts';
import { changeOf, type Stamp } from './record.ts';
import { storeChanges } from './store.ts';

/** Stamps of rows that a run saves. */
export const stampOf = ({ now, actor }: Pick<Run, 'now' | 'actor'>): Stamp => ({ now, userId: actor.userId });

/** Events of an outbox row, so that each can be taken back with its record. */
const ALONE = 1;

const TAKE_BACK = `DELETE FROM core_change_record r
  WHERE r.organization_id = $1 AND r.change_set_id = $2 AND r.changed_at = $3 AND r.object_id = ANY($4::uuid[])
  RETURNING r.id AS record, r.object_id AS id, r.before -> 'customFields' AS values`;

/** By list: PostgreSQL knows nothing yet of rows of this transaction, and would join all of them with all records. */
const UNTELL = `DELETE FROM core_outbox
  WHERE sequence IS NULL AND transaction_id = pg_current_xact_id() AND id = ANY($1::uuid[])`;

/** Rows that were stored ahead and then written again have one record all the same. */
const asOne = async (run: Run, entries: readonly ChangedRow[]): Promise<readonly ChangedRow[]> => {
  if (run.spilled === 0) return entries;
  const stored = await run.db.query<{ record: string; id: string; values: Row | null }>(TAKE_BACK, [
    run.actor.organizationId,
    run.changeSetId,
    run.now,
    entries.map(({ id }) => id),
  ]);
  if (stored.length === 0) return entries;
  await run.db.query(UNTELL, [stored.map(({ record }) => record)]);
  const values = new Map(stored.map((one) => [one.id, one.values ?? {}]));
  return entries.map((entry) => {
    const customFields = values.get(entry.id);
    return customFields ? { ...entry, before: { ...entry.before, customFields } } : entry;
  });
};

/**
 * Stores the records of rows whose custom field values followed their fields ahead of the others, so that no run holds
 * more of them than a chunk. Nothing happens while all that a run changed fits one chunk.
 */
export const spillChanges = async (run: Run, ids: readonly string[]): Promise<void> => {
  if (run.changes.size <= CHUNK) return;
  const entries = await asOne(run, run.changes.take(ids));
  for (const { id } of entries) run.paths.delete(id);
  await storeChanges(
    run,
    entries.flatMap((entry) => changeOf(entry, stampOf(run)) ?? []),
    ALONE,
  );
  await storeSearch(run, entries);
  run.spilled += entries.length;
};

/** What a run changed and did not store yet. */
export const openChanges = (run: Run): Promise<readonly ChangedRow[]> => asOne(run, run.changes.entries());
