import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { graphql } from '../../api/client.ts';
import { JobActions, JobProgress } from './job-parts.tsx';
import { jobFields, type Job } from './job.ts';
import css from './jobs.module.css';

/** How often jobs that are under way are asked for, in ms. */
const pollMs = 2_000;
const mostShown = 50;

const request = {
  query: `query OpenJobs($filter: JobFilter, $first: Int) {
    jobs(filter: $filter, first: $first, orderBy: [{ field: "startedAt" }, { field: "queuedAt" }]) { nodes { ${jobFields} } }
  }`,
  variables: { filter: { status: { in: ['queued', 'running'] } }, first: mostShown },
};

/** Jobs that wait or run, those that run first; the list of jobs is read anew whenever one of them has moved. */
export function UnderWay({ stale }: { stale: readonly unknown[] }) {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['open-jobs'],
    queryFn: async ({ signal }) => (await graphql<{ jobs: { nodes: Job[] } }>(request, signal)).data.jobs.nodes,
    refetchInterval: pollMs,
  });
  const states = JSON.stringify(data?.map(({ id, status }) => [id, status]));
  useEffect(() => {
    void client.invalidateQueries({ queryKey: stale });
  }, [client, stale, states]);
  if (!data || data.length === 0) return null;
  const runningFirst = data.toSorted((a, b) => Number(b.status === 'running') - Number(a.status === 'running'));
  return (
    <ul className={css.underWay} aria-label="Under way">
      {runningFirst.map((job) => (
        <li key={job.id}>
          <div>
            <Link to={`/core/jobs/${job.number}`}>
              {job.label} #{job.number}
            </Link>
            <JobProgress job={job} />
          </div>
          <JobActions job={job} />
        </li>
      ))}
    </ul>
  );
}
