import { codes, Plant } from '../plant.ts';
import type { Refusal, Slot } from './case.ts';
import {
  attempt,
  attemptRefusingAll,
  attemptWithout,
  constraintName,
  isMutantHeard,
  isMutated,
  isRefusedWithout,
  LARGE,
  oneRefused,
  refusalAt,
} from './harness.ts';

const SMALL = 3;
const FEW = 2;

/** Statements by which the first large batch of up to two tables gathers their statistics, and records of many changes are streamed. */
const STATISTICS = 6;

/** One rule may stand on several entities; it is the same code on all of them. */
const familyOf = (key: string): string => /\S+ (\S+\.\S+)$/.exec(key)?.[1] ?? key;

/** Whether a kind refuses the value before any rule sees it; kinds have tests of their own. */
const isUnreadable = ({ by }: Refusal): boolean => by.some((key) => key.startsWith('kind '));

/** Declares the tests of refusals; the first case of each rule runs as a large batch too. */
export const testRefusals = (cases: readonly Refusal[]): void => {
  const seen = new Set<string>();
  let plant: Plant;
  beforeAll(async () => {
    plant = await Plant.open();
  });
  afterAll(() => plant?.close());
  for (const [at, item] of cases.entries()) {
    const isLarge = !item.isHalving && item.by.some((key) => !seen.has(familyOf(key)));
    for (const key of item.by) seen.add(familyOf(key));
    describe(`${item.proves ?? 'own rule'}: ${item.title}`, () => {
      let slot: Slot;
      beforeAll(async () => {
        slot = await item.slots(plant, isLarge ? LARGE : FEW);
      });
      testOne(
        () => plant,
        item,
        (at, fits) => slot(at, fits),
      );
      if (!isUnreadable(item) && isMutated(at))
        testMutants(
          () => plant,
          item,
          (at, fits) => slot(at, fits),
        );
      if (isLarge)
        testMany(
          () => plant,
          item,
          (at, fits) => slot(at, fits),
        );
    });
  }
};

const testOne = (plant: () => Plant, item: Refusal, slot: Slot): void => {
  test('one row that fits is accepted, one that does not is refused', async () => {
    expect(codes(await attempt(plant(), item, [slot(0, true)]))).toEqual([]);
    expect(codes(await attempt(plant(), item, [slot(0, false)]))).toEqual([refusalAt(item, 0)]);
  });
};

const testMutants = (plant: () => Plant, item: Refusal, slot: Slot): void => {
  test('nothing else refuses it, and each of what refuses does so by itself', async () => {
    expect(codes(await attemptWithout(plant(), item, [slot(0, false)], item.by))).toEqual([]);
    // one by itself is what the first test shows
    for (const key of item.by.length > 1 ? item.by : []) {
      const others = item.by.filter((other) => other !== key);
      expect([key, await isRefusedWithout(plant(), item, slot(0, false), others)]).toEqual([key, true]);
    }
  });

  test('a rule that refuses everything is noticed', async () => {
    for (const key of item.by.filter((name) => constraintName(name) === null && name.includes(' ')))
      expect(isMutantHeard(await attemptRefusingAll(plant(), item, [slot(0, true)], key))).toBe(true);
  });
};

const testMany = (plant: () => Plant, item: Refusal, slot: Slot): void => {
  test(`of ${LARGE} rows the one refused is named, in as many statements as of ${SMALL}`, async () => {
    const few = await oneRefused(plant(), item, slot, SMALL);
    const large = await oneRefused(plant(), item, slot, LARGE);
    expect([few.codes, large.codes]).toEqual([few.expected, large.expected]);
    expect(large.outcome.result?.filter((id) => id !== null)).toHaveLength(LARGE - 1);
    expect(large.outcome.statements - few.outcome.statements).toBeLessThanOrEqual(STATISTICS);
  });

  test('all refused rows of a batch are told at once', async () => {
    const rows = Array.from({ length: LARGE }, (_, at) => slot(at, at === 0));
    const expected = rows.map((_, at) => refusalAt(item, at)).slice(1);
    expect(codes(await attempt(plant(), item, rows))).toEqual(expected);
  });
};
