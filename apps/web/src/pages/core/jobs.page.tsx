import { Link } from '@tanstack/react-router';
import { BookOpenCheck, CalendarClock, Cpu, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { capital } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { ReadersDialog, useReaders } from '../../features/jobs/readers.tsx';
import { RunDialog } from '../../features/jobs/run-dialog.tsx';
import { UnderWay } from '../../features/jobs/under-way.tsx';
import { useWorkers, WorkersDialog } from '../../features/jobs/workers.tsx';
import { PageHead } from '../../frame/page-head.tsx';
import { EntityList } from '../../generic/list/entity-list.tsx';
import { listKey } from '../../generic/list/use-rows.ts';
import { Button, buttonClass } from '../../ui/button.tsx';

function Actions() {
  const [open, setOpen] = useState<'run' | 'workers' | 'readers' | null>(null);
  const { data: workers } = useWorkers();
  const { data: readers } = useReaders();
  const parked = readers?.reduce((sum, { parkedCount }) => sum + parkedCount, 0) ?? 0;
  const alive = workers?.filter(({ isAlive }) => isAlive).length;
  const close = () => setOpen(null);
  return (
    <>
      <Link to="/core/job-schedules" className={buttonClass('plain')}>
        <CalendarClock size={14} aria-hidden="true" /> Schedules
      </Link>
      {workers ? (
        <Button onClick={() => setOpen('workers')}>
          <Cpu size={14} aria-hidden="true" /> {alive === 1 ? '1 worker' : `${alive} workers`}
        </Button>
      ) : null}
      {readers ? (
        <Button onClick={() => setOpen('readers')}>
          <BookOpenCheck size={14} aria-hidden="true" /> {parked > 0 ? `Events (${parked} put aside)` : 'Events'}
        </Button>
      ) : null}
      <Button tone="primary" onClick={() => setOpen('run')}>
        <Play size={14} aria-hidden="true" /> Run a job
      </Button>
      {open === 'workers' ? <WorkersDialog onClose={close} /> : null}
      {open === 'readers' ? <ReadersDialog onClose={close} /> : null}
      {open === 'run' ? <RunDialog onClose={close} /> : null}
    </>
  );
}

/** The list of jobs, above it those that are under way, with their states as they change. */
export function JobsPage({ entity }: { entity: UiEntity }) {
  const stale = useMemo(() => listKey(entity.name), [entity.name]);
  return (
    <EntityList
      key={entity.name}
      entity={entity}
      head={(total) => (
        <>
          <PageHead
            title={capital(entity.plural)}
            aside={total === null ? undefined : total.toLocaleString('en')}
            actions={<Actions />}
          />
          <UnderWay stale={stale} />
        </>
      )}
    />
  );
}
