import { queryOptions, useQuery } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { useLive } from '../../api/use-live.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { detailRequest } from '../query/documents.ts';

/** One object with the query that brought it. */
export interface Detail {
  /** Null when it does not exist or may not be seen: the two look the same. */
  row: Row | null;
  request: GraphqlRequest;
  ms: number;
}

/** Query options of an object's detail: one round trip for everything about it. */
export function detailOptions(catalogue: Catalogue, entity: UiEntity, segment: string) {
  const request = detailRequest(catalogue, entity, segment);
  return queryOptions({
    queryKey: ['detail', entity.name, segment],
    queryFn: async ({ signal }): Promise<Detail> => {
      const { data, ms } = await graphql<Record<string, Row | null>>(request, signal);
      return { row: data[entity.one] ?? null, request, ms };
    },
    staleTime: 10_000,
  });
}

/** The same with the catalogue of the page. */
export function useDetailOptions(entity: UiEntity, segment: string) {
  return detailOptions(useCatalogue(), entity, segment);
}

/** One object by number or id, read anew when somebody changes it. */
export function useDetail(entity: UiEntity, segment: string) {
  const options = useDetailOptions(entity, segment);
  const query = useQuery(options);
  useLive(entity.name, options.queryKey, query.data?.row?.id ?? null);
  return query;
}
