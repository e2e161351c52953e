import { useIsAdministrator } from '../../features/members/administrator.ts';
import { PreviewCard } from '../../features/permissions/preview-card.tsx';
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
          !isAdministrator
            ? []
            : [
                {
                  id: 'preview',
                  label: 'What members see',
                  content: () => <PreviewCard subject={{ kind: 'group', id: row.id }} />,
                },
              ],
      }}
    />
  );
}
