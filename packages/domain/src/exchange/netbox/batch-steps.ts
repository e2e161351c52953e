import { inLanes, type Checkpoints, type CheckpointState } from '@plumbline/engine';
import { batchesOf } from './batches.ts';

/** Batches that are under way at the same time: while the database stores some, the next is prepared. */
export const LANES = 3;

/** How the batches of one step are dealt with. */
export interface BatchStep<T, R extends CheckpointState> {
  /** Names the step among those of the import; the same at every start. */
  readonly name: string;
  readonly lists: AsyncIterable<readonly T[]>;
  /** Whether a batch needs the one before it to be stored. */
  readonly isInTurn: boolean;
  /** Stores a batch, or goes through it without a trace that is taken for done. */
  readonly store: (rows: readonly T[]) => Promise<R>;
  /** Counts what an earlier start of the import stored. */
  readonly restore: (record: R) => void;
  /** Told of each batch that is done; what it throws ends the step. */
  readonly onDone: (rows: number) => Promise<void>;
}

/** Runs a step batch by batch, passing over those that an earlier start of the same import has dealt with. */
export const runStep = async <T, R extends CheckpointState>(
  checkpoints: Checkpoints,
  step: BatchStep<T, R>,
): Promise<void> => {
  const numbered = async function* (): AsyncGenerator<{ readonly rows: T[]; readonly batch: number }> {
    let batch = 0;
    for await (const rows of batchesOf(step.lists)) yield { rows, batch: batch++ };
  };
  await inLanes(numbered(), step.isInTurn ? 1 : LANES, async ({ rows, batch }) => {
    const known = checkpoints.find(step.name, batch);
    if (known)
      step.restore(known as R); // stored by this very step
    else await checkpoints.add(step.name, batch, rows.length, await step.store(rows));
    await step.onDone(rows.length);
  });
};
