import type { TemplateOptions } from '../template/options.ts';
import type { GraphCache } from '../graph/graph-cache.queries.ts';
import type { RenderProblem, RenderStats } from './rendered.ts';

/** A template as the runner takes it. */
export interface RunSource {
  readonly name: string;
  readonly source: string;
  readonly options: TemplateOptions;
}

/** One render to run. */
export interface RunRequest {
  readonly main: RunSource;
  /** Finds a template that another one includes, imports or extends; null when there is none. @throws GraphError */
  readonly find: (name: string) => Promise<RunSource | null>;
  /** JSON text of the merged config contexts, in the order of their keys. */
  readonly contextText: string;
  /** JSON text of the extra data. */
  readonly extraText: string | null;
  /** JSON text of what the saved query answered, root key by root key. */
  readonly dataText: string | null;
  readonly deviceId: string;
  /** Rows as the caller may see them. */
  readonly graph: GraphCache;
  /** JSON text of the merged contexts of devices, for `get_config_context()`. */
  readonly contextsOf: (ids: readonly string[]) => Promise<readonly (string | null)[]>;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a run. */
export interface RunOutcome {
  /** Null when it failed. */
  readonly text: string | null;
  readonly problems: readonly RenderProblem[];
  readonly stats: RenderStats;
  /** Types whose rows were read. */
  readonly reads: readonly string[];
  /** SHA-256 of every answer the run was given, in their order, and of the templates it included. */
  readonly answersHash: string;
}

/** Runs templates somewhere they can do no harm. */
export interface TemplateRunner {
  /** Runs that may go on side by side. */
  readonly width: number;
  run(request: RunRequest): Promise<RunOutcome>;
  stop(): Promise<void>;
}
