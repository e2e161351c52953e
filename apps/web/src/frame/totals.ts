import { useQuery } from '@tanstack/react-query';
import { graphql } from '../api/client.ts';
import type { Connection, UiEntity } from '../catalogue/types.ts';
import { totalsRequest } from '../generic/query/documents.ts';

/** How many rows each of these entities has, by entity name, in one round trip. */
export function useTotals(entities: readonly UiEntity[]) {
  return useQuery({
    queryKey: ['totals', entities.map((entity) => entity.name)],
    enabled: entities.length > 0,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const { data } = await graphql<Record<string, Connection>>(totalsRequest(entities), signal);
      return new Map(entities.map((entity) => [entity.name, data[entity.many]?.totalCount ?? 0]));
    },
  });
}

/** A count in at most four signs: `412`, `10k`, `1.0M`. */
export function shortCount(count: number): string {
  if (count < 10_000) return count.toLocaleString('en');
  if (count < 1_000_000) return `${Math.floor(count / 1000)}k`;
  return `${(Math.floor(count / 100_000) / 10).toFixed(1)}M`;
}
