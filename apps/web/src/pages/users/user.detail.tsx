import type { Row } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { SessionList } from '../../features/account/session-list.tsx';
import { useIsAdministrator } from '../../features/members/administrator.ts';
import { RemoveMember } from '../../features/members/member-dialogs.tsx';
import { reachFilter, securityFilter } from '../../features/members/requests.ts';
import { SignInCard } from '../../features/members/sign-in-card.tsx';
import { PreviewCard } from '../../features/permissions/preview-card.tsx';
import { previewTab } from '../../features/permissions/preview-tab.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { EntityList } from '../../generic/list/entity-list.tsx';
import type { FilterInput } from '../../generic/query/filter.ts';
import type { DetailPageProps } from '../registry.ts';

/** A list of another type, limited to what concerns the row. */
function useListTab(type: string): (id: string, label: string, base: FilterInput) => DetailTab[] {
  const entity = useCatalogue().byName.get(type);
  return (id, label, base) =>
    entity ? [{ id, label, fills: true, content: () => <EntityList key={id} entity={entity} base={base} /> }] : [];
}

/** The page of a user: where they are signed in, what reaches them, what they see, what the security log says. */
export function UserDetail({ entity, segment }: DetailPageProps) {
  const permissions = useListTab('users.ObjectPermission');
  const events = useListTab('users.SecurityEvent');
  const isAdministrator = useIsAdministrator();
  const reach = (row: Row) => permissions('objectPermissions', 'Permissions', reachFilter(row.id));
  const allTabs = (row: Row): DetailTab[] => [
    { id: 'sessions', label: 'Signed in', content: () => <SessionList userId={row.id} /> },
    ...reach(row),
    previewTab('What they see', () => <PreviewCard subject={{ kind: 'user', id: row.id }} />),
    ...events('security', 'Security', securityFilter(row.id)),
  ];
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        above: (row) => isAdministrator && <SignInCard user={row.id} />,
        tabs: isAdministrator ? allTabs : reach,
        actions: (row) => isAdministrator && <RemoveMember entity={entity} row={row} />,
      }}
    />
  );
}
