import { quote } from '../registry/model.ts';
import type { Layout } from './layout.ts';
import type { Run } from './run.ts';

/** Rows of one save from which a table without statistics is worth analyzing at once. */
const WORTHWHILE = 200;
const NAMESPACE = 0x706c_616e;

/** Tables known to have statistics, per process; autovacuum keeps them fresh from then on. */
const analyzed = new WeakMap<object, Set<string>>();

const knownTables = (run: Run): Set<string> => {
  const tables = analyzed.get(run.engine.dataSource) ?? new Set();
  analyzed.set(run.engine.dataSource, tables);
  return tables;
};

/**
 * Gives a table its first statistics inside the transaction that fills it.
 *
 * Without them the planner can't tell the primary key from an index that merely starts with the organization, and every
 * foreign key check of the rows that follow walks the whole table.
 */
export const keepStatistics = async (run: Run, layout: Layout, rows: number): Promise<void> => {
  const tables = knownTables(run);
  const { table } = layout.model;
  if (rows < WORTHWHILE || tables.has(table)) return;
  tables.add(table);
  const [state] = await run.db.query<{ rows: number; mine: boolean }>(
    `SELECT c.reltuples AS rows, pg_try_advisory_xact_lock(${NAMESPACE}, c.oid::int) AS mine FROM pg_class c WHERE c.oid = to_regclass($1)`,
    [quote(table)],
  );
  if (state && state.rows < WORTHWHILE && state.mine) await run.db.query(`ANALYZE ${quote(table)}`);
};
