import { Forbidden, InvalidInput } from '@plumbline/kit';
import { defineJob } from '../jobs/job.ts';
import { recordSecurityEvent } from '../security/events.ts';
import { rotateSecrets } from './rotate.ts';

/** What a rotation is asked to do. */
export interface RotationInput {
  /** Makes new data keys and seals every value anew. */
  readonly data: boolean;
}

const inputOf = (input: unknown): RotationInput => {
  const { data = false, ...more } = (input ?? {}) as Record<string, unknown>;
  if (typeof data !== 'boolean' || Object.keys(more).length > 0)
    throw new InvalidInput([{ path: 'input', code: 'BAD_USER_INPUT', message: 'Give nothing, or { "data": true }.' }]);
  return { data };
};

/** Brings the secrets of all organizations under new keys while the product runs; the result says what may go. */
export const secretsRotationJob = defineJob<RotationInput>({
  name: 'secretsRotate',
  label: 'Rotation of keys',
  description: 'Brings the secrets of all organizations under new keys.',
  startedBy: 'administrators',
  concurrency: { total: 1 },
  inputs: [{ name: 'data', kind: 'flag', help: 'Makes new data keys and seals every value anew', initial: false }],
  parse: inputOf,
  run: async ({ actor, input, writer, signal, progress, log }) => {
    if (!actor.superuser) throw new Forbidden('Only administrators may rotate the keys of secrets.');
    const { data } = inputOf(input);
    const { engine } = writer;
    const onProgress = (done: number, total: number) => progress(total === 0 ? null : (100 * done) / total);
    const report = await rotateSecrets(engine, { data, signal, onProgress });
    const { dataKeys, values } = report;
    log(`${dataKeys.wrapped} data keys wrapped anew, ${dataKeys.made} made, ${dataKeys.removed} removed.`);
    log(`${values.sealed} values sealed anew, ${values.unreadable} whose key is not here.`);
    const details = { data, dataKeys, values };
    const db = { query: (text: string, values: readonly unknown[]) => engine.dataSource.query(text, [...values]) };
    await recordSecurityEvent(db, actor, { kind: 'keyRotated', subject: data ? 'data keys' : 'master key', details });
    return report;
  },
});
