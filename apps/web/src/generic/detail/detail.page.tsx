import { useNavigate, useSearch } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { capital, entityPath } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { journalEdge, journalTab } from '../../features/journal/tab.tsx';
import { PluginPanels, usePluginTabs } from '../../features/plugin-panels/plugin-panels.tsx';
import { useReportStatus } from '../../frame/status-line.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import css from './detail.module.css';
import { DetailHead } from './detail-head.tsx';
import { useEdgeTabs } from './edge-tab.tsx';
import { History } from './history.tsx';
import { Overview } from './overview.tsx';
import { type DetailTab, DetailTabs } from './tabs.tsx';
import { type Detail, useDetail } from './use-detail.ts';

/** What a hand-made detail page adds to the generic one. */
export interface DetailParts {
  /** In place of the usual overview. */
  overview?: (row: Row) => ReactNode;
  /** Above the usual overview. */
  above?: (row: Row) => ReactNode;
  tabs?: (row: Row) => DetailTab[];
  actions?: (row: Row) => ReactNode;
}

/** Tab and its change, kept in the URL. */
function useTab(): [string, (id: string) => void] {
  const search = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const change = (id: string) => {
    void navigate({ to: '.', search: id === 'overview' ? {} : { tab: id } });
  };
  return [search.tab ?? 'overview', change];
}

function Loaded({ entity, row, detail, parts }: { entity: UiEntity; row: Row; detail: Detail; parts: DetailParts }) {
  const [tab, setTab] = useTab();
  const edges = useEdgeTabs(entity, row);
  const added = usePluginTabs(entity, row);
  const extra = parts.tabs?.(row) ?? [];
  const replaced = new Set(extra.map((candidate) => candidate.id));
  const tabs: DetailTab[] = [
    {
      id: 'overview',
      label: 'Overview',
      content: () => (
        <>
          {parts.overview?.(row) ?? (
            <div className={css.stack}>
              {parts.above?.(row)}
              <Overview entity={entity} row={row} />
            </div>
          )}
          <PluginPanels entity={entity} row={row} />
        </>
      ),
    },
    ...extra,
    ...edges.filter((candidate) => !replaced.has(candidate.id) && candidate.id !== journalEdge),
    ...journalTab(entity, row),
    ...added,
    { id: 'history', label: 'History', content: () => <History entity={entity} row={row} /> },
  ];
  const current = tabs.find((candidate) => candidate.id === tab);
  useReportStatus(
    current?.fills ? null : { text: `${entity.label} #${row.number ?? ''}`, request: detail.request, ms: detail.ms },
  );
  return (
    <>
      <DetailHead entity={entity} row={row} actions={parts.actions?.(row)} />
      <DetailTabs tabs={tabs} current={tab} onChange={setTab} />
    </>
  );
}

/** The page of any object: title, tabs with counts, history. */
export function DetailPage({
  entity,
  segment,
  parts = {},
}: {
  entity: UiEntity;
  segment: string;
  parts?: DetailParts;
}) {
  const query = useDetail(entity, segment);
  if (query.isPending) return <Bones lines={10} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { row } = query.data;
  if (row) return <Loaded entity={entity} row={row} detail={query.data} parts={parts} />;
  return (
    <EmptyState
      title={`There is no ${entity.label} ${/^\d+$/.test(segment) ? `#${segment}` : segment}`}
      actions={
        <Link to={`/${entityPath(entity)}`} className={buttonClass('plain')}>
          {capital(entity.plural)}
        </Link>
      }
    >
      It was deleted, or you may not see it.
    </EmptyState>
  );
}
