import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { graphql } from '../api/client.ts';
import { capital, entityPath, fieldOf } from '../catalogue/catalogue.ts';
import { objectPath } from '../catalogue/object-link.tsx';
import type { Connection, UiEntity } from '../catalogue/types.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { BookmarkCard } from '../features/bookmarks/bookmark-list.tsx';
import { PageHead } from '../frame/page-head.tsx';
import { useReportStatus } from '../frame/status-line.tsx';
import { useTotals } from '../frame/totals.ts';
import { actionWord } from '../generic/change-view.tsx';
import detail from '../generic/detail/detail.module.css';
import { Bones, Card, EmptyState, ErrorState } from '../ui/panel.tsx';
import { Status } from '../ui/status.tsx';
import { textClass } from '../ui/text.tsx';
import { ago, localTime } from '../ui/time.ts';
import css from './pages.module.css';
import { RackFill } from './rack-fill.tsx';

/** Latest changes shown. */
const recentLength = 14;

/** Types of what people keep for themselves, which is no news of the network. */
const ownTypes = [
  'extras.Bookmark',
  'extras.FilterSubscription',
  'extras.Notification',
  'extras.ObjectSubscription',
  'users.UserPreferences',
];

const recentRequest = {
  query: `query Recent($first: Int, $filter: ChangeRecordFilter) {
  changeRecords(first: $first, filter: $filter) {
    nodes { id objectType objectId objectNumber objectDisplay action actorName changedAt }
  }
}`,
  variables: { first: recentLength, filter: { objectType: { notIn: ownTypes } } },
};

interface RecentChange {
  id: string;
  objectType: string;
  objectId: string;
  objectNumber: number | null;
  objectDisplay: string | null;
  action: string;
  actorName: string | null;
  changedAt: string;
}

function Recent() {
  const catalogue = useCatalogue();
  const query = useQuery({
    queryKey: ['recent'],
    queryFn: async ({ signal }) => {
      type Reply = { changeRecords: { nodes: RecentChange[] } };
      return (await graphql<Reply>(recentRequest, signal)).data.changeRecords.nodes;
    },
  });
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) return <EmptyState title="No changes yet" />;
  return (
    <ol className={css.recent}>
      {query.data.map((change) => {
        const entity = catalogue.byName.get(change.objectType);
        const name = change.objectDisplay || `#${change.objectNumber}`;
        const row = { id: change.objectId, number: change.objectNumber };
        return (
          <li key={change.id}>
            <span className={css.when}>{actionWord(change.action)}</span>
            <span>
              {entity?.label ?? change.objectType}{' '}
              {entity && change.action !== 'delete' ? (
                <Link className={textClass.link} to={objectPath(entity, row)}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </span>
            <time className={css.when} dateTime={change.changedAt} title={localTime(change.changedAt)}>
              {change.actorName} · {ago(change.changedAt)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}

function statusCounts(entity: UiEntity) {
  const values = fieldOf(entity, 'status')?.choices ?? [];
  const declared = values.map((_, index) => `$f${index}: ${entity.type}Filter`).join(', ');
  const lines = values.map((_, index) => `  s${index}: ${entity.many}(filter: $f${index}) { totalCount }`);
  const filters = values.map(({ value }, index) => [`f${index}`, { status: { eq: value } }]);
  return {
    values,
    request: {
      query: `query ByStatus(${declared}) {\n${lines.join('\n')}\n}`,
      variables: Object.fromEntries(filters) as Record<string, unknown>,
    },
  };
}

function ByStatus({ entity }: { entity: UiEntity }) {
  const { values, request } = statusCounts(entity);
  const query = useQuery({
    queryKey: ['by-status', entity.name],
    enabled: values.length > 0,
    queryFn: async ({ signal }) => (await graphql<Record<string, Connection>>(request, signal)).data,
  });
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <ul className={css.attention}>
      {values.map(
        (choice, index) =>
          (query.data[`s${index}`]?.totalCount ?? 0) > 0 && (
            <li key={choice.value}>
              <Link
                className={textClass.link}
                to={`/${entityPath(entity)}`}
                search={{ f: `status:in:${choice.value}` }}
              >
                {(query.data[`s${index}`]?.totalCount ?? 0).toLocaleString('en')} {entity.plural}
              </Link>
              <Status value={String(choice.value)} label={choice.label.toLowerCase()} />
            </li>
          ),
      )}
    </ul>
  );
}

/** The counts that stand at the top. */
const counted = [
  'dcim.Site',
  'dcim.Rack',
  'dcim.Device',
  'dcim.Interface',
  'dcim.Cable',
  'ipam.Prefix',
  'ipam.IpAddress',
];

function Counts() {
  const catalogue = useCatalogue();
  const entities = counted.flatMap((name) => catalogue.byName.get(name) ?? []);
  const totals = useTotals(entities);
  return (
    <div className={css.kpis}>
      {entities.map((entity) => (
        <Link key={entity.name} to={`/${entityPath(entity)}`} className={css.kpi}>
          <span className={css.kpiLabel}>{capital(entity.plural)}</span>
          <div className={css.kpiValue}>
            {totals.data ? (totals.data.get(entity.name) ?? 0).toLocaleString('en') : '–'}
          </div>
        </Link>
      ))}
    </div>
  );
}

/** The first page: how much there is, how full the racks are, and what changed. */
export function OverviewPage() {
  const catalogue = useCatalogue();
  const device = catalogue.byName.get('dcim.Device');
  const rack = catalogue.byName.get('dcim.Rack');
  useReportStatus({ text: 'overview', request: null, ms: null });
  return (
    <>
      <PageHead title="Overview" />
      <div className={detail.scroll} tabIndex={0} role="region" aria-label="Overview">
        <Counts />
        <div className={detail.columns}>
          <div className={detail.stack}>
            {rack ? (
              <Card title="Rack fill by site" aside="each cell one rack">
                <RackFill entity={rack} />
              </Card>
            ) : null}
            <Card title="Latest changes" flush>
              {catalogue.byName.has('core.ChangeRecord') ? <Recent /> : <EmptyState title="No changes yet" />}
            </Card>
          </div>
          <div className={detail.stack}>
            <BookmarkCard />
            {device ? (
              <Card title="Devices by status" flush>
                <ByStatus entity={device} />
              </Card>
            ) : null}
          </div>
        </div>
      </div>
    </>
  );
}
