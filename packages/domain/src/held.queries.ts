import type { Work } from '@plumbline/engine';
import { distinct } from './lookup.queries.ts';
import { tableSql } from './table-sql.ts';

/**
 * Keeps rows as they are until the transaction ends, for whoever compares with them or copies from them.
 *
 * Many may hold a row at once; who changes or deletes it waits for all of them. Call it before the rows are read, and
 * hold what is around before what is inside (locations, then racks, then devices), as moves go. One statement; none
 * without ids.
 */
export const holdRows = async (work: Work, model: string, ids: Iterable<string | null>): Promise<void> => {
  const held = distinct(ids);
  if (held.length === 0) return;
  const text = tableSql(
    work,
    model,
    'SELECT t.id FROM TABLE t WHERE t.organization_id = ',
    ' AND t.id = ANY (',
    '::uuid[]) ORDER BY t.id FOR SHARE',
  );
  await work.sql(text, work.org, held);
};
