import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Alert, Bones, Card, ErrorState } from '../../ui/panel.tsx';
import { Status } from '../../ui/status.tsx';
import { numberCell, Table } from '../../ui/table.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import { ago, localTime } from '../../ui/time.ts';

interface Parked {
  sequence: string;
  type: string;
  objectId: string;
  action: string;
  error: string;
  again: boolean;
  parkedAt: string;
}

interface Reader {
  name: string;
  sequence: string;
  waiting: number;
  waitingSince: string | null;
  attempts: number;
  lastError: string | null;
  changedAt: string;
  parkedCount: number;
  parked: readonly Parked[];
}

const key = ['event-readers'];
const pollMs = 5_000;

const query = `query EventReaders {
  eventReaders {
    name sequence waiting waitingSince attempts lastError changedAt parkedCount
    parked { sequence type objectId action error again parkedAt }
  }
}`;

/** Readers of events; null for who may not see them. */
export function useReaders() {
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<readonly Reader[] | null> => {
      try {
        return (await graphql<{ eventReaders: Reader[] }>({ query, variables: {} }, signal)).data.eventReaders;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'FORBIDDEN') return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data === null ? false : pollMs),
  });
}

function useRetry() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => {
      const request = {
        query: 'mutation Retry($name: String!) { eventReaderRetry(name: $name) }',
        variables: { name },
      };
      return (await graphql<{ eventReaderRetry: number }>(request)).data.eventReaderRetry;
    },
    onSuccess: (count) => notify(`${counted(count, 'event is', 'events are')} tried again`),
    onError: (error) => notify('Not tried again', messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}

function State({ reader }: { reader: Reader }) {
  if (reader.attempts > 0) return <Status value="stale" label="Trying again" />;
  return reader.waiting > 0 ? <Status value="staged" label="At work" /> : <Status value="active" label="Up to date" />;
}

function ReaderRow({ reader }: { reader: Reader }) {
  return (
    <tr>
      <td>
        <Mono>{reader.name}</Mono>
      </td>
      <td title={reader.lastError ?? undefined}>
        <State reader={reader} />
      </td>
      <td className={numberCell}>{reader.waiting}</td>
      <td title={reader.waitingSince ? localTime(reader.waitingSince) : undefined}>
        {reader.waitingSince ? ago(reader.waitingSince) : <Dim>nothing</Dim>}
      </td>
      <td className={numberCell}>{reader.sequence}</td>
      <td className={numberCell}>{reader.parkedCount}</td>
    </tr>
  );
}

function ParkedCard({ reader }: { reader: Reader }) {
  const retry = useRetry();
  const rest = reader.parkedCount - reader.parked.length;
  return (
    <Card
      title={`Put aside by ${reader.name}`}
      flush
      aside={
        <Button disabled={retry.isPending} onClick={() => retry.mutate(reader.name)}>
          Try again
        </Button>
      }
    >
      <Table heads={['Event', 'Object', 'Error', 'Since']} isTall>
        {reader.parked.map((event) => (
          <tr key={event.sequence}>
            <td>
              {event.sequence} {event.again ? <Dim>tried soon</Dim> : null}
            </td>
            <td>
              {event.type} {event.action} <Dim>{event.objectId}</Dim>
            </td>
            <td>{event.error}</td>
            <td title={localTime(event.parkedAt)}>{ago(event.parkedAt)}</td>
          </tr>
        ))}
      </Table>
      {rest > 0 ? <Dim>{counted(rest, 'more event', 'more events')}</Dim> : null}
    </Card>
  );
}

/** What reads events, how far each came, and the events that were put aside. */
export function ReadersDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useReaders();
  const failing = data?.filter(({ lastError }) => lastError !== null) ?? [];
  return (
    <Dialog open onClose={onClose} title="Readers of events" width={860}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={3} /> : null}
      {data ? (
        <Table
          heads={[
            'Reader',
            'State',
            { label: 'Waiting', isNumber: true },
            'Oldest',
            { label: 'Place', isNumber: true },
            { label: 'Put aside', isNumber: true },
          ]}
          isTall
        >
          {data.map((reader) => (
            <ReaderRow key={reader.name} reader={reader} />
          ))}
        </Table>
      ) : null}
      {failing.map(({ name, lastError }) => (
        <Alert key={name}>
          {name}: {lastError}
        </Alert>
      ))}
      {data
        ?.filter(({ parkedCount }) => parkedCount > 0)
        .map((reader) => (
          <ParkedCard key={reader.name} reader={reader} />
        ))}
    </Dialog>
  );
}
