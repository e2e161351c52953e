import type { ImportReport } from '@plumbline/engine';
import type { BenchServer } from '../server.ts';
import { cpuSeconds, peakMemory } from '../processes.ts';

/** A stretch of the import, by the line of the job's log that ends it. */
interface Phase {
  readonly text: string;
  readonly seconds: number;
}

/** What an import took. */
export interface ImportFigure {
  readonly report: ImportReport;
  /** From the start of the job to its end. */
  readonly seconds: number;
  readonly phases: readonly Phase[];
  /** The most memory that the server had, in megabytes. */
  readonly peakMb: number;
  /** Seconds that the server computed. */
  readonly nodeCpu: number;
  readonly postgresCpu: number;
}

interface JobState {
  readonly status: string;
  readonly error: string | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly log: readonly { readonly at: string; readonly text: string }[];
  readonly result: ImportReport;
}

const POLL_MS = 250;

const read = async <T>(server: BenchServer, query: string, field: string): Promise<T> => {
  const { text } = await server.ask(query, true);
  const { data, errors } = JSON.parse(text) as { data?: Record<string, T>; errors?: unknown };
  const found = data?.[field];
  if (found === undefined || errors) throw new Error(JSON.stringify(errors));
  return found;
};

const ended = async (server: BenchServer, id: string): Promise<JobState> => {
  for (;;) {
    const { status } = await read<JobState>(server, `{ job(id: "${id}") { status } }`, 'job');
    if (!['queued', 'running'].includes(status)) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const fields = 'status error startedAt finishedAt log result';
  return read<JobState>(server, `{ job(id: "${id}") { ${fields} } }`, 'job');
};

const phasesOf = ({ startedAt, finishedAt, log }: JobState): Phase[] => {
  let last = Date.parse(startedAt);
  return [...log, { at: finishedAt, text: 'what came later' }].map(({ at, text }) => {
    const seconds = (Date.parse(at) - last) / 1_000;
    last = Date.parse(at);
    return { text, seconds };
  });
};

/** Imports an uploaded dump as a job of the running server. @throws Error when the job does not complete */
export const measureImport = async (server: BenchServer, postgres: number, fileId: string): Promise<ImportFigure> => {
  const [node, database] = [cpuSeconds(server.pid), cpuSeconds(postgres)];
  const start = `mutation { jobStart(name: "importNetbox", input: { fileId: "${fileId}" }) { id } }`;
  const { id } = await read<{ id: string }>(server, start, 'jobStart');
  const job = await ended(server, id);
  if (job.status !== 'completed') throw new Error(`The import ${job.status}: ${job.error}`);
  return {
    report: job.result,
    seconds: (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1_000,
    phases: phasesOf(job),
    peakMb: peakMemory(server.pid),
    nodeCpu: cpuSeconds(server.pid) - node,
    postgresCpu: cpuSeconds(postgres) - database,
  };
};
