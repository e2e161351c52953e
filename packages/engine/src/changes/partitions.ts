import type { SequencerDb } from '../events/sequencer.ts';
import { dbOf } from '../write/make-work.ts';
import type { Work } from '../write/work.ts';

const LOCK = 0x706c_7074;

/** Makes partitions of change records, for months that follow as `m(month)`; of several callers one works at a time. */
const PARTITIONS = `WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(${LOCK}))
  SELECT core_change_record_partition(m.month) FROM turn, `;

/** Creates the partitions of change records for months, named by their first days, that have none. */
export const ensureMonths = async (work: Work, months: readonly string[]): Promise<void> => {
  const missing = `to_regclass('core_change_record_' || to_char(m.month, 'YYYYMM')) IS NULL`;
  await dbOf(work).query(`${PARTITIONS}unnest($1::date[]) AS m(month) WHERE ${missing}`, [months]);
};

/** Creates the partitions of change records for this month and the following ones; of several callers one works at a time. */
export const ensureChangePartitions = async (db: SequencerDb, monthsAhead = 2): Promise<void> => {
  await db.query(
    `${PARTITIONS}LATERAL (SELECT (date_trunc('month', now()) + make_interval(months => i))::date AS month
       FROM generate_series(0, $1::int) i) m`,
    [monthsAhead],
  );
};
