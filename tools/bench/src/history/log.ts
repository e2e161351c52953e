import type { DataSource } from 'typeorm';
import { BENCH_ORGANIZATION } from '../fill.ts';

/** Records of one object, on average. */
const PER_OBJECT = 20;
/** Records of one change set. */
const PER_SET = 5;
const MONTHS = 24;
const BATCH = 250_000;

const ID = (stem: string, n: string): string => `('${stem}-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** An object of the log by its place. */
export const objectId = (at: number): string => `0b1ec700-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;

/** How many objects a log of so many records is about. */
export const objectsOf = (records: number): number => Math.max(1, Math.floor(records / PER_OBJECT));

/** Records $1 to $2 of objects in turn, at even steps through two years, with images of the size devices have. */
const FILL = `INSERT INTO core_change_record (organization_id, id, change_set_id, object_type, object_id, object_number, object_version,
    display, action, fields, before, after, changed_at, actor_name, source, request_id)
  SELECT '${BENCH_ORGANIZATION}', ${ID('0bec04d0', 'n')}, ${ID('0b5e7000', `n / ${PER_SET}`)}, 'dcim.Device', ${ID('0b1ec700', '(n % $3)')}, n % $3,
    n / $3 + 1, 'bench-' || (n % $3), CASE WHEN n < $3 THEN 'create' ELSE 'update' END,
    CASE WHEN n >= $3 THEN jsonb_build_array(jsonb_build_object('name', 'serial', 'before', 's' || n, 'after', 't' || n)) END,
    CASE WHEN n >= $3 THEN i.image END, i.image, now() - (1 - n::float8 / $4) * interval '${MONTHS} months', 'bench', 'api', 'bench'
  FROM generate_series($1::int, $2::int) n, LATERAL (SELECT jsonb_build_object('name', 'bench-' || n, 'serial', 't' || n, 'status', 'active',
    'site', gen_random_uuid(), 'deviceType', gen_random_uuid(), 'role', gen_random_uuid(), 'number', n % $3) AS image) i`;

const SETS = `INSERT INTO core_change_set (organization_id, id, actor_name, source, request_id, created)
  SELECT '${BENCH_ORGANIZATION}', ${ID('0b5e7000', 'n')}, 'bench', 'api', 'bench', now() - (1 - n * ${PER_SET}::float8 / $3) * interval '${MONTHS} months'
  FROM generate_series($1::int, $2::int) n`;

/** Fills the log with records of the past two years; nothing else of the database is about these objects. */
export const fillLog = async (source: DataSource, records: number, say: (line: string) => void): Promise<void> => {
  const started = performance.now();
  await source.query(
    `SELECT core_change_record_partition((date_trunc('month', now()) - make_interval(months => i))::date) FROM generate_series(0, ${MONTHS}) i`,
  );
  const objects = objectsOf(records);
  for (let first = 0; first < records; first += BATCH)
    await source.query(FILL, [first, Math.min(records, first + BATCH) - 1, objects, records]);
  await source.query(SETS, [0, Math.floor(records / PER_SET), records]);
  await source.query('ANALYZE core_change_record, core_change_set');
  say(`${records} records of ${objects} objects in ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

/** Takes the log away again. */
export const emptyLog = (source: DataSource): Promise<unknown> =>
  source.query('TRUNCATE core_change_record, core_change_set');
