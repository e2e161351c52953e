import type { Work } from '@plumbline/engine';
import { distinct } from './lookup.queries.ts';

/**
 * Keeps rows as they are until the transaction ends, for whoever compares with them or copies from them.
 *
 * Many may hold a row at once; who changes or deletes it waits for all of them. Call it before the rows are read, and
 * hold what is around before what is inside (locations, then racks, then devices), as moves go. One statement; none
 * without ids.
 */
export const holdRows = (work: Work, model: string, ids: Iterable<string | null>): void =>
  work.hold(model, distinct(ids));
