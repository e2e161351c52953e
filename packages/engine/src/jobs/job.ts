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

/** What one run of a job is given. */
export interface JobContext<Input = unknown> extends JobServices {
  readonly jobId: string;
  /** Who started the job, with `job` as source. */
  readonly actor: Actor;
  readonly input: Input;
  /** Aborted when somebody cancels the job or the process has to stop. */
  readonly signal: AbortSignal;
  /** Share done, 0 to 100, or null when it can't be told; a text goes to the log. */
  progress(percent: number | null, text?: string): void;
  /** Adds a line to the job's log. */
  log(line: string): void;
}

/** A kind of work that runs beside requests. */
export interface JobDefinition<Input = unknown> {
  /** Name that `jobStart` takes. */
  readonly name: string;
  readonly label: string;
  /** Checks the input before the job is queued. @throws InvalidInput */
  readonly parse?: (input: unknown) => Input;
  /** Does the work; what it returns is kept as the job's result and must be JSON. */
  readonly run: (context: JobContext<Input>) => Promise<unknown>;
}

/** Declares a job. */
export const defineJob = <Input>(definition: JobDefinition<Input>): JobDefinition => definition as JobDefinition;
