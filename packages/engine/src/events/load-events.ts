import { imageFields } from '../changes/load.ts';
import { outboxRowOf, PACK } from '../changes/outbox.ts';
import type { FieldChange } from '../changes/record.ts';
import { withoutOrigins } from '../write/provenance.ts';
import type { Row } from '../write/work.ts';
import type { Concerns, EventDb, EventHead, OutboxEvent } from './consumer.ts';

/**
 * Heads of numbered events after $1, at most $2: rows are read until they hold as many, and no list of theirs before that.
 * The number of a row is that of its last event.
 */
const headsWhere = (rows: string, events: string): string =>
  `SELECT e.sequence, o.organization_id AS "organizationId", o.object_type AS type, e.object AS "objectId", o.action,
    e.record AS "changeRecordId"
  FROM (SELECT w.*, sum(w.size) OVER (ORDER BY w.sequence) - w.size AS before FROM (
      SELECT sequence, size, organization_id, object_type, object_id, action, change_record_id, record_ids, object_ids
      FROM core_outbox WHERE sequence > $1${rows} ORDER BY sequence LIMIT $2) w) o
  CROSS JOIN LATERAL (
    SELECT o.sequence - o.size + k.at AS sequence, k.record, k.object
    FROM unnest(coalesce(o.record_ids, ARRAY[o.change_record_id]), coalesce(o.object_ids, ARRAY[o.object_id]))
      WITH ORDINALITY AS k(record, object, at)
  ) e
  WHERE o.before < $2 + ${PACK} AND e.sequence > $1${events} ORDER BY e.sequence LIMIT $2`;

const HEADS = headsWhere('', '');
const CONCERNING = headsWhere(
  ` AND sequence < $3 + ${PACK} AND (object_type = ANY($4::text[]) OR action = ANY($5::text[]))`,
  ' AND e.sequence <= $3',
);

interface StoredHead extends Omit<EventHead, 'sequence'> {
  readonly sequence: string;
}

const headOf = (row: StoredHead): EventHead => ({ ...row, sequence: Number(row.sequence) });

/** Numbered events after a place, in order. */
export const readHeads = async (db: EventDb, after: number, limit: number): Promise<EventHead[]> =>
  (await db.query<StoredHead>(HEADS, [after, limit])).map(headOf);

/** Those of them up to a number that concern anybody. */
export const readConcerning = async (
  db: EventDb,
  [after, to]: readonly [after: number, to: number],
  { types, actions }: Concerns,
  limit: number,
): Promise<EventHead[]> => (await db.query<StoredHead>(CONCERNING, [after, limit, to, types, actions])).map(headOf);

const EVENTS = `SELECT e.sequence, coalesce(o.record_ids[o.at], o.id) AS id, o.organization_id AS "organizationId",
    o.object_type AS type, coalesce(o.object_ids[o.at], o.object_id) AS "objectId", o.action, o.payload, o.created,
    coalesce(o.record_ids[o.at], o.change_record_id) AS "changeRecordId"
  FROM unnest($2::bigint[]) AS e(sequence) CROSS JOIN LATERAL ${outboxRowOf('e.sequence')} o
  WHERE o.organization_id = $1 ORDER BY e.sequence`;

/**
 * Records lie in partitions by time; a record is written shortly before its event. They are asked for by a list of ids: a
 * join with events may read all of a time for each of them while nothing is known about a partition yet.
 */
const RECORDS = `SELECT r.id AS "recordId", r.object_number AS number, r.display, r.fields, ${withoutOrigins('r.before')} AS before, r.after,
    r.actor_user_id AS "actorId", r.actor_name AS "actorName", r.source, s.reason, r.request_id AS "requestId",
    r.change_set_id AS "changeSetId", r.changed_at AS "changedAt"
  FROM core_change_record r
  LEFT JOIN core_change_set s ON s.organization_id = r.organization_id AND s.id = r.change_set_id
  WHERE r.organization_id = $1 AND r.id = ANY($2::uuid[])
    AND r.changed_at BETWEEN $3::timestamptz - interval '2 days' AND $4::timestamptz + interval '2 days'`;

interface StoredEvent extends StoredHead {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly created: Date;
}

/** What a record says of its event; all null without one. */
interface StoredRecord {
  readonly recordId: string | null;
  readonly number: number | null;
  readonly display: string | null;
  readonly fields: readonly FieldChange[] | null;
  readonly before: Row | null;
  readonly after: Row | null;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly source: string | null;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly changeSetId: string | null;
  readonly changedAt: Date | null;
}

const textIn = (payload: StoredEvent['payload'], key: string): string | null => {
  const value = payload?.[key];
  return typeof value === 'string' ? value : null;
};

/** What an event without a record says of itself. */
const ofPayload = (payload: StoredEvent['payload']) => {
  const actor = (payload?.['actor'] ?? null) as { readonly id?: string | null; readonly name?: string } | null; // as the product wrote it
  const number = payload?.['number'];
  return {
    number: typeof number === 'number' ? number : null,
    display: textIn(payload, 'label') ?? textIn(payload, 'name') ?? '',
    actor: { id: actor?.id ?? null, name: actor?.name ?? '' },
  };
};

const NO_RECORD: StoredRecord = {
  recordId: null,
  number: null,
  display: null,
  fields: null,
  before: null,
  after: null,
  actorId: null,
  actorName: null,
  source: null,
  reason: null,
  requestId: null,
  changeSetId: null,
  changedAt: null,
};

const eventOf = ({ created, ...row }: StoredEvent, record: StoredRecord = NO_RECORD): OutboxEvent => {
  const told = ofPayload(row.payload);
  const { recordId, actorId, actorName, changedAt, ...known } = record;
  return {
    ...row,
    ...known,
    changeRecordId: recordId,
    sequence: Number(row.sequence),
    number: known.number ?? told.number,
    display: known.display ?? told.display,
    fields: known.fields ?? imageFields(known.before, known.after),
    actor: recordId === null ? told.actor : { id: actorId, name: actorName ?? '' },
    source: known.source ?? 'job',
    at: (changedAt ?? created).toISOString(),
  };
};

/** Events of one organization with what changed, in order; those pruned meanwhile are left out. Two statements. */
export const loadEvents = async (
  db: EventDb,
  organizationId: string,
  heads: readonly EventHead[],
): Promise<OutboxEvent[]> => {
  if (heads.length === 0) return [];
  const sequences = heads.map(({ sequence }) => sequence);
  const events = await db.query<StoredEvent>(EVENTS, [organizationId, sequences]);
  const ids = events.flatMap(({ changeRecordId }) => changeRecordId ?? []);
  const times = events.map(({ created }) => created.getTime());
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const records = ids.length === 0 ? [] : await db.query<StoredRecord>(RECORDS, [organizationId, ids, first, last]);
  const byId = new Map(records.map((record) => [record.recordId, record]));
  return events.map((event) => eventOf(event, byId.get(event.changeRecordId)));
};
