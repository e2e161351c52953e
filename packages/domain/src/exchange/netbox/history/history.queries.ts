import { streamInto, type Work } from '@plumbline/engine';
import type { PastChange } from './change-rows.ts';
import type { PastJob } from './job-rows.ts';

/** A row of another system by type and id there. */
export interface Named {
  readonly type: string;
  readonly id: string;
}

const SOURCE = 'netbox';

/** Key of a named row in what `objectsOf` gives. */
export const keyOf = ({ type, id }: Named): string => `${type} ${id}`;

/** Ids of the objects that imported rows became, by `keyOf`. */
export const objectsOf = async (work: Work, named: readonly Named[]): Promise<ReadonlyMap<string, string>> => {
  const distinct = [...new Map(named.map((one) => [keyOf(one), one])).values()];
  if (distinct.length === 0) return new Map();
  const rows = await work.sql<{ type: string; source: string; object: string }>`
    SELECT p.source_type AS type, p.source_id AS source, p.object_id AS object FROM core_provenance p
    JOIN unnest(${distinct.map(({ type }) => type)}::text[], ${distinct.map(({ id }) => id)}::text[]) AS v(type, id)
      ON p.source_type = v.type AND p.source_id = v.id
    WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE}`;
  return new Map(rows.map(({ type, source, object }) => [keyOf({ type, id: source }), object]));
};

