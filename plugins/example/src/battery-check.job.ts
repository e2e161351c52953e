import { defineJob, InvalidInput, type JobContext } from '@plumbline/plugin';

/** Which batteries count as weak, in watt-hours. */
export interface BatteryCheckInput {
  readonly belowWh: number;
}

const parse = (input: unknown): BatteryCheckInput => {
  const { belowWh } = (input ?? {}) as { belowWh?: unknown };
  if (typeof belowWh !== 'number' || !(belowWh > 0))
    throw new InvalidInput([
      { path: 'input.belowWh', code: 'BAD_USER_INPUT', message: 'Say below how many watt-hours a battery is weak.' },
    ]);
  return { belowWh };
};

const run = async ({ input, writer, actor, log }: JobContext<BatteryCheckInput>) => {
  const outcome = await writer.run(actor, { reason: 'battery check' }, async (work) => {
    const weak = await work.read.rows('example.Battery', {
      filter: { status: { eq: 'active' }, capacityWh: { lt: parse(input).belowWh } },
    });
    await work.update(
      'example.Battery',
      weak.map(({ id }) => ({ id, status: 'spent' })),
    );
    return weak.map(({ name }) => String(name)).toSorted();
  });
  const [problem] = outcome.errors;
  if (problem) throw new InvalidInput([problem]);
  const names = outcome.result ?? [];
  log(`${names.length} batteries are spent.`);
  return { spent: names };
};

/** The job `exampleBatteryCheck(belowWh)`: marks weak batteries as spent and names them. */
export const batteryCheck = defineJob<BatteryCheckInput>({
  name: 'exampleBatteryCheck',
  label: 'Battery check',
  description: 'Marks weak batteries as spent.',
  inputs: [{ name: 'belowWh', kind: 'number', required: true, help: 'Watt-hours below which a battery is weak' }],
  parse,
  run,
});
