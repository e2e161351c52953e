import { useIsAdministrator } from '../../features/members/administrator.ts';
import { PreviewCard } from '../../features/permissions/preview-card.tsx';
import { previewTab } from '../../features/permissions/preview-tab.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import type { DetailPageProps } from '../registry.ts';

/** The page of a group, with what its members see by it. */
export function GroupDetail({ entity, segment }: DetailPageProps) {
  const isAdministrator = useIsAdministrator();
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        tabs: (row) =>
          isAdministrator
            ? [previewTab('What members see', () => <PreviewCard subject={{ kind: 'group', id: row.id }} />)]
            : [],
      }}
    />
  );
}
