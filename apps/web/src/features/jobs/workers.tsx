import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { graphql } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { Status } from '../../ui/status.tsx';
import { numberCell, Table } from '../../ui/table.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';

interface Worker {
  id: string;
  name: string;
  startedAt: string;
  heartbeat: string;
  isAlive: boolean;
  slots: number;
  busy: number;
  jobs: readonly { id: string; number: number; label: string }[];
}

const pollMs = 2_000;

const query = `query JobWorkers {
  jobWorkers { id name startedAt heartbeat isAlive slots busy jobs { id number label } }
}`;

/** Processes that run jobs; null for who may not see them. */
export function useWorkers() {
  return useQuery({
    queryKey: ['job-workers'],
    queryFn: async ({ signal }): Promise<readonly Worker[] | null> => {
      try {
        return (await graphql<{ jobWorkers: Worker[] }>({ query, variables: {} }, signal)).data.jobWorkers;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'FORBIDDEN') return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data === null ? false : pollMs),
  });
}

function Runs({ jobs, busy }: Pick<Worker, 'jobs' | 'busy'>) {
  const others = busy - jobs.length;
  if (busy === 0) return <Dim>nothing</Dim>;
  return (
    <>
      {jobs.map(({ id, number, label }) => (
        <div key={id}>
          <Link to={`/core/jobs/${number}`}>
            {label} #{number}
          </Link>
        </div>
      ))}
      {others > 0 ? <Dim>{others} of other organizations</Dim> : null}
    </>
  );
}

function WorkerRow({ worker }: { worker: Worker }) {
  return (
    <tr>
      <td>
        <Mono>{worker.name}</Mono>
      </td>
      <td>
        <Status value={worker.isAlive ? 'active' : 'failed'} label={worker.isAlive ? 'works' : 'gone'} />
      </td>
      <td>
        <Runs {...worker} />
      </td>
      <td className={numberCell}>
        {worker.busy} of {worker.slots}
      </td>
      <td title={localTime(worker.startedAt)}>{ago(worker.startedAt)}</td>
    </tr>
  );
}

/** The processes that run jobs, with what they do now. */
export function WorkersDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useWorkers();
  return (
    <Dialog open onClose={onClose} title="Workers" width={760}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={3} /> : null}
      {data?.length === 0 ? (
        <EmptyState title="Nothing runs jobs">
          Start a server, or a worker beside it; until then jobs wait in the queue.
        </EmptyState>
      ) : null}
      {data && data.length > 0 ? (
        <Table heads={['Process', 'State', 'Runs', { label: 'Places', isNumber: true }, 'Since']} isTall>
          {data.map((worker) => (
            <WorkerRow key={worker.id} worker={worker} />
          ))}
        </Table>
      ) : null}
    </Dialog>
  );
}
