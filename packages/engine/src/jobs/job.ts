import type { Pool } from 'pg';
import type { Actor } from '../actor.ts';
import type { Reader } from '../read/reader.ts';
import type { Registry } from '../registry/model.ts';
import type { Writer } from '../write/writer.ts';
import type { FileStore } from './file-store.ts';

/** What jobs work with; made once per process. */
export interface JobServices {
  readonly registry: Registry;
  readonly writer: Writer;
  readonly reader: Reader;
  /** Pool of reads, pipelined. */
  readonly reads: Pool;
  readonly files: FileStore;
  /** Folder for what may vanish with the job. */
  readonly temporaryFolder: string;
}

/** How grave a line of a job's log is. */
export type LogLevel = 'info' | 'warning' | 'error';

/** What one run of a job is given. */
export interface JobContext<Input = unknown> extends JobServices {
  readonly jobId: string;
  /** Who started the job, with `job` as source. */
  readonly actor: Actor;
  readonly input: Input;
  /** Aborted when somebody cancels the job, it took too long, or the process has to stop. */
  readonly signal: AbortSignal;
  /** Share done, 0 to 100, or null when it can't be told; a text goes to the log. */
  progress(percent: number | null, text?: string): void;
  /** Adds a line to the job's log. */
  log(line: string, level?: LogLevel): void;
}

/** How many jobs run at once; the others wait. */
export interface JobConcurrency {
  /** Jobs of definitions with the same lane count together; the name of the definition when absent. */
  readonly lane?: string;
  /** Most of one organization. */
  readonly perOrganization?: number;
  /** Most of the deployment. */
  readonly total?: number;
}

/** How a job that broke off is tried again. Refusals of its input or of rights are final. */
export interface JobRetry {
  /** Most runs, the first included. */
  readonly attempts: number;
  /** Seconds before the second run; doubled for each further one, up to a day. */
  readonly pauseS: number;
}

/**
 * Who may start a job: `anyone` who signs in and may write, since what it does follows their rights; `runners`, who hold
 * the verb `run` on jobs, possibly for some names alone; `administrators` of the deployment.
 */
export type StartedBy = 'anyone' | 'runners' | 'administrators';

/** A value of a job's input, for forms; `parse` decides what is taken. */
export interface JobInput {
  readonly name: string;
  readonly kind: 'text' | 'longText' | 'number' | 'flag' | 'choice' | 'type' | 'file' | 'json';
  readonly required?: boolean;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly initial?: unknown;
}

/** A kind of work that runs beside requests. */
export interface JobDefinition<Input = unknown> {
  /** Name that `jobStart` takes. */
  readonly name: string;
  readonly label: string;
  /** One sentence for who looks for it. */
  readonly description?: string;
  /** Values of the input, in the order of a form. */
  readonly inputs?: readonly JobInput[];
  /** `runners` when absent. */
  readonly startedBy?: StartedBy;
  /** Higher ones start first among those that wait; 0 when absent. */
  readonly priority?: number;
  /** No limit when absent. */
  readonly concurrency?: JobConcurrency;
  /** Milliseconds after which a run is stopped; a day when absent. */
  readonly timeoutMs?: number;
  /** One run when absent. */
  readonly retry?: JobRetry;
  /** Checks the input before the job is queued. @throws InvalidInput */
  readonly parse?: (input: unknown) => Input;
  /** Does the work; what it returns is kept as the job's result and must be JSON. */
  readonly run: (context: JobContext<Input>) => Promise<unknown>;
}

/** Declares a job. */
export const defineJob = <Input>(definition: JobDefinition<Input>): JobDefinition => definition as JobDefinition;
