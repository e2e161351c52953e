import { Forbidden } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import { actionPredicate } from '../permissions/predicates.ts';
import { actsOnAll, mayAct } from '../permissions/rights.ts';
import type { Registry } from '../registry/model.ts';
import type { JobDefinition } from './job.ts';
import type { JobStore, NewJob } from './store.ts';

/** Full name of the type of jobs. */
export const JOB = 'core.Job';

const RUN = 'run';

/** Who may start jobs of a definition. */
export const startedBy = ({ startedBy: who = 'runners' }: JobDefinition) => who;

/** Whether an actor may start some job of a definition; grants for `run` with a condition on jobs may still refuse one. */
export const mayStart = (registry: Registry, actor: Actor, definition: JobDefinition): boolean => {
  if (actor.readOnly) return false;
  const who = startedBy(definition);
  if (actor.superuser || who === 'anyone') return true;
  const model = registry.find(JOB);
  return who === 'runners' && model !== undefined && mayAct(actor, model, RUN);
};

/**
 * Refuses a job that its starter may not start, by definition and by the conditions of grants for `run`.
 *
 * Those are asked of the row as it would be, so that "jobs of this name" is a condition like any other.
 * @throws Forbidden
 */
export const assertMayStart = async (
  registry: Registry,
  store: JobStore,
  definition: JobDefinition,
  job: NewJob,
): Promise<void> => {
  const { actor } = job;
  const model = registry.find(JOB);
  const isDecided = actor.superuser || startedBy(definition) !== 'runners';
  const isAllowed =
    mayStart(registry, actor, definition) &&
    (isDecided ||
      model === undefined ||
      actsOnAll(actor, model, RUN) ||
      (await store.wouldMatch(job, actionPredicate(registry, model, actor, RUN))));
  if (!isAllowed) throw new Forbidden(`You may not start the job "${definition.label}".`);
};
