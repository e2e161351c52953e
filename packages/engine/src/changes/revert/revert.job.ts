import { InvalidInput } from '@plumbline/kit';
import { defineJob, type JobContext } from '../../jobs/job.ts';
import type { Outcome } from '../../write/writer.ts';
import { restoreObject, REVERT_JOB, revertChangeSet, type Reverted } from './revert.ts';

/** What a job takes back: a change set, or the delete of an object. */
export interface RevertInput {
  readonly changeSet: string | null;
  readonly object: string | null;
  readonly reason: string | null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const inputOf = (input: unknown): RevertInput => {
  const { changeSet, object, reason } = (input ?? {}) as Record<string, unknown>;
  const [set, one] = [textOf(changeSet), textOf(object)];
  if ((set === null) === (one === null))
    throw new InvalidInput([
      { path: 'input', code: 'BAD_USER_INPUT', message: 'Give the id of a change set, or of a deleted object.' },
    ]);
  return { changeSet: set, object: one, reason: textOf(reason) };
};

const takeBack = ({ writer, actor, input }: JobContext<RevertInput>): Promise<Outcome<Reverted>> => {
  const { changeSet, object, reason } = inputOf(input);
  return changeSet === null
    ? restoreObject(writer, actor, object ?? '', { reason })
    : revertChangeSet(writer, actor, changeSet, { reason });
};

/** Takes back what is too large for a request, with the rights of who started it. */
export const revertJob = defineJob<RevertInput>({
  name: REVERT_JOB,
  label: 'Undo of a change set',
  description: 'Takes back all that a change set did, or brings a deleted object back.',
  startedBy: 'anyone',
  inputs: [
    { name: 'changeSet', kind: 'text', help: 'Id of the change set' },
    { name: 'object', kind: 'text', help: 'Or id of a deleted object' },
    { name: 'reason', kind: 'text', help: 'Kept with the new change set' },
  ],
  parse: inputOf,
  run: async (context) => {
    context.progress(null, 'Looking for what changed since.');
    const { changeSetId, changes, errors, result } = await takeBack(context);
    for (const { message } of errors) context.log(message);
    if (errors.length > 0) throw new InvalidInput(errors);
    context.log(`${changes.length} objects are as they were.`);
    return { changeSetId, changes: changes.length, unrestored: result?.unrestored ?? [] };
  },
});
