import type { Model } from '../registry/model.ts';
import type { Db } from '../write/db.ts';
import { runOf } from '../write/make-work.ts';
import { canonicalInstant } from '../write/values.ts';
import type { Row, Work } from '../write/work.ts';
import { loggedFields } from './record.ts';
import { restoreRows } from './revert/apply.ts';
import { restoringInput } from './revert/plan.ts';

/** A row as the log alone tells it. */
export interface ReplayedRow {
  readonly model: Model;
  readonly id: string;
  /** All that is logged and the stamps; no derived values, secrets as a mask. */
  readonly row: Row;
}

interface LastRecord {
  readonly id: string;
  readonly action: string;
  readonly after: Row | null;
  readonly version: number | null;
  readonly at: string;
  readonly userId: string | null;
}

/** The last record of each object by its version, since a slow transaction is stamped with when it began; the history of another system has none. */
const LAST = `SELECT DISTINCT ON (r.object_id) r.object_id AS id, r.action, r.after, r.object_version AS version,
    to_json(r.changed_at) #>> '{}' AS at, r.actor_user_id AS "userId"
  FROM core_change_record r
  WHERE r.organization_id = $1 AND r.object_type = $2 AND r.action <> 'reveal' AND ($3::timestamptz IS NULL OR r.changed_at <= $3)
    AND r.object_version IS NOT NULL
  ORDER BY r.object_id, r.object_version DESC, r.action = 'delete' DESC, r.changed_at DESC, r.id DESC`;

const rowOf = (model: Model, { id, after, version, at, userId }: LastRecord): Row => {
  const image = after ?? {};
  const fields = loggedFields(model).map(({ key, isSet }): [string, unknown] => {
    if (key in image || !isSet) return [key, image[key] ?? null];
    return [key, key === 'customFields' ? {} : []];
  });
  const stamps = { lastUpdated: canonicalInstant(at), lastUpdatedBy: userId, ...image };
  const { lastUpdated, lastUpdatedBy } = stamps as Row;
  return { ...Object.fromEntries(fields), id, rowVersion: version, lastUpdated, lastUpdatedBy };
};

/**
 * The rows of a type as the log alone tells them: those of now, or of a moment (RFC 3339) in the past as far back as
 * records are kept. One statement.
 */
export const replayRows = async (
  db: Pick<Db, 'query'>,
  model: Model,
  organizationId: string,
  at: string | null = null,
): Promise<ReplayedRow[]> => {
  const records = await db.query<LastRecord>(LAST, [organizationId, model.name, at]);
  return records
    .filter(({ action }) => action !== 'delete')
    .map((record) => ({ model, id: record.id, row: rowOf(model, record) }));
};

/**
 * Makes replayed rows anew in a place without them, with their ids, numbers and makers; what is derived is worked out
 * again. Secrets stay empty. Rules have no say: the rows were there.
 *
 * @throws Conflict and other refusals become problems of the run
 */
export const rebuildRows = async (work: Work, rows: readonly ReplayedRow[]): Promise<void> => {
  const run = runOf(work);
  run.fromLog = 'replay';
  const planned = rows.map(({ model: { name }, id, row }, index) => {
    const model = run.registry.model(name);
    const version = typeof row['rowVersion'] === 'number' ? row['rowVersion'] - 1 : null;
    return { model, id, path: `rows.${index}`, input: restoringInput(model, id, row, version) };
  });
  run.postponed = new Set();
  await restoreRows(run, planned);
  run.postponed = null;
};
