import { Ban, RotateCcw } from 'lucide-react';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Status } from '../../ui/status.tsx';
import { Mono } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import { type Job, isOpen, useJobAction } from './job.ts';
import css from './jobs.module.css';

/** How far a job is: its state, its share and the latest line of its log. */
export function JobProgress({ job }: { job: Job }) {
  const share = isOpen(job) ? job.progress : job.status === 'completed' ? 100 : job.progress;
  const unknown = isOpen(job) && share === null;
  return (
    <div className={css.progress}>
      <div className={css.line}>
        <Status value={job.status} label={job.status} />
        {share === null ? null : <Mono>{share} %</Mono>}
        <span>{job.log?.at(-1)?.text}</span>
      </div>
      <div
        className={css.bar}
        role="progressbar"
        aria-label={job.label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': share })}
        data-unknown={unknown}
      >
        <span style={unknown ? undefined : { width: `${share ?? 0}%` }} />
      </div>
    </div>
  );
}

/** Stops a job that is under way, or starts one again that did not come to its end. */
export function JobActions({ job }: { job: Job }) {
  const cancel = useJobAction('jobCancel');
  const retry = useJobAction('jobRetry');
  const failed = (error: unknown) => notify('Not done', messageOf(error));
  if (isOpen(job)) {
    return (
      <Button disabled={cancel.isPending} onClick={() => cancel.mutate(job.id, { onError: failed })}>
        <Ban size={13} aria-hidden="true" /> Cancel
      </Button>
    );
  }
  if (job.status === 'completed' || job.name === 'netbox') return null;
  return (
    <Button disabled={retry.isPending} onClick={() => retry.mutate(job.id, { onError: failed })}>
      <RotateCcw size={13} aria-hidden="true" /> Run again
    </Button>
  );
}

/** A document as it is stored. */
export function JsonText({ value, label }: { value: unknown; label: string }) {
  return (
    <pre className={css.json} tabIndex={0} aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
