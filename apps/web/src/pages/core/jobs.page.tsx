import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { graphql } from '../../api/client.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { ListPage } from '../../generic/list/list.page.tsx';
import { listKey } from '../../generic/list/use-rows.ts';

/** How often jobs that are under way are asked for, in ms. */
const pollMs = 2_000;

const openJobs = {
  query: `query OpenJobs($filter: JobFilter) { jobs(filter: $filter, first: 100) { nodes { id status progress } } }`,
  variables: { filter: { status: { in: ['queued', 'running'] } } },
};

/** Reads the list of jobs anew whenever one that is under way has moved. */
function useLiveJobs(entity: UiEntity): void {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['open-jobs'],
    queryFn: async ({ signal }) => JSON.stringify((await graphql<unknown>(openJobs, signal)).data),
    refetchInterval: pollMs,
  });
  useEffect(() => {
    void client.invalidateQueries({ queryKey: listKey(entity.name) });
  }, [client, data, entity.name]);
}

/** The list of jobs, with their states as they change. */
export function JobsPage({ entity }: { entity: UiEntity }) {
  useLiveJobs(entity);
  return <ListPage entity={entity} />;
}
