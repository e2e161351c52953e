import { useIsAdministrator } from '../../features/members/administrator.ts';
import { InviteMember } from '../../features/permissions/invite-dialog.tsx';
import { IdleNote } from '../../features/permissions/permission-state.tsx';
import { PreviewCard, PreviewChooser } from '../../features/permissions/preview-card.tsx';
import { previewTab } from '../../features/permissions/preview-tab.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { refsOf } from '../../widgets/refs/cell.tsx';
import type { DetailPageProps } from '../registry.ts';

/** The page of a permission: what keeps it from granting, and what people would see. */
export function PermissionDetail({ entity, segment }: DetailPageProps) {
  const isAdministrator = useIsAdministrator();
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        above: (row) => <IdleNote row={row} />,
        actions: (row) => row['delegable'] === true && <InviteMember permission={row.id} />,
        tabs: (row) => [
          previewTab('What it shows', () => <PreviewCard subject={{ kind: 'permission', id: row.id }} />, 'shows'),
          ...(isAdministrator
            ? [
                previewTab('What would they see?', () => (
                  <PreviewChooser users={refsOf(row['users'])} groups={refsOf(row['groups'])} />
                )),
              ]
            : []),
        ],
      }}
    />
  );
}
