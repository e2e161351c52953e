import type { DumpRow } from '@plumbline/engine';

/** Rows stored by one transaction. All rows of the batches under way are held in memory. */
export const BATCH_ROWS = 5_000;

/** Reads of 256 KB after which a batch is full although it has fewer rows. */
const BATCH_READS = 64;

/** Gathers what arrives in small lists into batches for one transaction each. */
export async function* batchesOf<T>(lists: AsyncIterable<readonly T[]>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let reads = 0;
  for await (const list of lists) {
    reads++;
    for (const item of list) {
      batch.push(item);
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
      reads = 0;
    }
    if (reads < BATCH_READS || batch.length === 0) continue;
    yield batch;
    batch = [];
    reads = 0;
  }
  if (batch.length > 0) yield batch;
}

/** A table that can be read again and again. */
export type ReadRows = () => AsyncGenerator<DumpRow[]>;

/** Distance of each row from its root; a row whose parent is missing counts as a root. */
const depthsOf = async (read: ReadRows, idAt: number, parentAt: number): Promise<Map<string, number>> => {
  const parents = new Map<string, string | null>();
  for await (const rows of read()) for (const row of rows) parents.set(row[idAt] ?? '', row[parentAt] ?? null);
  const depths = new Map<string, number>();
  for (const start of parents.keys()) {
    const path: string[] = [];
    let at: string | null = start;
    while (at !== null && parents.has(at) && !depths.has(at) && !path.includes(at)) {
      path.push(at);
      at = parents.get(at) ?? null;
    }
    let depth = at === null ? 0 : (depths.get(at) ?? -1) + 1;
    for (const id of path.toReversed()) depths.set(id, depth++);
  }
  return depths;
};

/** Rows of a tree, parents first: one pass over the table per level, so that only the depths stay in memory. */
export async function* parentsFirst(read: ReadRows, idAt: number, parentAt: number): AsyncGenerator<DumpRow[]> {
  const depths = await depthsOf(read, idAt, parentAt);
  const deepest = [...depths.values()].reduce((most, depth) => Math.max(most, depth), 0);
  for (let depth = 0; depth <= deepest; depth++)
    for await (const rows of read()) {
      const level = rows.filter((row) => depths.get(row[idAt] ?? '') === depth);
      if (level.length > 0) yield level;
    }
}
