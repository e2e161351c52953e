import type { Writer } from '@plumbline/engine';
import { Plant } from '../plant.ts';
import type { Act, Effect } from './case.ts';
import { isTriedAtLength, write } from './harness.ts';

const SOME = 3;
const MANY = 60;

interface Seen {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly unknown[];
  readonly statements: number;
}

/** Writes, reads what the write left, and rolls everything back. */
const perform = async (plant: Plant, act: Act, writer: Writer): Promise<Seen> => {
  const { model, verb = 'create', inputs, table, column = 'id' } = act;
  const outcome = await writer.run(
    plant.actor,
    { dryRun: true },
    (work) => write(work, model, verb, inputs),
    async (_work, db, written) =>
      db.query(
        `SELECT * FROM ${table} WHERE ${column} = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], ${column})`,
        [act.ids ?? written],
      ),
  );
  const rows = (outcome.payload ?? []) as Seen['rows'];
  return { rows, errors: outcome.errors, statements: outcome.statements };
};

const isAsGiven = ({ gives }: Act, { rows }: Seen): boolean =>
  rows.length > 0 &&
  rows.every((row, at) => {
    try {
      expect(row).toMatchObject(gives(at));
      return true;
    } catch {
      return false;
    }
  });

/** Whether the effect stays away without its rule, be it that the write can't be done at all. */
const isMissing = async (plant: Plant, act: Act, by: string): Promise<boolean> => {
  try {
    const seen = await perform(plant, act, plant.without([by]));
    return seen.errors.length > 0 || !isAsGiven(act, seen);
  } catch (error) {
    return error instanceof Error && /violates/.test(error.message);
  }
};

/** Declares the tests of effects. */
export const testEffects = (effects: readonly Effect[]): void => {
  let plant: Plant;
  beforeAll(async () => {
    plant = await Plant.open();
  });
  afterAll(() => plant?.close());
  test.each(effects.map((effect, at) => [`${effect.proves ?? 'own rule'}: ${effect.title}`, effect, at] as const))(
    '%s',
    async (_, { by, act }, at) => {
      const few = await act(plant, SOME);
      const seen = await perform(plant, few, plant.writer);
      expect(seen.errors).toEqual([]);
      expect(seen.rows).toEqual(seen.rows.map((_row, at) => expect.objectContaining(few.gives(at)) as unknown));
      expect([isAsGiven(few, seen), await isMissing(plant, few, by)]).toEqual([true, true]);
      if (!isTriedAtLength(at)) return;
      const lots = await act(plant, MANY);
      const all = await perform(plant, lots, plant.writer);
      expect([all.errors, isAsGiven(lots, all)]).toEqual([[], true]);
      expect(all.statements - seen.statements).toBeLessThanOrEqual(2); // records of few changes go with their set
    },
  );
};
