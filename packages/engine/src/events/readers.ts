import type { EventDb } from './consumer.ts';

/** An event that a reader gave up on. */
export interface ParkedEvent {
  readonly sequence: string;
  readonly type: string;
  readonly objectId: string;
  readonly action: string;
  readonly error: string;
  readonly attempts: number;
  /** Somebody asked to have it tried again. */
  readonly again: boolean;
  readonly parkedAt: string;
}

/** A reader of events that keeps its place. */
export interface EventReader {
  readonly name: string;
  /** All events up to here are done. */
  readonly sequence: string;
  /** Number of the latest event. */
  readonly latest: string;
  /** Events that it has yet to read; at most `MOST_WAITING` are counted. */
  readonly waiting: number;
  /** When the first of these happened; null when none waits. */
  readonly waitingSince: string | null;
  /** Failures in a row at what comes next. */
  readonly attempts: number;
  readonly nextTry: string | null;
  readonly lastError: string | null;
  readonly changedAt: string;
  readonly parkedCount: number;
  /** The first `MOST_PARKED`, in order. */
  readonly parked: readonly ParkedEvent[];
}

const MOST_WAITING = 100_000;
const MOST_PARKED = 100;

const READERS = `SELECT c.name, c.sequence, greatest(l.latest, c.sequence) AS latest, w.waiting, w.since AS "waitingSince",
    c.attempts, c.next_try AS "nextTry", c.last_error AS "lastError", c.changed_at AS "changedAt"
  FROM core_consumer c
  CROSS JOIN (SELECT coalesce(max(sequence), 0) AS latest FROM core_outbox) l
  CROSS JOIN LATERAL (
    SELECT least(coalesce(sum(least(o.size, o.sequence - c.sequence)), 0), ${MOST_WAITING})::int AS waiting, min(o.created) AS since
    FROM (SELECT sequence, size, created FROM core_outbox WHERE sequence > c.sequence ORDER BY sequence LIMIT ${MOST_WAITING}) o
  ) w
  ORDER BY c.name`;

const PARKED = `SELECT p.consumer, p.total::int AS total, p.sequence, p.type, p."objectId", p.action, p.error, p.attempts,
    p.again, p."parkedAt"
  FROM (
    SELECT consumer, sequence, object_type AS type, object_id AS "objectId", action, error, attempts, again,
      parked_at AS "parkedAt", row_number() OVER own AS at, count(*) OVER (PARTITION BY consumer) AS total
    FROM core_parked_event WHERE organization_id = $1
    WINDOW own AS (PARTITION BY consumer ORDER BY sequence)
  ) p WHERE p.at <= ${MOST_PARKED} ORDER BY p.consumer, p.sequence`;

type StoredParked = ParkedEvent & { readonly consumer: string; readonly total: number };

/** A row with its instants as texts, RFC 3339. */
const shown = <T>(row: T & object): T =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Date ? value.toISOString() : value,
    ]),
  ) as T; // its own keys

/** Readers with how far they are, and what of one organization they gave up on; two statements. */
export const eventReaders = async (db: EventDb, organizationId: string): Promise<EventReader[]> => {
  const readers = await db.query<Omit<EventReader, 'parked' | 'parkedCount'>>(READERS);
  const parked = await db.query<StoredParked>(PARKED, [organizationId]);
  return readers.map((reader) => {
    const own = parked.filter(({ consumer }) => consumer === reader.name).map(shown);
    return { ...shown(reader), parked: own, parkedCount: own[0]?.total ?? 0 };
  });
};
