import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { graphql } from '../../api/client.ts';
import { subscribe } from '../../api/live.ts';
import type { LogLine } from './job.ts';
import { joined } from './log-lines.ts';

/** What a waiting job waits for. */
export type WaitsFor = 'TIME' | 'WORKER' | 'TURN';

/** A job's log as far as it was read. */
export interface JobLogState {
  status: string;
  waitsFor: WaitsFor | null;
  lines: readonly LogLine[];
}

/** How often a job that is under way is asked for besides, in ms: its end is not to be missed with a lost connection. */
const pollMs = 5_000;
const pageSize = 5_000;

const fields = 'status waitsFor lines { line at level text }';

const query = `query JobLog($id: ID!, $after: Int!, $first: Int!) {
  jobLog(id: $id, after: $after, first: $first) { ${fields} }
}`;

const updates = `subscription JobUpdates($id: ID!, $after: Int!) { jobUpdates(id: $id, after: $after) { ${fields} } }`;

const keyOf = (id: string) => ['job-log', id];

/** The lines after those that are known, to the end of the log. */
async function readOn(id: string, known: readonly LogLine[], signal: AbortSignal): Promise<JobLogState> {
  let lines = known;
  for (;;) {
    const variables = { id, after: lines.at(-1)?.line ?? 0, first: pageSize };
    const { data } = await graphql<{ jobLog: JobLogState }>({ query, variables }, signal);
    lines = joined(lines, data.jobLog.lines);
    if (data.jobLog.lines.length < pageSize) return { ...data.jobLog, lines };
  }
}

const isUnderWay = (status: string | undefined): boolean => status === 'queued' || status === 'running';

/** The log of a job, which grows while it is under way: lines come over the websocket, and are asked for now and then. */
export function useJobLog(id: string) {
  const client = useQueryClient();
  const known = () => client.getQueryData<JobLogState>(keyOf(id))?.lines ?? [];
  const log = useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) => {
      const read = await readOn(id, known(), signal);
      return { ...read, lines: joined(read.lines, known()) };
    },
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data.status) ? false : pollMs),
  });
  const isOpen = isUnderWay(log.data?.status);
  useEffect(() => {
    if (!isOpen) return undefined;
    const after = client.getQueryData<JobLogState>(keyOf(id))?.lines.at(-1)?.line ?? 0;
    return subscribe<JobLogState>({ query: updates, variables: { id, after } }, 'jobUpdates', (page) => {
      client.setQueryData<JobLogState>(keyOf(id), (before) => ({
        ...page,
        lines: joined(before?.lines ?? [], page.lines),
      }));
      void client.invalidateQueries({ queryKey: ['job', id] });
    });
  }, [client, id, isOpen]);
  return log;
}
