import { Link } from '@tanstack/react-router';
import { Alert, Card } from '../../ui/panel.tsx';
import { textClass } from '../../ui/text.tsx';
import { JobActions, JobProgress } from '../jobs/job-parts.tsx';
import { isOpen } from '../jobs/job.ts';
import css from './exchange.module.css';
import { JobResult } from './job-result.tsx';
import type { ImportRun } from './use-import.ts';

/** How an import goes on, and what it came to. */
export function ImportRunView({ run }: { run: ImportRun }) {
  const { job, sent, error } = run;
  return (
    <div className={css.page} aria-live="polite">
      {error ? <Alert>{error}</Alert> : null}
      {sent === null ? null : <p>Sending the file: {sent} %</p>}
      {job && (isOpen(job) || job.status !== 'completed') ? (
        <Card
          title={job.label}
          aside={
            <Link to={`/core/jobs/${job.number}`} className={textClass.link}>
              Job #{job.number}
            </Link>
          }
        >
          <JobProgress job={job} />
          {job.error ? <Alert>{job.error}</Alert> : null}
          {isOpen(job) ? <JobActions job={job} /> : null}
        </Card>
      ) : null}
      {job ? <JobResult job={job} /> : null}
    </div>
  );
}
