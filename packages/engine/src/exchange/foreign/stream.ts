import type { CopyRows } from '../../write/copy.ts';
import { dbOf } from '../../write/make-work.ts';
import type { Work } from '../../write/work.ts';

/** Streams rows into a system table, which nothing else takes part in: no rule, no record, no event. One statement. */
export const streamInto = (work: Work, rows: CopyRows): Promise<void> => dbOf(work).copy(rows);
