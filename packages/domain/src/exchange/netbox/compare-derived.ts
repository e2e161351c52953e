import { inLanes, type DerivedDifference, type DumpRow, type ImportSession } from '@plumbline/engine';
import { batchesOf, type ReadRows } from './batches.ts';
import { compareDerived, countFilled } from './derived.queries.ts';
import type { DerivedPart } from './plan.ts';

/** What a comparison of a table works with. */
export interface DerivedComparison {
  readonly session: ImportSession;
  readonly lanes: number;
  readonly type: string;
  readonly derived: DerivedPart;
  /** Reads the table of the dump. */
  readonly read: ReadRows;
  /** Called after each batch; what it throws ends the comparison. */
  readonly onBatch: () => void;
}

type Takes = (row: DumpRow) => boolean;

async function* rowsThat(read: ReadRows, takes: Takes): AsyncGenerator<DumpRow[]> {
  for await (const rows of read()) yield rows.filter(takes);
}

const compareRows = async ({ session, lanes, type, derived, read, onBatch }: DerivedComparison, takes: Takes) => {
  const found: (readonly DerivedDifference[])[] = [];
  let [batches, filled] = [0, 0];
  await inLanes(batchesOf(rowsThat(read, takes)), lanes, async (rows) => {
    const batch = batches++;
    const { result } = await session.run((work) => compareDerived(work, derived.model, type, derived, rows));
    found[batch] = result?.differences ?? [];
    filled += result?.filled ?? 0;
    onBatch();
  });
  return { differences: found.flat(), filled };
};

/**
 * Compares what the source worked out with what is worked out here.
 *
 * Most rows have nothing there. When as many rows have something here as rows of the dump whose cells are filled, all others
 * have nothing here either, and need not be looked up one by one.
 */
export const compareTable = async (comparison: DerivedComparison): Promise<readonly DerivedDifference[]> => {
  const { session, derived } = comparison;
  const { model, checks } = derived;
  if (checks.every(({ isSparse }) => isSparse)) {
    const { differences, filled } = await compareRows(comparison, (row) => checks.some(({ at }) => row[at]));
    const { result } = await session.run((work) => countFilled(work, model, checks));
    if (result === filled) return differences;
  }
  return (await compareRows(comparison, () => true)).differences;
};
