import type { Params } from '../../actor.ts';
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

/** A change set with its records, in the order in which they were made. */
export interface LoggedSet {
  readonly id: string;
  readonly number: number;
  /** RFC 3339. */
  readonly at: string;
  readonly actorName: string;
  /** All but those whose values followed their custom fields, of which there may be very many. */
  readonly changes: readonly LoggedChange[];
  /** How many more there are. */
  readonly followed: number;
  /** The fields of which values are asked for; null for all. */
  readonly followedFields: ReadonlySet<string> | null;
}

interface StoredSet {
  readonly number: number;
  readonly at: string;
  readonly actorName: string;
  readonly actorUserId: string | null;
  readonly followed: number;
  readonly someSeen: boolean | null;
  readonly allSeen: boolean | null;
}

type StoredRecord = Omit<LoggedChange, 'index' | 'fields'> & {
  readonly fields: readonly FieldChange[] | null;
  readonly seen: boolean;
};

/** Why a change set can't be taken back as a whole by its caller. */
export type Unloaded = 'unknown' | 'unseen';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** SQL that is true of a record of values that followed their custom fields and nothing else. */
export const FOLLOWED = `(r.action = 'update' AND r.source = 'cascade' AND r.fields IS NOT NULL AND r.fields <> '[]'
  AND NOT jsonb_path_exists(r.fields, '$[*] ? (!(@.name starts with "customFields."))'))`;

const seenOf = (run: Run, params: Params): string => {
  const model = run.registry.find('core.ChangeRecord');
  return model ? seenSql(run, model, 'r', params) : 'true';
};

const setOf = async (run: Run, id: string): Promise<StoredSet | undefined> => {
  const params = paramsFrom([run.actor.organizationId, id]);
  const seen = seenOf(run, params);
  const [set] = await run.db.query<StoredSet>(
    `SELECT s.number, to_json(s.created) #>> '{}' AS at, s.actor_name AS "actorName", s.actor_user_id AS "actorUserId",
       f.followed, f."someSeen", f."allSeen"
     FROM core_change_set s, LATERAL (
       SELECT count(*)::integer AS followed, bool_or(${seen}) AS "someSeen", bool_and(${seen}) AS "allSeen"
       FROM core_change_record r WHERE r.organization_id = $1 AND r.change_set_id = $2 AND ${FOLLOWED}
     ) f WHERE s.organization_id = $1 AND s.id = $2`,
    params.values,
  );
  return set;
};

const recordsOf = async (run: Run, id: string): Promise<StoredRecord[]> => {
  const params = paramsFrom([run.actor.organizationId, id]);
  const seen = seenOf(run, params);
  return run.db.query<StoredRecord>(
    `SELECT r.object_type AS type, r.object_id AS id, r.object_number AS number, coalesce(r.display, '') AS display, r.action,
       r.object_version AS version, r.fields, r.before, r.after, (${seen}) AS seen
     FROM core_change_record r WHERE r.organization_id = $1 AND r.change_set_id = $2 AND NOT ${FOLLOWED} ORDER BY r.id`,
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
  const set = await setOf(run, id);
  const records = set ? await recordsOf(run, id) : [];
  const isOwn = set?.actorUserId !== null && set?.actorUserId === run.actor.userId;
  if (!set) return 'unknown';
  const count = records.length + set.followed;
  if (!isOwn && count > 0 && set.someSeen !== true && records.every(({ seen }) => !seen)) return 'unknown';
  if (!isOwn && (set.allSeen === false || records.some(({ seen }) => !seen))) return 'unseen';
  const changes = records.map(({ seen: _seen, fields, ...record }, index) => ({
    ...record,
    index,
    fields: fields ?? [],
  }));
  const { number, at, actorName, followed } = set;
  return { id, number, at, actorName, changes, followed, followedFields: null };
};
