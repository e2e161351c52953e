import type { ConfigService } from '@plumbline/domain';
import type {
  Actor,
  Ask,
  Cost,
  JobApiContext,
  JobQueue,
  PluginContext,
  Reader,
  StreamedAnswer,
  Writer,
} from '@plumbline/engine';
import type { Pool } from 'pg';
import type { TriedMail } from '../mail/try-mail.ts';

/** Filled while a request runs; an object of its own because Apollo copies the context. */
export interface Measures {
  cost: Cost | null;
  /** An answer too large to hold, which the endpoint writes while it is read. */
  streamed: StreamedAnswer | null;
}

/** Context of one GraphQL request. */
export interface ServerContext extends JobApiContext, PluginContext {
  readonly configs: ConfigService;
  readonly measures: Measures;
}

/** What resolvers work with besides the schema. */
export interface Services {
  readonly jobs: JobQueue;
  readonly reader: Reader;
  readonly writer: Writer;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
  readonly configs: ConfigService;
  /** Asks the API from inside. */
  readonly ask: Ask;
  /** Sends a mail to the account that acts. */
  readonly tryMail: (actor: Actor) => Promise<TriedMail>;
  /** Told what the queries of the request cost, once they are planned. */
  readonly spend?: (cost: number) => void;
}

/** Makes the context of a request. */
export const contextOf = (actor: Actor, signal: AbortSignal, services: Services): ServerContext => {
  const measures: Measures = { cost: null, streamed: null };
  const context: ServerContext = {
    actor,
    signal,
    ...services,
    measures,
    query: (document, variables) => services.ask(context, document, variables),
    onCost: (cost) => {
      services.spend?.(cost.requested);
      measures.cost = { requested: cost.requested + (measures.cost?.requested ?? 0), limit: cost.limit };
    },
  };
  return context;
};
