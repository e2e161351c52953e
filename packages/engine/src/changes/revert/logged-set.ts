import { paramsFrom, seenSql, type Run } from '../../write/run.ts';
import type { Row } from '../../write/work.ts';
import type { FieldChange } from '../record.ts';

/** One record of a change set as the log keeps it. */
export interface LoggedChange {
  /** Place in the change set, which error paths name as `changes.<index>`. */
  readonly index: number;
  readonly type: string;
  readonly id: string;
  readonly number: number | null;
  readonly display: string;
  readonly action: 'create' | 'update' | 'delete' | 'reveal';
  readonly version: number | null;
  /** What differs, for updates. */
  readonly fields: readonly FieldChange[];
  readonly before: Row | null;
  readonly after: Row | null;
}

/** A change set with all of its records, in the order in which they were made. */
export interface LoggedSet {
  readonly id: string;
  readonly number: number;
  /** RFC 3339. */
  readonly at: string;
  readonly actorName: string;
  readonly changes: readonly LoggedChange[];
}

interface StoredSet {
  readonly number: number;
  readonly at: string;
  readonly actorName: string;
  readonly actorUserId: string | null;
}

type StoredRecord = Omit<LoggedChange, 'index' | 'fields'> & {
  readonly fields: readonly FieldChange[] | null;
  readonly seen: boolean;
};

/** Why a change set can't be taken back as a whole by its caller. */
export type Unloaded = 'unknown' | 'unseen';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const recordsOf = async (run: Run, id: string): Promise<StoredRecord[]> => {
  const params = paramsFrom([run.actor.organizationId, id]);
  const model = run.registry.find('core.ChangeRecord');
  const seen = model ? seenSql(run, model, 'r', params) : 'true';
  return run.db.query<StoredRecord>(
    `SELECT r.object_type AS type, r.object_id AS id, r.object_number AS number, coalesce(r.display, '') AS display, r.action,
       r.object_version AS version, r.fields, r.before, r.after, (${seen}) AS seen
     FROM core_change_record r WHERE r.organization_id = $1 AND r.change_set_id = $2 ORDER BY r.id`,
    params.values,
  );
};

/**
 * A change set with its records; two statements.
 *
 * Whoever made it gets all of it, since its answer told them so; others get it when they see every record.
 */
export const loadSet = async (run: Run, id: string): Promise<LoggedSet | Unloaded> => {
  if (!UUID.test(id)) return 'unknown';
  const [set] = await run.db.query<StoredSet>(
    `SELECT s.number, to_json(s.created) #>> '{}' AS at, s.actor_name AS "actorName", s.actor_user_id AS "actorUserId"
     FROM core_change_set s WHERE s.organization_id = $1 AND s.id = $2`,
    [run.actor.organizationId, id],
  );
  const records = set ? await recordsOf(run, id) : [];
  const isOwn = set?.actorUserId !== null && set?.actorUserId === run.actor.userId;
  if (!set || (!isOwn && records.length > 0 && records.every(({ seen }) => !seen))) return 'unknown';
  if (!isOwn && records.some(({ seen }) => !seen)) return 'unseen';
  const changes = records.map(({ seen: _seen, fields, ...record }, index) => ({
    ...record,
    index,
    fields: fields ?? [],
  }));
  return { id, number: set.number, at: set.at, actorName: set.actorName, changes };
};
