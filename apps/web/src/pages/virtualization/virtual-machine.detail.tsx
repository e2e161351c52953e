import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { configTabs } from '../../features/template-editor/config-tabs.tsx';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { EntityList } from '../../generic/list/entity-list.tsx';
import type { DetailPageProps } from '../registry.ts';

const addressTab = (address: UiEntity, row: Row): DetailTab => ({
  id: 'addresses',
  label: 'Addresses',
  fills: true,
  content: () => (
    <EntityList
      entity={address}
      base={{ assignedObject: { vmInterface: { virtualMachine: { id: { eq: row.id } } } } }}
    />
  ),
});

/** The page of a virtual machine: its parts, its configuration and contexts, its addresses. */
export function VirtualMachineDetail({ entity, segment }: DetailPageProps) {
  const address = useEntity('ipam.IpAddress');
  const tabs = (row: Row) => [...configTabs(entity, row), ...(address ? [addressTab(address, row)] : [])];
  return <DetailPage entity={entity} segment={segment} parts={{ tabs }} />;
}
