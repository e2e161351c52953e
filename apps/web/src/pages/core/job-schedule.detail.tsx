import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { messageOf } from '../../api/errors.ts';
import type { Row } from '../../catalogue/types.ts';
import { JsonText } from '../../features/jobs/job-parts.tsx';
import { NextTimes } from '../../features/jobs/next-times.tsx';
import { runSchedule, timingOf } from '../../features/jobs/schedule.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import css from '../../generic/detail/detail.module.css';
import { IdentityCard } from '../../generic/detail/overview.tsx';
import { Button } from '../../ui/button.tsx';
import { Alert, Card, Fact, Facts } from '../../ui/panel.tsx';
import { Status } from '../../ui/status.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import { ago, localTime } from '../../ui/time.ts';
import type { DetailPageProps } from '../registry.ts';

function RunNow({ row }: { row: Row }) {
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: () => runSchedule(row.id),
    onSuccess: ({ number }) => void navigate({ to: `/core/jobs/${number}` }),
    onError: (error) => notify('Not started', messageOf(error)),
  });
  return (
    <Button disabled={run.isPending} onClick={() => run.mutate()}>
      <Play size={14} aria-hidden="true" /> Run now
    </Button>
  );
}

function Last({ row }: { row: Row }) {
  const [at, number] = [row['lastRun'], row['lastJobNumber']];
  if (typeof at !== 'string') return <Dim>never</Dim>;
  return (
    <>
      <time dateTime={at} title={localTime(at)}>
        {ago(at)}
      </time>
      {typeof number === 'number' ? (
        <>
          {', '}
          <Link to={`/core/jobs/${number}`}>job #{number}</Link>
        </>
      ) : null}
    </>
  );
}

function About({ row }: { row: Row }) {
  const isOn = row['enabled'] === true;
  return (
    <Card title="About" flush>
      <Facts>
        <Fact label="State">
          <Status value={isOn ? 'enabled' : 'disabled'} label={isOn ? 'on' : 'off'} />
        </Fact>
        <Fact label="Job">
          <Mono>{String(row['job'])}</Mono>
        </Fact>
        <Fact label="Runs as">{String(row['runsAs'] ?? '')}</Fact>
        <Fact label="While one runs">
          {row['overlap'] === 'queue' ? 'the next one waits' : 'due times are left out'}
        </Fact>
        <Fact label="Last started">
          <Last row={row} />
        </Fact>
      </Facts>
    </Card>
  );
}

function ScheduleOverview({ row }: { row: Row }) {
  const remark = row['lastRemark'];
  const isOn = row['enabled'] === true;
  return (
    <div className={css.columns}>
      <div className={css.stack}>
        {typeof remark === 'string' ? <Alert>{remark}</Alert> : null}
        <Card title={isOn ? 'When' : 'When it is switched on'}>
          <NextTimes timing={timingOf(row)} />
        </Card>
        {row['input'] === null ? null : (
          <Card title="Input" flush>
            <JsonText value={row['input']} label="Input" />
          </Card>
        )}
      </div>
      <div className={css.stack}>
        <About row={row} />
        <IdentityCard row={row} />
      </div>
    </div>
  );
}

/** The page of a schedule: when it is due, what it started last, and a way to start it now. */
export function JobScheduleDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        actions: (row) => <RunNow row={row} />,
        overview: (row) => <ScheduleOverview row={row} />,
      }}
    />
  );
}