/** A job with what its names stand for here. */
export interface PlacedJob {
  readonly id: string;
  readonly job: PastJob;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly actorName: string;
  readonly userId: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What became of rows: ids of those that were new, and of those that changed. */
export interface Stored {
  readonly created: number;
  readonly updated: number;
}

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/** Stores finished jobs; those that are here already are brought up to date. */
export const storeJobs = async (work: Work, jobs: readonly PlacedJob[]): Promise<Stored> => {
  const list = <T>(of: (job: PlacedJob) => T): T[] => jobs.map(of);
  const rows = await work.sql<{ isNew: boolean }>`
    INSERT INTO core_job AS j (organization_id, id, created, name, label, status, progress, log, input, result, error,
      actor, actor_name, actor_user_id, created_by, queued_at, started_at, finished_at)
    SELECT ${work.org}, v.id, v.created, 'netbox', v.label, v.status, CASE v.status WHEN 'completed' THEN 100 END, v.log, v.input,
      v.result, v.error, v.actor, v.actor_name, v.user_id, v.user_id, v.created, v.started, v.finished
    FROM unnest(${list(({ id }) => id)}::uuid[], ${list(({ job }) => job.created)}::timestamptz[],
      ${list(({ job }) => job.label)}::text[], ${list(({ job }) => job.status)}::text[],
      ${list(({ job }) => JSON.stringify(job.log))}::jsonb[], ${list(({ input }) => JSON.stringify(input))}::jsonb[],
      ${list(({ job }) => json(job.result))}::jsonb[], ${list(({ job }) => job.error)}::text[],
      ${list(({ actor }) => JSON.stringify(actor))}::jsonb[], ${list(({ actorName }) => actorName)}::text[],
      ${list(({ userId }) => userId)}::uuid[], ${list(({ job }) => job.started)}::timestamptz[],
      ${list(({ job }) => job.finished)}::timestamptz[])
      AS v(id, created, label, status, log, input, result, error, actor, actor_name, user_id, started, finished)
    ON CONFLICT (organization_id, id) DO UPDATE SET status = excluded.status, progress = excluded.progress,
      log = excluded.log, input = excluded.input, result = excluded.result, error = excluded.error,
      started_at = excluded.started_at, finished_at = excluded.finished_at, row_version = j.row_version + 1
    WHERE (j.status, j.log, j.input, j.result, j.error, j.started_at, j.finished_at)
      IS DISTINCT FROM (excluded.status, excluded.log, excluded.input, excluded.result, excluded.error,
        excluded.started_at, excluded.finished_at)
    RETURNING j.row_version = 1 AS "isNew"`;
  const created = rows.filter(({ isNew }) => isNew).length;
  return { created, updated: rows.length - created };
};

/** A change with what its names stand for here. */
export interface PlacedChange {
  readonly id: string;
  readonly change: PastChange;
  readonly entity: string;
  /** The object's id here, or one of its own for what was deleted. */
  readonly objectId: string;
  readonly changeSetId: string;
  readonly userId: string | null;
}

const storeSets = async (work: Work, changes: readonly PlacedChange[]): Promise<void> => {
  const firsts = [...new Map(changes.toReversed().map((one) => [one.changeSetId, one])).values()];
  // in one order, so that batches with sets in common wait for each other and never both
  const sets = firsts.toSorted((a, b) => (a.changeSetId < b.changeSetId ? -1 : 1));
  await work.sql`
    INSERT INTO core_change_set AS s (organization_id, id, actor_user_id, actor_name, source, reason, request_id, created)
    SELECT ${work.org}, v.id, v.user_id, v.name, 'import', v.reason, v.request, v.created
    FROM unnest(${sets.map(({ changeSetId }) => changeSetId)}::uuid[], ${sets.map(({ userId }) => userId)}::uuid[],
      ${sets.map(({ change }) => change.userName)}::text[], ${sets.map(({ change }) => change.message)}::text[],
      ${sets.map(({ change }) => change.requestId)}::text[], ${sets.map(({ change }) => change.at)}::timestamptz[])
      AS v(id, user_id, name, reason, request, created)
    ON CONFLICT (organization_id, id) DO UPDATE SET created = excluded.created, reason = excluded.reason
    WHERE s.created > excluded.created`;
};

/** Ids of the changes that an earlier import has stored. */
const knownIds = async (work: Work, changes: readonly PlacedChange[]): Promise<ReadonlySet<string>> => {
  const rows = await work.sql<{ id: string }>`
    SELECT r.id FROM unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ change }) => change.at)}::timestamptz[]) AS v(id, at)
    JOIN core_change_record r ON r.id = v.id AND r.changed_at = v.at WHERE r.organization_id = ${work.org}`;
  return new Set(rows.map(({ id }) => id));
};

const COLUMNS = [
  ['organization_id', 'uuid'],
  ['source', 'text'],
  ['id', 'uuid'],
  ['created', 'timestamptz'],
  ['change_set_id', 'uuid'],
  ['object_type', 'text'],
  ['object_id', 'uuid'],
  ['object_number', 'integer'],
  ['display', 'text'],
  ['action', 'text'],
  ['fields', 'jsonb'],
  ['before', 'jsonb'],
  ['after', 'jsonb'],
  ['changed_at', 'timestamptz'],
  ['actor_user_id', 'uuid'],
  ['actor_name', 'text'],
  ['request_id', 'text'],
] as const;

const addChanges = async (work: Work, changes: readonly PlacedChange[]): Promise<void> => {
  const rows = function* () {
    for (const { id, change, entity, objectId, changeSetId, userId } of changes) {
      const { at, object, display, action, fields, before, after, userName, requestId } = change;
      const place = [id, at, changeSetId, entity, objectId, Number(object), display, action];
      yield [...place, json(fields), json(before), json(after), at, userId, userName, requestId];
    }
  };
  const shared = [work.org.organizationId, 'import'];
  await streamInto(work, { table: 'core_change_record', columns: COLUMNS, shared, rows: rows() });
};

/** Brings changes that are here to the objects they are about now; gives how many had another. */
const moveChanges = async (work: Work, changes: readonly PlacedChange[]): Promise<number> => {
  const moved = await work.sql`
    UPDATE core_change_record r SET object_id = v.object, row_version = r.row_version + 1
    FROM unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ change }) => change.at)}::timestamptz[],
      ${changes.map(({ objectId }) => objectId)}::uuid[]) AS v(id, at, object)
    WHERE r.organization_id = ${work.org} AND r.id = v.id AND r.changed_at = v.at AND r.object_id <> v.object
    RETURNING r.id`;
  return moved.length;
};

/** Stores changes of the past with their change sets; nothing tells listeners of them. */
export const storePastChanges = async (work: Work, changes: readonly PlacedChange[]): Promise<Stored> => {
  if (changes.length === 0) return { created: 0, updated: 0 };
  await storeSets(work, changes);
  const known = await knownIds(work, changes);
  const [fresh, here] = [changes.filter(({ id }) => !known.has(id)), changes.filter(({ id }) => known.has(id))];
  if (fresh.length > 0) await addChanges(work, fresh);
  return { created: fresh.length, updated: here.length > 0 ? await moveChanges(work, here) : 0 };
};

/** First day of the month that an instant lies in. */
export const monthOf = (at: string): string => `${new Date(at).toISOString().slice(0, 7)}-01`;
