import { quote } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { Samples } from '../samples.ts';
import { whileDropped } from './harness.ts';
import { isSampled, limitsOf, type Limit } from './limit-values.ts';

const models = registry.models.filter(isSampled);

const limited = models.filter((model) => limitsOf(model).length > 0).map((model) => [model.name, model] as const);

let plant: Plant;
let samples: Samples;

beforeAll(async () => {
  plant = await Plant.open();
  samples = new Samples(registry, plant);
});
afterAll(() => plant?.close());

const made = new Map<string, string>();

/** One stored row of a model. */
const sampleOf = async (name: string): Promise<string> => {
  const id = made.get(name) ?? (await samples.make(name));
  made.set(name, id);
  return id;
};

/** Changes one row past all rules, then rolls back; the constraint that refused, else null. */
const force = async ({ model, sets }: Limit, id: string): Promise<string | null> => {
  const runner = plant.dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query(`UPDATE ${quote(model.table)} SET ${sets} WHERE id = $1`, [id]);
    return null;
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? String(error);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
};

test.each(limited)('%s: the database itself keeps every value inside its limits', async (name, model) => {
  const id = await sampleOf(name);
  const limits = limitsOf(model);
  for (const limit of limits) expect([limit.sets, await force(limit, id)]).toEqual([limit.sets, limit.constraint.name]);
});

test.each(limited)('%s: it is those limits that refuse', async (name, model) => {
  const id = await sampleOf(name);
  const limits = limitsOf(model);
  const refused = await whileDropped(
    plant,
    limits.map(({ constraint }) => constraint.name),
    async () => {
      const outcomes: (string | null)[] = [];
      for (const limit of limits) {
        const outcome = await force(limit, id);
        outcomes.push(limit.isDangling && outcome?.startsWith('FK_') ? null : outcome);
      }
      return outcomes.filter((outcome) => outcome !== null);
    },
  );
  expect(refused).toEqual([]);
});
