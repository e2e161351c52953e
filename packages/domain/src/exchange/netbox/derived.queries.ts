import type { DerivedDifference, DumpRow, Model, Work } from '@plumbline/engine';
import { tableSql } from '../../table-sql.ts';
import type { DerivedCheck } from './derived.ts';

/** Compares a derived column of a batch; null when all rows agree. One statement. */
export const compareDerived = async (
  work: Work,
  model: Model,
  type: string,
  check: DerivedCheck,
  rows: readonly (readonly [id: string, value: DumpRow[number]])[],
): Promise<DerivedDifference | null> => {
  const { theirs, ours, column } = check;
  const sql = tableSql(
    work,
    model.name,
    `SELECT count(*)::int AS rows, min('row ' || v.id || ': ' || coalesce(v.value, 'nothing')) AS example
     FROM unnest(`,
    '::text[], ',
    `::text[]) AS v(id, value)
     JOIN core_provenance p ON p.source = 'netbox' AND p.source_id = v.id AND p.source_type = `,
    ' AND p.organization_id = ',
    ` JOIN TABLE o ON o.organization_id = p.organization_id AND o.id = p.object_id
     WHERE (${theirs}) IS DISTINCT FROM (${ours})`,
  );
  const [found] = await work.sql<{ rows: number; example: string }>(
    sql,
    rows.map(([id]) => id),
    rows.map(([, value]) => value),
    type,
    work.org,
  );
  return found && found.rows > 0 ? { column, ...found } : null;
};
