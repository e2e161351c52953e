import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Answer, graphql, type GraphqlRequest } from '../../api/client.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Connection, Row } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { countRequest, type ListAsk, listRequest } from '../query/documents.ts';
import { pagesFor } from './windowing.ts';

/** A list without its paging. */
export type RowsAsk = Omit<ListAsk, 'first' | 'offset' | 'after'>;

/** The rows of a list as far as they are known. */
export interface Rows {
  /** Null until the first count. */
  total: number | null;
  rowAt: (index: number) => Row | undefined;
  /** True while the rows shown belong to the previous filter or order. */
  isStale: boolean;
  error: unknown;
  retry: () => void;
  /** The document of the first page, for the status bar. */
  request: GraphqlRequest;
  ms: number | null;
}

/** First part of the query keys of an entity's lists, so that writes can invalidate them. */
export function listKey(entityName: string): string[] {
  return ['list', entityName];
}

function pageQuery(catalogue: Catalogue, ask: RowsAsk, pageSize: number, page: number) {
  const request = listRequest(catalogue, { ...ask, first: pageSize, offset: page * pageSize });
  return {
    queryKey: [...listKey(ask.entity.name), 'page', request],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Answer<Row[]>> => {
      const { data, ms } = await graphql<Record<string, Connection>>(request, signal);
      return { data: data[ask.entity.many]?.nodes ?? [], ms };
    },
    staleTime: 15_000,
  };
}

/** Pages in view, settled: a fast scroll asks for what it stops at, not for what it passes. */
function useSettledPages(first: number, last: number, pageSize: number): number[] {
  const wanted = pagesFor(first, last, pageSize);
  const key = wanted.join(',');
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), 60);
    return () => clearTimeout(timer);
  }, [key]);
  return settled === '' ? wanted : settled.split(',').map(Number);
}

function useTotal(ask: RowsAsk) {
  const request = countRequest(ask);
  return useQuery({
    queryKey: [...listKey(ask.entity.name), 'count', request],
    queryFn: async ({ signal }) => {
      const { data } = await graphql<Record<string, Connection>>(request, signal);
      return data[ask.entity.many]?.totalCount ?? 0;
    },
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}

/** Loads the rows around a window by offset, and keeps the last ones while newer ones load. */
export function useRows(ask: RowsAsk, first: number, last: number): Rows {
  const catalogue = useCatalogue();
  const { pageSize } = usePreferences();
  const total = useTotal(ask);
  const pages = useSettledPages(first, last, pageSize);
  const queries = useQueries({ queries: pages.map((page) => pageQuery(catalogue, ask, pageSize, page)) });
  const shown = useRef(new Map<number, Row[]>());
  const isStale = queries.some((query) => query.isPending) || total.isPlaceholderData;
  useEffect(() => {
    if (isStale) return;
    shown.current = new Map(pages.map((page, index) => [page, queries[index]?.data?.data ?? []]));
  });
  const rowAt = (index: number): Row | undefined => {
    const page = Math.floor(index / pageSize);
    const query = queries[pages.indexOf(page)];
    const rows = query?.data?.data ?? (query?.isError ? undefined : shown.current.get(page));
    return rows?.[index % pageSize];
  };
  const failed = [total, ...queries].find((query) => query.isError);
  return {
    total: total.data ?? null,
    rowAt,
    isStale,
    error: failed?.error ?? null,
    retry: () => {
      for (const query of [total, ...queries]) if (query.isError) void query.refetch();
    },
    request: listRequest(catalogue, { ...ask, first: pageSize, offset: 0 }),
    ms: queries.find((query) => query.data)?.data?.ms ?? null,
  };
}
