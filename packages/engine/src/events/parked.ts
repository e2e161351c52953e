import { outboxRowOf } from '../changes/outbox.ts';
import type { EventHead } from './consumer.ts';
import type { EventDb } from './consumer.ts';
import type { Place } from './place.ts';

const PARK = `WITH moved AS (
    UPDATE core_consumer SET sequence = $4, ahead = $5::jsonb, attempts = 0, next_try = NULL, last_error = NULL,
      changed_at = now()
    WHERE name = $1 AND sequence = $2 AND ahead = $3::jsonb RETURNING name
  )
  INSERT INTO core_parked_event (consumer, sequence, organization_id, object_type, object_id, action, error, attempts)
  SELECT name, $6, $7, $8, $9, $10, $11, $12 FROM moved ON CONFLICT (consumer, sequence) DO NOTHING`;

/** Puts an event aside that a reader can't do anything with, and moves the reader past it. */
export const parkEvent = async (
  db: EventDb,
  consumer: string,
  [from, to]: readonly [Place, Place],
  head: EventHead,
  error: string,
): Promise<void> => {
  const { sequence, organizationId, type, objectId, action } = head;
  const places = [from.sequence, JSON.stringify(from.ahead), to.sequence, JSON.stringify(to.ahead)];
  const event = [sequence, organizationId, type, objectId, action];
  await db.query(PARK, [consumer, ...places, ...event, error, from.attempts + 1]);
};

const NEXT = `SELECT sequence, organization_id AS "organizationId", object_type AS type, object_id AS "objectId", action,
    (SELECT coalesce(o.record_ids[o.at], o.change_record_id) FROM ${outboxRowOf('p.sequence')} o) AS "changeRecordId"
  FROM core_parked_event p WHERE consumer = $1 AND again ORDER BY sequence LIMIT 1`;

/** The first parked event that somebody asked to try again. */
export const nextParked = async (db: EventDb, consumer: string): Promise<EventHead | null> => {
  const [row] = await db.query<Omit<EventHead, 'sequence'> & { readonly sequence: string }>(NEXT, [consumer]);
  return row ? { ...row, sequence: Number(row.sequence) } : null;
};

/** Takes an event from those put aside; says whether it was among them. */
export const unpark = async (db: EventDb, consumer: string, { sequence }: EventHead): Promise<boolean> => {
  const gone = await db.query('DELETE FROM core_parked_event WHERE consumer = $1 AND sequence = $2 RETURNING 1', [
    consumer,
    sequence,
  ]);
  return gone.length > 0;
};

/** Leaves an event aside that failed once more. */
export const parkAgain = async (db: EventDb, consumer: string, { sequence }: EventHead, error: string) => {
  await db.query(
    `UPDATE core_parked_event SET again = false, error = $3, attempts = attempts + 1
     WHERE consumer = $1 AND sequence = $2`,
    [consumer, sequence, error],
  );
};

/** Has the parked events of a reader, those of one organization, tried again; gives how many. */
export const retryParked = async (db: EventDb, consumer: string, organizationId: string): Promise<number> => {
  const rows = await db.query(
    `UPDATE core_parked_event SET again = true
     WHERE consumer = $1 AND organization_id = $2 AND NOT again RETURNING 1`,
    [consumer, organizationId],
  );
  return rows.length;
};
