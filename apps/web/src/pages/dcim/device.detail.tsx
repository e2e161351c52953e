import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { graphql } from '../../api/client.ts';
import { objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Faceplate, FaceplateLegend } from '../../features/faceplate/faceplate.tsx';
import { layoutFaceplate } from '../../features/faceplate/layout.ts';
import { ConnectAction } from '../../features/cabling/connect-action.tsx';
import { sideOf } from '../../features/cabling/connect-here.tsx';
import { configTabs } from '../../features/template-editor/config-tabs.tsx';
import { pathsTabs } from '../../features/trace/paths-tabs.tsx';
import { useTraceKey } from '../../features/trace/use-trace-key.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import css from '../../generic/detail/detail.module.css';
import { LatestChanges } from '../../generic/detail/history.tsx';
import { CustomFieldsCard, GroupCards, IdentityCard } from '../../generic/detail/overview.tsx';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { EntityList } from '../../generic/list/entity-list.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import type { DetailPageProps } from '../registry.ts';
import { CablingTab } from '../../features/cabling/cabling-tab.tsx';
import { faceplateRequest, portsOf } from './ports.ts';

function usePorts(entity: UiEntity, id: string) {
  const catalogue = useCatalogue();
  const request = faceplateRequest(catalogue, entity, id);
  return useQuery({
    queryKey: ['faceplate', id],
    enabled: request !== undefined,
    queryFn: async ({ signal }) => {
      if (!request) return [];
      const { data } = await graphql<Record<string, Row | null>>(request, signal);
      return portsOf(entity, data[entity.one] ?? null);
    },
  });
}

function Front({ entity, row }: { entity: UiEntity; row: Row }) {
  const catalogue = useCatalogue();
  const navigate = useNavigate();
  const ports = usePorts(entity, row.id);
  const layout = useMemo(() => layoutFaceplate(ports.data ?? []), [ports.data]);
  if (ports.isLoading)
    return (
      <Card>
        <Bones lines={3} />
      </Card>
    );
  if (ports.isError) {
    return (
      <Card>
        <ErrorState error={ports.error} onRetry={() => void ports.refetch()} />
      </Card>
    );
  }
  if (layout.ports.length === 0) return null;
  return (
    <div className={css.hero}>
      <Card>
        <Faceplate
          layout={layout}
          label={`Front of ${row.display}, ${layout.ports.length} ports`}
          onOpen={(port) => {
            const target = catalogue.byName.get(port.entity);
            if (target) void navigate({ to: objectPath(target, port) });
          }}
        />
        <FaceplateLegend layout={layout} />
      </Card>
    </div>
  );
}

function DeviceOverview({ entity, row }: { entity: UiEntity; row: Row }) {
  const aside = entity.fields.filter((field) => ['Placement', 'Management', 'Addresses'].includes(field.group ?? ''));
  const main = entity.fields.filter((field) => !aside.includes(field));
  return (
    <>
      <Front entity={entity} row={row} />
      <div className={css.columns}>
        <div className={css.stack}>
          <div className={css.cards}>
            <GroupCards entity={entity} row={row} fields={main} />
          </div>
          <LatestChanges entity={entity} row={row} />
        </div>
        <div className={css.stack}>
          <GroupCards entity={entity} row={row} fields={aside} />
          <CustomFieldsCard entity={entity} row={row} />
          <IdentityCard row={row} />
        </div>
      </div>
    </>
  );
}

const addressTab = (address: UiEntity, row: Row): DetailTab => ({
  id: 'addresses',
  label: 'Addresses',
  fills: true,
  content: () => (
    <EntityList entity={address} base={{ assignedObject: { interface: { device: { id: { eq: row.id } } } } }} />
  ),
});

function useDeviceTabs(entity: UiEntity): (row: Row) => DetailTab[] {
  const catalogue = useCatalogue();
  const address = catalogue.byName.get('ipam.IpAddress');
  return (row) => [
    { id: 'cabling', label: 'Cabling', content: () => <CablingTab entity={entity} row={row} /> },
    ...pathsTabs(entity, row),
    ...configTabs(entity, row),
    ...(address ? [addressTab(address, row)] : []),
  ];
}

/** The page of a device: its front, its parts with counts, its cabling and addresses. */
export function DeviceDetail({ entity, segment }: DetailPageProps) {
  const tabs = useDeviceTabs(entity);
  useTraceKey();
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        overview: (row) => <DeviceOverview entity={entity} row={row} />,
        tabs,
        actions: (row) => <ConnectAction start={sideOf(entity, row)} />,
      }}
    />
  );
}
