import type { Row } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { CircuitCard } from '../../features/webhooks/circuit-card.tsx';
import { TestButton } from '../../features/webhooks/test-button.tsx';
import css from '../../features/webhooks/webhooks.module.css';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { Overview } from '../../generic/detail/overview.tsx';
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
        overview: (row) => (
          <div className={css.stack}>
            <CircuitCard id={row.id} />
            <Overview entity={entity} row={row} />
          </div>
        ),
        tabs,
        actions: (row) => <TestButton id={row.id} />,
      }}
    />
  );
}
