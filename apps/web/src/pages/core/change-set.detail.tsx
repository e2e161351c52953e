import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { graphql } from '../../api/client.ts';
import { ObjectLink } from '../../catalogue/object-link.tsx';
import type { Row } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import history from '../../features/history/history.module.css';
import { RecordItem } from '../../features/history/record-item.tsx';
import { type Records, recordsRequest, revertersRequest, sourceWord } from '../../features/history/records.ts';
import { UndoButton } from '../../features/history/undo-button.tsx';
import css from '../../generic/detail/detail.module.css';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { Button } from '../../ui/button.tsx';
import { Bones, Card, ErrorState, Fact, Facts } from '../../ui/panel.tsx';
import { Mono } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import type { DetailPageProps } from '../registry.ts';

/** Objects shown before the reader asks for more. */
const step = 100;

interface SetRef {
  id: string;
  number: number;
  display: string | null;
  created: string;
  actorName: string;
}

function useReverters(id: string) {
  return useQuery({
    queryKey: ['reverters', id],
    queryFn: async ({ signal }) =>
      (await graphql<{ changeSets: { nodes: SetRef[] } }>(revertersRequest(id), signal)).data.changeSets.nodes,
    staleTime: 5_000,
  });
}

function useSetById(id: string | null) {
  return useQuery({
    queryKey: ['change-set', id],
    queryFn: async ({ signal }) => {
      const query = `query ChangeSetById($id: ID) { changeSet(id: $id) { id number display created actorName } }`;
      return (await graphql<{ changeSet: SetRef | null }>({ query, variables: { id } }, signal)).data.changeSet;
    },
    enabled: id !== null,
    staleTime: 60_000,
  });
}

function SetLink({ set }: { set: SetRef }) {
  const entity = useCatalogue().byName.get('core.ChangeSet');
  return entity ? (
    <ObjectLink entity={entity} row={set}>{`#${set.number} by ${set.actorName}, ${ago(set.created)}`}</ObjectLink>
  ) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function About({ row }: { row: Row }) {
  const reverters = useReverters(row.id).data ?? [];
  const reverted = useSetById(text(row['revertsId'])).data;
  const created = text(row['created']);
  return (
    <Card title="About" flush>
      <Facts>
        <Fact label="By">{text(row['actorName'])}</Fact>
        {created ? (
          <Fact label="When">
            <time dateTime={created} title={localTime(created)}>
              {ago(created)}
            </time>
          </Fact>
        ) : null}
        <Fact label="How">{sourceWord(String(row['source']))}</Fact>
        {text(row['reason']) ? <Fact label="Reason">{text(row['reason'])}</Fact> : null}
        {reverted ? (
          <Fact label="Takes back">
            <SetLink set={reverted} />
          </Fact>
        ) : null}
        {reverters.map((set) => (
          <Fact key={set.id} label="Undone by">
            <SetLink set={set} />
          </Fact>
        ))}
        <Fact label="Request">
          <Mono>{text(row['requestId'])}</Mono>
        </Fact>
        {text(row['actorTokenId']) ? (
          <Fact label="API token">
            <Mono>{text(row['actorTokenId'])}</Mono>
          </Fact>
        ) : null}
      </Facts>
    </Card>
  );
}

function Changes({ row }: { row: Row }) {
  const [first, setFirst] = useState(step);
  const query = useQuery({
    queryKey: ['change-set-records', row.id, first],
    queryFn: async ({ signal }) => {
      const request = recordsRequest({ changeSet: { id: { eq: row.id } } }, first, true);
      return (await graphql<{ changeRecords: Records }>(request, signal)).data.changeRecords;
    },
    placeholderData: (before) => before,
    staleTime: 10_000,
  });
  if (query.isPending) return <Bones lines={8} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { nodes, totalCount } = query.data;
  return (
    <Card title="Changes" aside={totalCount.toLocaleString('en')} flush>
      <ol className={history.list}>
        {nodes.map((record) => (
          <RecordItem key={record.id} record={record} withObject />
        ))}
      </ol>
      {nodes.length < totalCount && first < 1_000 ? (
        <p className={css.notSet}>
          <Button onClick={() => setFirst(Math.min(1_000, first * 3))}>Show more</Button>
        </p>
      ) : null}
    </Card>
  );
}

function Overview({ row }: { row: Row }) {
  return (
    <div className={css.columns}>
      <div className={css.stack}>
        <Changes row={row} />
      </div>
      <div className={css.stack}>
        <About row={row} />
      </div>
    </div>
  );
}

/** The page of a change set: who did it and why, every object it touched, and the way back. */
export function ChangeSetDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        overview: (row) => <Overview row={row} />,
        actions: (row) => (
          <UndoButton target={{ verb: 'changeSetRevert', id: row.id }} title={`Undo change set #${row.number}`} />
        ),
      }}
    />
  );
}
