import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { useLive } from '../../api/use-live.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { RecordItem } from '../../features/history/record-item.tsx';
import { type ChangeRecord, type Records, recordsRequest } from '../../features/history/records.ts';
import history from '../../features/history/history.module.css';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { textClass } from '../../ui/text.tsx';

/** Changes shown at once. */
const historyLength = 100;

/** The query for an object's recorded changes, newest first. */
export function historyRequest(entity: UiEntity, id: string, first: number): GraphqlRequest {
  return recordsRequest({ objectType: { eq: entity.name }, objectId: { eq: id } }, first);
}

/** Recorded changes of an object, and those that are made while they are shown. */
export function useHistory(entity: UiEntity, id: string, first: number) {
  useLive(entity.name, ['history', entity.name, id], id);
  return useQuery({
    queryKey: ['history', entity.name, id, first],
    queryFn: async ({ signal }) =>
      (await graphql<{ changeRecords: Records }>(historyRequest(entity, id, first), signal)).data.changeRecords,
    staleTime: 5_000,
  });
}

function HistoryCard({ records, aside }: { records: readonly ChangeRecord[]; aside: ReactNode }) {
  return (
    <Card title="Change history" aside={aside} flush>
      <ol className={history.list}>
        {records.map((record) => (
          <RecordItem key={record.id} record={record} />
        ))}
      </ol>
    </Card>
  );
}

/** The change history of one object. */
export function History({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useHistory(entity, row.id, historyLength);
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { nodes, totalCount } = query.data;
  if (nodes.length === 0) return <EmptyState title="No changes recorded" />;
  const aside = nodes.length < totalCount ? `newest ${nodes.length} of ${totalCount}` : `${totalCount}`;
  return <HistoryCard records={nodes} aside={aside} />;
}

/** Changes that the overview shows. */
const latestLength = 5;

/** The newest changes of one object, and a way to the rest. */
export function LatestChanges({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useHistory(entity, row.id, latestLength);
  if (!query.isSuccess || query.data.nodes.length === 0) return null;
  const { nodes, totalCount } = query.data;
  const all = (
    <Link to="." search={{ tab: 'history' }} className={textClass.link}>
      All {totalCount.toLocaleString('en')}
    </Link>
  );
  return <HistoryCard records={nodes} aside={all} />;
}
