import type { Outcome, Work } from '@plumbline/engine';
import type { Plant } from '../plant.ts';

/** What a writer does in its transaction. */
export type Body = (work: Work) => Promise<unknown>;

/** Waits until some writer of the database waits for a lock. */
const someoneWaits = async (plant: Plant): Promise<void> => {
  const text = `SELECT count(*)::int AS waiting, pg_sleep(0.01) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (let waiting = 0; waiting === 0; )
    [{ waiting } = { waiting: 0 }] = await plant.dataSource.query<{ waiting: number }[]>(text);
};

/** What became of two writers, and whether the second had to wait for the first. */
export interface Raced {
  readonly outcomes: readonly Outcome<unknown>[];
  readonly waited: boolean;
}

/**
 * Runs two writers of which the second begins when the first has written and not yet committed.
 *
 * The first commits when the second is through or waits for it.
 */
export const raced = async (plant: Plant, first: Body, second: Body): Promise<Raced> => {
  let commit = (): void => undefined;
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  let outcome: Promise<Outcome<unknown>> | undefined;
  await new Promise<void>((resolve, reject) => {
    outcome = plant.run(async (work) => {
      await first(work);
      resolve();
      await mayCommit;
    });
    outcome.catch(reject);
  });
  const other = plant.run(second);
  const waited = await Promise.race([other.then(() => false), someoneWaits(plant).then(() => true)]);
  commit();
  return { outcomes: await Promise.all([...(outcome ? [outcome] : []), other]), waited };
};

/** The outcomes of `raced`. */
export const overlapped = async (plant: Plant, first: Body, second: Body): Promise<readonly Outcome<unknown>[]> =>
  (await raced(plant, first, second)).outcomes;

/** Codes of the first refusal of each writer; null for one that got through. */
export const heardBy = (outcomes: readonly Outcome<unknown>[]): (string | null)[] =>
  outcomes.map(({ errors }) => errors[0]?.code ?? null);
