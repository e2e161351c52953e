import { RotateCcw } from 'lucide-react';
import type { Row } from '../../catalogue/types.ts';
import { CallView } from '../../features/webhooks/call-view.tsx';
import { useDeliveryContent, useReplay } from '../../features/webhooks/webhooks.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { Button } from '../../ui/button.tsx';
import { Alert, Bones } from '../../ui/panel.tsx';
import type { DetailPageProps } from '../registry.ts';

function Content({ row }: { row: Row }) {
  const { data } = useDeliveryContent(row.id, row['rowVersion']);
  if (!data) return <Bones lines={6} />;
  return data.withheld ? <Alert>{data.withheld}</Alert> : <CallView request={data.request} response={data.response} />;
}

function Replay({ id }: { id: string }) {
  const replay = useReplay();
  return (
    <Button disabled={replay.isPending} onClick={() => replay.mutate(id)}>
      <RotateCcw size={13} aria-hidden="true" /> Send again
    </Button>
  );
}

/** The page of a delivery: what was sent, what came back, and a way to send it again. */
export function WebhookDeliveryDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        above: (row) => <Content row={row} />,
        actions: (row) => (row['webhookId'] && row['state'] !== 'pending' ? <Replay id={row.id} /> : null),
      }}
    />
  );
}
