import type { EventDb, EventHead } from './consumer.ts';

/** How far a reader came. */
export interface Place {
  /** All events up to here are done. */
  readonly sequence: number;
  /** By organization, how far it came beyond that. */
  readonly ahead: Readonly<Record<string, number>>;
  /** Failures in a row at what comes next. */
  readonly attempts: number;
  /** Milliseconds until the next attempt may begin; 0 for now. */
  readonly waitMs: number;
}

/** A place as read, with the number of the latest event. */
export interface CurrentPlace extends Place {
  readonly latest: number;
}

interface StoredPlace {
  readonly sequence: string;
  readonly ahead: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly waitMs: string;
  readonly latest: string | null;
}

const READ = `SELECT sequence, ahead, attempts,
    greatest(0, ceil(extract(epoch FROM next_try - clock_timestamp()) * 1000))::bigint AS "waitMs",
    (SELECT max(o.sequence) FROM core_outbox o) AS latest
  FROM core_consumer WHERE name = $1`;

/** The place of a reader; null for one that has not begun. */
export const readPlace = async (db: EventDb, name: string): Promise<CurrentPlace | null> => {
  const [row] = await db.query<StoredPlace>(READ, [name]);
  if (!row) return null;
  const [sequence, waitMs, latest] = [Number(row.sequence), Number(row.waitMs ?? 0), Number(row.latest ?? 0)];
  return { ...row, sequence, waitMs, latest };
};

const BEGIN = `INSERT INTO core_consumer (name, sequence)
  SELECT n, coalesce((SELECT max(sequence) FROM core_outbox), 0) FROM unnest($1::text[]) n ON CONFLICT DO NOTHING`;

/** Gives readers that are new a place: after everything that has happened. */
export const beginConsumers = async (db: EventDb, names: readonly string[]): Promise<void> => {
  await db.query(BEGIN, [names]);
};

/** What of `heads` a reader has not done yet. */
export const ahead = (place: Place, heads: readonly EventHead[]): EventHead[] =>
  heads.filter(({ sequence, organizationId }) => sequence > (place.ahead[organizationId] ?? 0));

/** Events read from a place on; `end` is how far no other is left. */
export interface Reading {
  readonly heads: readonly EventHead[];
  readonly end: number;
}

/** The place after `done`, which are of one organization and in order. */
export const placeAfter = (place: Place, { heads, end }: Reading, done: readonly EventHead[]): Place => {
  const [first] = done;
  const last = done.at(-1);
  if (!first || !last) return place;
  const further = { ...place.ahead, [first.organizationId]: last.sequence };
  const next = heads.findIndex(({ sequence, organizationId }) => sequence > (further[organizationId] ?? 0));
  const sequence = next === -1 ? end : (heads[next - 1]?.sequence ?? place.sequence);
  return placeAt({ ...place, ahead: further }, sequence);
};

/** The place once all events up to a number are done or passed over. */
export const placeAt = (place: Place, sequence: number): Place => {
  const kept = Object.entries(place.ahead).filter(([, own]) => own > sequence);
  return { sequence, ahead: Object.fromEntries(kept), attempts: 0, waitMs: 0 };
};

const MOVE = `UPDATE core_consumer SET sequence = $4, ahead = $5::jsonb, attempts = 0, next_try = NULL, last_error = NULL,
    changed_at = now()
  WHERE name = $1 AND sequence = $2 AND ahead = $3::jsonb RETURNING name`;

/** Moves a reader from one place to another, unless somebody else has; says whether it did. */
export const movePlace = async (db: EventDb, name: string, from: Place, to: Place): Promise<boolean> => {
  const moved = await db.query(MOVE, [
    name,
    from.sequence,
    JSON.stringify(from.ahead),
    to.sequence,
    JSON.stringify(to.ahead),
  ]);
  return moved.length > 0;
};

const FAIL = `UPDATE core_consumer SET attempts = attempts + 1, last_error = $4, changed_at = now(),
    next_try = clock_timestamp() + $5 * interval '1 millisecond'
  WHERE name = $1 AND sequence = $2 AND ahead = $3::jsonb`;

/** Notes a failure at what comes next. */
export const failAt = async (
  db: EventDb,
  name: string,
  place: Place,
  error: string,
  pauseMs: number,
): Promise<void> => {
  await db.query(FAIL, [name, place.sequence, JSON.stringify(place.ahead), error, pauseMs]);
};
