import { useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import type { LogLine } from './job.ts';

/** What a waiting job waits for. */
export type WaitsFor = 'TIME' | 'WORKER' | 'TURN';

/** A job's log as far as it was read. */
export interface JobLogState {
  status: string;
  waitsFor: WaitsFor | null;
  lines: readonly LogLine[];
}

interface Page extends JobLogState {
  total: number;
}

/** How often a job that is under way is asked for new lines, in ms. */
const pollMs = 800;
const pageSize = 5_000;

const query = `query JobLog($id: ID!, $after: Int!, $first: Int!) {
  jobLog(id: $id, after: $after, first: $first) { status waitsFor total lines { line at level text } }
}`;

/** The lines after those that are known, to the end of the log. */
async function readOn(id: string, known: readonly LogLine[], signal: AbortSignal): Promise<JobLogState> {
  const lines = [...known];
  for (;;) {
    const variables = { id, after: lines.at(-1)?.line ?? 0, first: pageSize };
    const { data } = await graphql<{ jobLog: Page }>({ query, variables }, signal);
    lines.push(...data.jobLog.lines);
    if (data.jobLog.lines.length < pageSize) return { ...data.jobLog, lines };
  }
}

const isUnderWay = (status: string | undefined): boolean => status === 'queued' || status === 'running';

/** The log of a job, which grows while it is under way; only new lines are asked for. */
export function useJobLog(id: string) {
  const client = useQueryClient();
  const queryKey = ['job-log', id];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => readOn(id, client.getQueryData<JobLogState>(queryKey)?.lines ?? [], signal),
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data.status) ? false : pollMs),
  });
}
