import type { DerivedDifference, DumpRow, Model, Work } from '@plumbline/engine';
import { tableSql } from '../../table-sql.ts';
import type { DerivedCheck } from './derived.ts';

/** How many rows differ in the column at a place, and one of them. */
const findingSql = (at: number): string =>
  `count(*) FILTER (WHERE x.d${at})::int AS r${at}, min(x.row || coalesce(x.c${at}, 'nothing')) FILTER (WHERE x.d${at}) AS e${at}`;

const differsSql = ({ theirs, ours }: DerivedCheck, at: number): string =>
  `v.c${at}, (${theirs(`v.c${at}`)}) IS DISTINCT FROM (${ours}) AS d${at}`;

/** Whether a row has a value in one of the columns here. */
const filledSql = (checks: readonly DerivedCheck[]): string =>
  checks.map(({ ours }) => `(${ours}) IS NOT NULL`).join(' OR ');

/** What a comparison found. */
export interface Compared {
  readonly differences: readonly DerivedDifference[];
  /** How many of the rows have a value in one of the columns here. */
  readonly filled: number;
}

/** How many rows of a type have a value in one of its derived columns; one statement. */
export const countFilled = async (work: Work, model: Model, checks: readonly DerivedCheck[]): Promise<number> => {
  const sql = tableSql(
    work,
    model.name,
    'SELECT count(*)::int AS filled FROM TABLE o WHERE o.organization_id = ',
    ` AND (${filledSql(checks)})`,
  );
  const [found] = await work.sql<{ filled: number }>(sql, work.org);
  return found?.filled ?? 0;
};

/**
 * Compares derived columns of a batch of rows in one statement, and gives those in which rows differ.
 *
 * Each row is looked up by itself, for which `OFFSET 0` sees: a join would go through both tables for every batch, and
 * take the longer the more rows are there.
 */
export const compareDerived = async (
  work: Work,
  model: Model,
  type: string,
  { idAt, checks }: { readonly idAt: number; readonly checks: readonly DerivedCheck[] },
  rows: readonly DumpRow[],
): Promise<Compared> => {
  const sql = tableSql(
    work,
    model.name,
    `SELECT count(*) FILTER (WHERE x.filled)::int AS filled, ${checks.map((_, i) => findingSql(i)).join(', ')}
     FROM (SELECT ${filledSql(checks)} AS filled, 'row ' || v.id || ': ' AS row, ${checks.map(differsSql).join(', ')} FROM unnest(`,
    ...checks.map(() => '::text[], '),
    `::text[]) AS v(id, ${checks.map((_, i) => `c${i}`).join(', ')})
     CROSS JOIN LATERAL (SELECT p.organization_id, p.source, p.object_id FROM core_provenance p
       WHERE p.source = 'netbox' AND p.source_id = v.id AND p.source_type = `,
    ' AND p.organization_id = ',
    ` OFFSET 0) p
     CROSS JOIN LATERAL (SELECT t.* FROM TABLE t
       WHERE t.organization_id = p.organization_id AND t.id = p.object_id OFFSET 0) o
     OFFSET 0) x`,
  );
  const [found] = await work.sql<Record<string, unknown>>(
    sql,
    rows.map((row) => row[idAt] ?? ''),
    ...checks.map(({ at }) => rows.map((row) => row[at] ?? null)),
    type,
    work.org,
  );
  const differences = checks.flatMap(({ column }, i) => {
    const differing = Number(found?.[`r${i}`] ?? 0);
    return differing > 0 ? [{ column, rows: differing, example: String(found?.[`e${i}`]) }] : [];
  });
  return { differences, filled: Number(found?.['filled'] ?? 0) };
};
