import type { Actor, Cost, JobApiContext, JobQueue } from '@plumbline/engine';

/** Filled while a request runs; an object of its own because Apollo copies the context. */
export interface Measures {
  cost: Cost | null;
}

/** Context of one GraphQL request. */
export interface ServerContext extends JobApiContext {
  readonly measures: Measures;
}

/** Makes the context of a request. */
export const contextOf = (actor: Actor, signal: AbortSignal, jobs: JobQueue): ServerContext => {
  const measures: Measures = { cost: null };
  return {
    actor,
    signal,
    jobs,
    measures,
    onCost: (cost) => {
      measures.cost = { requested: cost.requested + (measures.cost?.requested ?? 0), limit: cost.limit };
    },
  };
};
