import type { DumpTable } from '@plumbline/engine';
import { cellOf, eachRow, type Catalog } from '../catalog.ts';
import { instantOf } from '../values.ts';

/** Table of the configuration pages' versions. */
export const REVISIONS = 'core_configrevision';

/** The version of the configuration that holds in the source. */
export interface Revision {
  readonly id: string;
  readonly comment: string;
  readonly values: ReadonlyMap<string, unknown>;
}

interface Candidate {
  readonly id: string;
  readonly comment: string;
  readonly data: string;
  readonly isActive: boolean;
  readonly created: number;
}

const candidateOf = (table: DumpTable, row: Parameters<typeof cellOf>[1]): Candidate => ({
  id: cellOf(table, row, 'id') ?? '',
  comment: cellOf(table, row, 'comment') ?? '',
  data: cellOf(table, row, 'data') ?? '{}',
  isActive: cellOf(table, row, 'active') === 't',
  created: Date.parse(String(instantOf(cellOf(table, row, 'created') ?? '1970-01-01'))),
});

const isBetter = (a: Candidate, b: Candidate): boolean => {
  if (a.isActive !== b.isActive) return a.isActive;
  return a.created > b.created || (a.created === b.created && Number(a.id) > Number(b.id));
};

/** The active version; before NetBox 4.4, which marks it, the newest. */
export const activeRevision = async ({ dump, tables }: Catalog): Promise<Revision | null> => {
  let best: Candidate | null = null as Candidate | null;
  await eachRow(dump, tables.get(REVISIONS), (row, table) => {
    const candidate = candidateOf(table, row);
    if (best === null || isBetter(candidate, best)) best = candidate;
  });
  if (best === null) return null;
  const data = JSON.parse(best.data) as unknown;
  const values = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
  return { id: best.id, comment: best.comment, values: new Map(values) };
};
