import { JobResult } from '../../features/exchange/job-result.tsx';
import { isOpen, type Job, useJob } from '../../features/jobs/job.ts';
import { JobLogCard } from '../../features/jobs/job-log.tsx';
import { JobActions, JobProgress, JsonText } from '../../features/jobs/job-parts.tsx';
import { Waiting } from '../../features/jobs/waiting.tsx';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import css from '../../generic/detail/detail.module.css';
import { Alert, Bones, Card, Fact, Facts } from '../../ui/panel.tsx';
import { Mono } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import type { DetailPageProps } from '../registry.ts';

function When({ label, iso }: { label: string; iso: string | null }) {
  return iso ? (
    <Fact label={label}>
      <time dateTime={iso} title={localTime(iso)}>
        {ago(iso)}
      </time>
    </Fact>
  ) : null;
}

function seconds({ startedAt, finishedAt }: Job): string | null {
  if (!startedAt || !finishedAt) return null;
  return `${((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
}

function About({ job }: { job: Job }) {
  const took = seconds(job);
  return (
    <Card title="About" flush>
      <Facts>
        <Fact label="Task">
          <Mono>{job.name}</Mono>
        </Fact>
        <Fact label="Started by">{job.actorName}</Fact>
        {job.workerName ? (
          <Fact label={isOpen(job) ? 'Runs on' : 'Ran on'}>
            <Mono>{job.workerName}</Mono>
          </Fact>
        ) : null}
        {job.attempt > 1 ? <Fact label="Runs so far">{job.attempt}</Fact> : null}
        <When label="Queued" iso={job.queuedAt} />
        <When label="Started" iso={job.startedAt} />
        <When label="Ended" iso={job.finishedAt} />
        {took ? (
          <Fact label="Took">
            <Mono>{took}</Mono>
          </Fact>
        ) : null}
      </Facts>
    </Card>
  );
}

function JobOverview({ id }: { id: string }) {
  const { job } = useJob(id);
  if (!job) return <Bones lines={8} />;
  return (
    <div className={css.columns}>
      <div className={css.stack}>
        <Card title={isOpen(job) ? 'Under way' : 'Ended'} aside={<JobActions job={job} />}>
          <JobProgress job={job} />
          <Waiting job={job} />
        </Card>
        {job.error ? <Alert>{job.error}</Alert> : null}
        <JobResult job={job} />
        <JobLogCard job={job} />
      </div>
      <div className={css.stack}>
        <About job={job} />
        <Card title="Input" flush>
          <JsonText value={job.input} label="Input" />
        </Card>
      </div>
    </div>
  );
}

/** The page of a job: how far it is, what it said, what it came to. */
export function JobDetail({ entity, segment }: DetailPageProps) {
  return <DetailPage entity={entity} segment={segment} parts={{ overview: (row) => <JobOverview id={row.id} /> }} />;
}
