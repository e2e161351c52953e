import { powerOverview, powerTab } from '../../features/power/power-overview.tsx';
import { pathsTabs } from '../../features/trace/paths-tabs.tsx';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import type { DetailPageProps } from '../registry.ts';

/** The page of a power panel: its load, its feeds, and what hangs on it. */
export function PowerPanelDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        overview: (row) => powerOverview(entity, row),
        tabs: (row) => pathsTabs(entity, row).filter(({ id }) => id !== 'trace'),
      }}
    />
  );
}

/** The page of a site or location, with a check of its power. */
export function PlaceDetail({ entity, segment }: DetailPageProps) {
  return <DetailPage entity={entity} segment={segment} parts={{ tabs: (row) => [powerTab(entity, row)] }} />;
}
