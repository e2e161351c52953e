/** The part of a connection the sequencer needs. */
export interface SequencerDb {
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

const LOCK = 0x706c_7371;

const STEP = `WITH waiting AS (
    SELECT id FROM core_outbox
    WHERE sequence IS NULL AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY transaction_id, id LIMIT $1
  ), numbered AS (
    SELECT o.id, nextval('core_outbox_sequence') AS sequence
    FROM (SELECT w.id FROM waiting w JOIN core_outbox o USING (id) ORDER BY o.transaction_id, o.id) o
  ), done AS (
    UPDATE core_outbox o SET sequence = n.sequence FROM numbered n WHERE o.id = n.id RETURNING o.sequence
  )
  SELECT count(*)::int AS count FROM done`;

/**
 * Numbers outbox rows of transactions that ended before every open one, oldest first; gives how many.
 *
 * A reader that resumes after sequence n therefore never misses a slow transaction: rows of one that is still open have
 * no number yet, and those committed later get higher ones. Run inside a transaction; of several callers one works.
 */
export const sequenceOutbox = async (db: SequencerDb, limit = 10_000): Promise<number> => {
  const [lock] = await db.query<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS got`);
  if (!lock?.got) return 0;
  const [done] = await db.query<{ count: number }>(STEP, [limit]);
  return done?.count ?? 0;
};

/** Creates the partitions of change records for this month and the following ones; for boot and maintenance. */
export const ensureChangePartitions = async (db: SequencerDb, monthsAhead = 2): Promise<void> => {
  await db.query(
    "SELECT core_change_record_partition((date_trunc('month', now()) + make_interval(months => i))::date) FROM generate_series(0, $1::int) i",
    [monthsAhead],
  );
};
