import { useQuery } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { Connection, Row, UiEntity } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { identity } from '../../generic/query/selection.ts';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import { type LegLoad, legsOf, loadFields, loadOf, watts } from './load.ts';
import { PowerBar } from './power-bar.tsx';
import css from './power.module.css';

/** Feeds shown below a panel or rack; the tab of feeds lists the rest. */
const feedLimit = 50;

const hasFeeds = (entity: UiEntity): boolean => entity.edges.some(({ name }) => name === 'powerFeeds');

function loadRequest(entity: UiEntity, id: string): GraphqlRequest {
  const devices = entity.name === 'dcim.Rack' ? 'deviceAllocatedDraw deviceMaximumDraw' : '';
  const feeds = hasFeeds(entity) ? `powerFeeds(first: $feeds) { totalCount nodes { ${identity} ${loadFields} } }` : '';
  return {
    query: `query PowerLoad($id: ID${feeds === '' ? '' : ', $feeds: Int'}) {
  ${entity.one}(id: $id) { ${identity} ${loadFields} ${devices}
    ${feeds}
  }
}`,
    variables: { id, ...(feeds === '' ? {} : { feeds: feedLimit }) },
  };
}

function useLoad(entity: UiEntity, id: string) {
  const request = loadRequest(entity, id);
  return useQuery({
    queryKey: ['power-load', entity.name, id],
    queryFn: async ({ signal }) => {
      const { data } = await graphql<Record<string, Row | null>>(request, signal);
      return data[entity.one] ?? null;
    },
  });
}

const legName = ({ leg }: LegLoad): string => (leg === null ? 'No leg' : `Leg ${leg}`);

function Legs({ row, of }: { row: Row; of: string }) {
  return legsOf(row).map((leg) => (
    <PowerBar key={leg.leg ?? ''} label={legName(leg)} name={`${legName(leg)} of ${of}`} load={leg} />
  ));
}

function Feeds({ feeds }: { feeds: Connection }) {
  const entity = useEntity('dcim.PowerFeed');
  const { nodes = [] } = feeds;
  if (!entity || nodes.length === 0) return null;
  return (
    <div className={css.bars} role="group" aria-label="Feeds">
      {nodes.map((feed) => (
        <PowerBar
          key={feed.id}
          label={<ObjectLink entity={entity} row={feed} />}
          name={objectName(feed)}
          load={loadOf(feed)}
        />
      ))}
    </div>
  );
}

function DeviceDraw({ row }: { row: Row }) {
  const [allocated, maximum] = [Number(row['deviceAllocatedDraw'] ?? 0), Number(row['deviceMaximumDraw'] ?? 0)];
  if (allocated === 0 && maximum === 0) return null;
  return (
    <p className={css.note}>
      The devices in the rack draw {watts(allocated)}, {watts(maximum)} at most, wherever they are fed from.
    </p>
  );
}

function isEmpty(row: Row, feeds: Connection | undefined): boolean {
  const { allocated, maximum, available } = loadOf(row);
  const devices = Number(row['deviceAllocatedDraw'] ?? 0) + Number(row['deviceMaximumDraw'] ?? 0);
  return allocated + maximum + available + devices === 0 && (feeds?.totalCount ?? 0) === 0;
}

/** Power of a feed, panel or rack: in all, by leg, and by feed. */
export function PowerLoadCard({ entity, id }: { entity: UiEntity; id: string }) {
  const query = useLoad(entity, id);
  if (query.isPending) return <Bones lines={3} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const row = query.data;
  const feeds = row?.['powerFeeds'] as Connection | undefined;
  if (!row || isEmpty(row, feeds)) return null;
  const name = objectName(row);
  return (
    <Card title="Power" aside="allocated, hatched: at most" flush>
      <div className={css.bars}>
        <PowerBar label={hasFeeds(entity) ? 'All feeds' : 'Feed'} name={`Power of ${name}`} load={loadOf(row)} />
        <Legs row={row} of={name} />
      </div>
      {feeds ? <Feeds feeds={feeds} /> : null}
      <DeviceDraw row={row} />
    </Card>
  );
}
