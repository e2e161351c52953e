import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import type { Row } from '../../catalogue/types.ts';
import history from '../../features/history/history.module.css';
import { RecordedObject, RecordItem } from '../../features/history/record-item.tsx';
import { type ChangeRecord, type Records, recordsRequest } from '../../features/history/records.ts';
import { UndoButton } from '../../features/history/undo-button.tsx';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import type { DetailPageProps } from '../registry.ts';

function useRecord(id: string) {
  return useQuery({
    queryKey: ['change-record', id],
    queryFn: async ({ signal }): Promise<ChangeRecord | null> => {
      const request = recordsRequest({ id: { eq: id } }, 1);
      return (await graphql<{ changeRecords: Records }>(request, signal)).data.changeRecords.nodes[0] ?? null;
    },
    staleTime: 60_000,
  });
}

function Overview({ row }: { row: Row }) {
  const query = useRecord(row.id);
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const record = query.data;
  if (!record) return null;
  return (
    <Card title="Change" flush>
      <p className={history.about}>
        <RecordedObject record={record} />
      </p>
      <ol className={history.list}>
        <RecordItem record={record} />
      </ol>
    </Card>
  );
}

function Actions({ row }: { row: Row }) {
  const record = useRecord(row.id).data;
  if (record?.action !== 'delete') return null;
  const name = record.objectDisplay ?? `#${record.objectNumber}`;
  return (
    <UndoButton
      target={{ verb: 'objectRestore', id: record.objectId }}
      title={`Restore ${name}`}
      label="Restore the object"
    />
  );
}

/** The page of one recorded change; what was deleted can be brought back from here. */
export function ChangeRecordDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{ overview: (row) => <Overview row={row} />, actions: (row) => <Actions row={row} /> }}
    />
  );
}
