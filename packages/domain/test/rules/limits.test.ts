import { quote, type Model, type NamedConstraint } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { Samples } from '../samples.ts';
import { whileDropped } from './harness.ts';

/** Users and tokens live outside organizations, and a sample of them is no row of the test's. */
const models = registry.models.filter(
  (model) => !model.readOnly && !model.name.startsWith('users.') && model.name !== 'core.Organization',
);

/** A value just beyond what a check allows; null for checks about more than one column. */
const beyond = ({ sql }: NamedConstraint): string | null => {
  const limit = /^"\w+" (>=|<=) (-?[\d.]+)$/.exec(sql);
  if (limit) return String(Number(limit[2]) + (limit[1] === '>=' ? -1 : 1));
  if (/^"\w+" IN \('/.test(sql)) return 'zz';
  if (/^"\w+" IN \(/.test(sql)) return '-99';
  if (/^"\w+" <> ''$/.test(sql)) return '';
  if (/^"\w+" ~ /.test(sql)) return '!';
  return /^jsonb_typeof\("\w+"\) <> 'null'$/.test(sql) ? 'null' : null;
};

interface Limit {
  readonly model: Model;
  readonly constraint: NamedConstraint;
  readonly column: string;
  readonly value: string;
}

const limitsOf = (model: Model): Limit[] =>
  model.constraints.flatMap((constraint) => {
    const column = constraint.field === undefined ? undefined : model.scalars.get(constraint.field)?.column;
    const value = beyond(constraint);
    return column === undefined || value === null ? [] : [{ model, constraint, column, value }];
  });

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

/** Sets a column of one row past all rules, then rolls back; the constraint that refused, else null. */
const force = async ({ model, column, value }: Limit, id: string): Promise<string | null> => {
  const runner = plant.dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    const type =
      'SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2';
    const [{ type: cast } = { type: 'text' }] = (await runner.query(type, [model.table, column])) as { type: string }[];
    await runner.query(`UPDATE ${quote(model.table)} SET ${quote(column)} = $1::text::${cast} WHERE id = $2`, [
      value,
      id,
    ]);
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
  for (const limit of limits)
    expect([limit.column, await force(limit, id)]).toEqual([limit.column, limit.constraint.name]);
});

test.each(limited)('%s: it is those limits that refuse', async (name, model) => {
  const id = await sampleOf(name);
  const limits = limitsOf(model);
  const refused = await whileDropped(
    plant,
    limits.map(({ constraint }) => constraint.name),
    async () => {
      const outcomes: (string | null)[] = [];
      for (const limit of limits) outcomes.push(await force(limit, id));
      return outcomes.filter((outcome) => outcome !== null);
    },
  );
  expect(refused).toEqual([]);
});
