/** The part of a connection the sequencer needs. */
export interface SequencerDb {
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

/** Channel that writers notify at commit. */
export const OUTBOX_CHANNEL = 'plumbline_outbox';

/** Channel that carries the highest event number after each step; readers of events listen to it. */
export const EVENTS_CHANNEL = 'plumbline_events';

const LOCK = 0x706c_7371;

/** The number of a row is that of its last event; those before it count up to it. */
const STEP = `WITH given AS MATERIALIZED (
    SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END AS latest FROM core_outbox_sequence
  ), numbered AS (
    SELECT w.place, (SELECT latest FROM given) + sum(w.size) OVER (ORDER BY w.transaction_id, w.id, w.place) AS sequence
    FROM (SELECT ctid AS place, transaction_id, id, size FROM core_outbox
      WHERE sequence IS NULL AND transaction_id >= $2::xid8 AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY transaction_id, id LIMIT $1) w
  ), done AS (
    UPDATE core_outbox o SET sequence = n.sequence FROM numbered n
    WHERE o.ctid = n.place AND o.sequence IS NULL RETURNING o.sequence, o.size
  ), total AS (
    SELECT count(*)::int AS count, coalesce(sum(size), 0)::int AS events, max(sequence) AS highest FROM done
  )
  SELECT count, events, pg_snapshot_xmin(pg_current_snapshot())::text AS horizon,
    CASE WHEN count > 0 THEN setval('core_outbox_sequence', highest) END,
    CASE WHEN count > 0 THEN pg_notify('${EVENTS_CHANNEL}', highest::text) END FROM total`;

/** What a step has done. */
export interface SequencerStep {
  /** Rows that got a number. */
  readonly count: number;
  /** Events of these rows. */
  readonly events: number;
  /** Transactions before this one have no rows left without a number, when fewer rows than the limit were found. */
  readonly horizon: string;
}

/** No transaction is before it. */
export const FIRST_TRANSACTION = '0';

/**
 * Numbers outbox rows of transactions that ended before every open one, oldest first.
 *
 * A reader that resumes after sequence n therefore never misses a slow transaction: rows of one that is still open have
 * no number yet, and those committed later get higher ones. Run inside a transaction; of several callers one works.
 *
 * `since` is the horizon of an earlier step: a search from there on does not pass what lies dead in the index.
 */
export const sequenceOutbox = async (
  db: SequencerDb,
  limit = 10_000,
  since = FIRST_TRANSACTION,
): Promise<SequencerStep> => {
  const [lock] = await db.query<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS got`);
  const [done] = lock?.got === true ? await db.query<SequencerStep>(STEP, [limit, since]) : [];
  return done ?? { count: 0, events: 0, horizon: since };
};

/** Takes over events that wait for a number from another server, whose transaction numbers mean nothing here. */
export const ADOPT_OUTBOX_SQL = 'UPDATE core_outbox SET transaction_id = pg_current_xact_id() WHERE sequence IS NULL';

/** Whether rows of transactions from `since` on wait for a number, be it that a transaction before them is still open. */
export const outboxWaits = async (db: SequencerDb, since = FIRST_TRANSACTION): Promise<boolean> => {
  const [row] = await db.query<{ waits: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM core_outbox WHERE sequence IS NULL AND transaction_id >= $1::xid8) AS waits',
    [since],
  );
  return row?.waits ?? false;
};

const PRUNE = `WITH old AS (
    SELECT sequence FROM core_outbox
    WHERE sequence IS NOT NULL AND created < now() - make_interval(days => $1)
      AND sequence <= coalesce((SELECT min(c.sequence) FROM core_consumer c WHERE c.name = ANY($3::text[])), sequence)
    ORDER BY sequence LIMIT $2
  ), gone AS (DELETE FROM core_outbox o USING old WHERE o.sequence = old.sequence RETURNING 1)
  SELECT count(*)::int AS count FROM gone`;

/** What of the events may go. */
export interface PruneOptions {
  /** Names of those who read events in this version: what one of them has yet to do stays. */
  readonly consumers?: readonly string[];
  readonly batch?: number;
}

/** Removes numbered events older than `days`, a batch per transaction; gives how many. Rows without a number stay. */
export const pruneOutbox = async (
  db: SequencerDb,
  days: number,
  { consumers = [], batch = 10_000 }: PruneOptions = {},
): Promise<number> => {
  for (let total = 0; ; ) {
    const [row] = await db.query<{ count: number }>(PRUNE, [days, batch, consumers]);
    const count = row?.count ?? 0;
    total += count;
    if (count < batch) return total;
  }
};
