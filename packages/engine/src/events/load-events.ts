import { imageFields } from '../changes/load.ts';
import type { FieldChange } from '../changes/record.ts';
import type { Row } from '../write/work.ts';
import type { EventHead, OutboxEvent } from './consumer.ts';

/** The part of a connection that reading events takes. */
export interface EventDb {
  query<T>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
}

const HEADS = `SELECT sequence, organization_id AS "organizationId", object_type AS type, object_id AS "objectId", action,
    change_record_id AS "changeRecordId"
  FROM core_outbox WHERE sequence > $1 ORDER BY sequence LIMIT $2`;

interface StoredHead extends Omit<EventHead, 'sequence'> {
  readonly sequence: string;
}

/** Numbered events after a place, in order. */
export const readHeads = async (db: EventDb, after: number, limit: number): Promise<EventHead[]> => {
  const rows = await db.query<StoredHead>(HEADS, [after, limit]);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
};

/** Records lie in partitions by time; a record is written shortly before its event. */
const EVENTS = `SELECT o.sequence, o.id, o.organization_id AS "organizationId", o.object_type AS type,
    o.object_id AS "objectId", o.action, o.payload, o.created, r.id AS "changeRecordId", r.object_number AS number,
    r.display, r.fields, r.before, r.after, r.actor_user_id AS "actorId", r.actor_name AS "actorName", r.source,
    s.reason, r.request_id AS "requestId", r.change_set_id AS "changeSetId", r.changed_at AS "changedAt"
  FROM core_outbox o
  LEFT JOIN core_change_record r ON r.organization_id = $1 AND r.id = o.change_record_id
    AND r.changed_at BETWEEN $3::timestamptz - interval '2 days' AND $4::timestamptz + interval '2 days'
  LEFT JOIN core_change_set s ON s.organization_id = r.organization_id AND s.id = r.change_set_id
  WHERE o.organization_id = $1 AND o.sequence = ANY($2::bigint[]) ORDER BY o.sequence`;

const SPAN = `SELECT min(created) AS first, max(created) AS last FROM core_outbox
  WHERE organization_id = $1 AND sequence = ANY($2::bigint[])`;

interface StoredEvent extends StoredHead {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly created: Date;
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

const eventOf = ({ actorId, actorName, created, changedAt, ...row }: StoredEvent): OutboxEvent => {
  const told = ofPayload(row.payload);
  return {
    ...row,
    sequence: Number(row.sequence),
    number: row.number ?? told.number,
    display: row.display ?? told.display,
    fields: row.fields ?? imageFields(row.before, row.after),
    actor: row.changeRecordId === null ? told.actor : { id: actorId, name: actorName ?? '' },
    source: row.source ?? 'job',
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
  const [span] = await db.query<{ readonly first: Date | null; readonly last: Date | null }>(SPAN, [
    organizationId,
    sequences,
  ]);
  if (!span?.first) return [];
  const rows = await db.query<StoredEvent>(EVENTS, [organizationId, sequences, span.first, span.last]);
  return rows.map(eventOf);
};
