import { withGraph, type Actor, type GraphSession, type ReaderOptions, type Writer } from '@plumbline/engine';
import type { Pool } from 'pg';
import { readDeviceContexts, type DeviceContext } from './context/merged.queries.ts';

/** On whose behalf, and until when. */
export interface ConfigCaller {
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
}

/** What the service works with. */
export interface ConfigServiceOptions {
  /** Registry, schema and row predicates, as the reader has them. */
  readonly graph: ReaderOptions;
  /** Pool of reads, pipelined. */
  readonly pool: Pool;
  readonly writer: Writer;
}

/** Contexts and renders of device configurations, for resolvers and jobs. */
export class ConfigService {
  readonly #options: ConfigServiceOptions;

  constructor(options: ConfigServiceOptions) {
    this.#options = options;
  }

  /** Ends what the service keeps running. */
  async stop(): Promise<void> {}

  /** Merged contexts of the devices the caller may see, by id. */
  contexts(caller: ConfigCaller, ids: readonly string[]): Promise<Map<string, DeviceContext>> {
    return this.snapshot(caller, (session) => readDeviceContexts(session, ids));
  }

  /** Reads in one snapshot as the caller. */
  snapshot<T>(caller: ConfigCaller, use: (session: GraphSession) => Promise<T>): Promise<T> {
    const { graph, pool } = this.#options;
    return withGraph(graph, caller, pool, use);
  }
}
