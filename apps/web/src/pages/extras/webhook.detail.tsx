import type { Row } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { CircuitCard } from '../../features/webhooks/circuit-card.tsx';
import { TestButton } from '../../features/webhooks/test-button.tsx';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { EntityList } from '../../generic/list/entity-list.tsx';
import type { DetailPageProps } from '../registry.ts';

function Deliveries({ id }: { id: string }) {
  const entity = useCatalogue().byName.get('extras.WebhookDelivery');
  return entity ? <EntityList entity={entity} base={{ webhookId: { eq: id } }} /> : null;
}

function tabs(row: Row): DetailTab[] {
  return [{ id: 'deliveries', label: 'Deliveries', fills: true, content: () => <Deliveries id={row.id} /> }];
}

/** The page of a webhook: whether its calls arrive, what was sent, and a call for a test. */
export function WebhookDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        above: (row) => <CircuitCard id={row.id} />,
        tabs,
        actions: (row) => <TestButton id={row.id} />,
      }}
    />
  );
}
