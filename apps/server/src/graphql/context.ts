import type { Actor, Cost, JobApiContext, JobQueue, Writer } from '@plumbline/engine';

/** Filled while a request runs; an object of its own because Apollo copies the context. */
export interface Measures {
  cost: Cost | null;
}

/** Context of one GraphQL request. */
export interface ServerContext extends JobApiContext {
  readonly writer: Writer;
  readonly measures: Measures;
}

/** What resolvers work with besides reader and schema. */
export interface Services {
  readonly jobs: JobQueue;
  readonly writer: Writer;
}

/** Makes the context of a request. */
export const contextOf = (actor: Actor, signal: AbortSignal, services: Services): ServerContext => {
  const measures: Measures = { cost: null };
  return {
    actor,
    signal,
    ...services,
    measures,
    onCost: (cost) => {
      measures.cost = { requested: cost.requested + (measures.cost?.requested ?? 0), limit: cost.limit };
    },
  };
};
