import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { graphql } from '../api/client.ts';
import { fieldOf } from '../catalogue/catalogue.ts';
import { objectPath } from '../catalogue/object-link.tsx';
import type { Connection, RefValue, Row, UiEntity } from '../catalogue/types.ts';
import { identity } from '../generic/query/selection.ts';
import { Bones, EmptyState, ErrorState } from '../ui/panel.tsx';
import css from './pages.module.css';

/** Racks drawn; a list shows the rest. */
const rackLimit = 300;
/** Share above which a rack is marked as nearly full. */
const fullShare = 0.92;

/** A rack with the share of its units that devices take, from 0 to 1. */
export interface RackShare {
  rack: RefValue;
  site: string;
  share: number;
}

function rackFillRequest(rack: UiEntity) {
  return {
    query: `query RackFill($racks: Int, $devices: Int) {
  ${rack.many}(first: $racks) {
    nodes {
      ${identity} uHeight site { ${identity} }
      devices(first: $devices) { nodes { position deviceType { uHeight } } }
    }
  }
}`,
    variables: { racks: rackLimit, devices: 100 },
  };
}

function usedUnits(rack: Row): number {
  const devices = (rack['devices'] as Connection | null)?.nodes ?? [];
  return devices
    .filter((device) => device['position'] !== null)
    .reduce((sum, device) => sum + Number((device['deviceType'] as Row | null)?.['uHeight'] ?? 0), 0);
}

/** Shares of an answer's racks. Devices on both faces of a unit count twice, up to a full rack. */
export function rackShares(racks: readonly Row[]): RackShare[] {
  return racks.map((rack) => ({
    rack,
    site: (rack['site'] as RefValue | null)?.display ?? '',
    share: Math.min(1, usedUnits(rack) / Math.max(1, Number(rack['uHeight'] ?? 42))),
  }));
}

function bySite(shares: readonly RackShare[]): [string, RackShare[]][] {
  const sites = new Map<string, RackShare[]>();
  for (const share of shares) sites.set(share.site, [...(sites.get(share.site) ?? []), share]);
  return [...sites.entries()].sort(([left], [right]) => left.localeCompare(right));
}

function Cell({ entity, rack, share }: RackShare & { entity: UiEntity }) {
  const percent = Math.round(share * 100);
  const shade = `color-mix(in oklab, var(--ink) ${Math.round(6 + share * 62)}%, var(--surface))`;
  const label = `${rack.display}: ${percent} % full`;
  return (
    <Link
      to={objectPath(entity, rack)}
      className={css.heatCell}
      style={{ background: share > fullShare ? 'var(--warn)' : shade }}
      aria-label={label}
      title={label}
    />
  );
}

/** How full each rack is: a cell a rack, a line a site. */
export function RackFill({ entity }: { entity: UiEntity }) {
  const request = rackFillRequest(entity);
  const query = useQuery({
    queryKey: ['rack-fill'],
    enabled: fieldOf(entity, 'uHeight') !== undefined,
    queryFn: async ({ signal }) => {
      const { data } = await graphql<Record<string, Connection>>(request, signal);
      return rackShares(data[entity.many]?.nodes ?? []);
    },
  });
  if (query.isPending) return <Bones lines={5} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) return <EmptyState title="No racks yet" />;
  return (
    <div className={css.heat}>
      {bySite(query.data).map(([site, shares]) => (
        <div key={site} className={css.heatLine}>
          <span>{site}</span>
          <div>
            {shares.map((share) => (
              <Cell key={share.rack.id} entity={entity} {...share} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
