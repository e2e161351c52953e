import type { EventDb } from './load-events.ts';
import type { EventHead } from './consumer.ts';

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

interface StoredPlace {
  readonly sequence: string;
  readonly ahead: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly waitMs: string;
}

const READ = `SELECT sequence, ahead, attempts,
    greatest(0, ceil(extract(epoch FROM next_try - clock_timestamp()) * 1000))::bigint AS "waitMs"
  FROM core_consumer WHERE name = $1`;

/** The place of a reader; null for one that has not begun. */
export const readPlace = async (db: EventDb, name: string): Promise<Place | null> => {
  const [row] = await db.query<StoredPlace>(READ, [name]);
  return row ? { ...row, sequence: Number(row.sequence), waitMs: Number(row.waitMs ?? 0) } : null;
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

/** The place after `done`, which are of one organization and in order; `heads` is all that was read from the old place on. */
export const placeAfter = (place: Place, heads: readonly EventHead[], done: readonly EventHead[]): Place => {
  const [first] = done;
  const last = done.at(-1);
  if (!first || !last) return place;
  const further = { ...place.ahead, [first.organizationId]: last.sequence };
  const next = heads.findIndex(({ sequence, organizationId }) => sequence > (further[organizationId] ?? 0));
  const reached = next === -1 ? heads.at(-1) : heads[next - 1];
  const sequence = reached?.sequence ?? place.sequence;
  const kept = Object.entries(further).filter(([, own]) => own > sequence);
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
