import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { graphql } from '../../api/client.ts';

/** One line of a job's log. */
export interface LogLine {
  /** Counts from 1 over all runs; absent in the last lines that a job carries itself. */
  line?: number;
  at: string;
  text: string;
  /** `info`, `warning` or `error`; absent from jobs of earlier versions. */
  level?: string;
}

/** A piece of work that runs beside requests, as its page shows it. */
export interface Job {
  id: string;
  number: number;
  name: string;
  label: string;
  /** `queued`, `running`, `completed`, `failed` or `cancelled`. */
  status: string;
  /** Share done from 0 to 100; null when it can't be told. */
  progress: number | null;
  /** Its last lines. */
  log: LogLine[] | null;
  input: unknown;
  result: unknown;
  error: string | null;
  actorName: string;
  /** Runs so far. */
  attempt: number;
  /** Process that runs it or ran it last. */
  workerName: string | null;
  /** It does not start earlier. */
  runAt: string;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** What of a job is asked for. */
export const jobFields =
  'id number name label status progress log input result error actorName attempt workerName runAt queuedAt startedAt finishedAt';

/** How often a job that is under way is asked for, in ms. */
const pollMs = 800;

/** Whether a job waits or runs. */
export function isOpen(job: Pick<Job, 'status'>): boolean {
  return job.status === 'queued' || job.status === 'running';
}

/** The query of one job. */
export function jobRequest(id: string) {
  return { query: `query Job($id: ID) { job(id: $id) { ${jobFields} } }`, variables: { id } };
}

/** Queues a job. @throws ApiError with the refusal of its input */
export async function startJob(name: string, input: Record<string, unknown>): Promise<Job> {
  const query = `mutation Start($name: String!, $input: JSON) { jobStart(name: $name, input: $input) { ${jobFields} } }`;
  return (await graphql<{ jobStart: Job }>({ query, variables: { name, input } })).data.jobStart;
}

/** A job, asked for again while it is under way; `onEnd` is called once when it ends. */
export function useJob(id: string | null, onEnd?: (job: Job) => void) {
  const query = useQuery({
    queryKey: ['job', id],
    enabled: id !== null,
    queryFn: async ({ signal }) => (await graphql<{ job: Job | null }>(jobRequest(id ?? ''), signal)).data.job,
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data) ? false : pollMs),
  });
  const job = query.data ?? null;
  const ended = useRef<string | null>(null);
  useEffect(() => {
    if (!job || isOpen(job) || ended.current === job.id) return;
    ended.current = job.id;
    onEnd?.(job);
  });
  return { ...query, job };
}

/** Cancels a job that is under way, or queues one that failed again. */
export function useJobAction(verb: 'jobCancel' | 'jobRetry') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const query = `mutation Act($id: ID!) { ${verb}(id: $id) { ${jobFields} } }`;
      return (await graphql<Record<string, Job>>({ query, variables: { id } })).data[verb];
    },
    onSuccess: (job) => {
      if (job) client.setQueryData(['job', job.id], job);
      void client.invalidateQueries({ queryKey: ['list', 'core.Job'] });
    },
  });
}
