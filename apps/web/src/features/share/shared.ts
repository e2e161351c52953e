import { useQuery } from '@tanstack/react-query';
import { serverConfig } from '../../api/config.ts';
import { ApiError } from '../../api/errors.ts';
import { refusalIn } from '../../api/session.ts';

/** A field of what is shared. */
export interface SharedColumn {
  name: string;
  label: string;
  kind: string;
  unit: string | null;
}

/** One object as its sharer sees it. */
export interface SharedObject {
  kind: 'object';
  type: string;
  title: string;
  /** Instant at which the link ends. */
  expires: string;
  fields: readonly (SharedColumn & { value: unknown })[];
}

/** One page of the rows of a list. */
export interface SharedList {
  kind: 'list';
  type: string;
  title: string;
  expires: string;
  total: number;
  offset: number;
  pageSize: number;
  columns: readonly SharedColumn[];
  rows: readonly { title: string; values: readonly unknown[] }[];
}

/** Asks for what a link shows, as nobody in particular. @throws ApiError */
export async function fetchShared(
  token: string,
  offset: number,
  signal: AbortSignal,
): Promise<SharedObject | SharedList> {
  const page = offset > 0 ? `?offset=${offset}` : '';
  const response = await fetch(`${serverConfig().api}share/${encodeURIComponent(token)}${page}`, {
    headers: { accept: 'application/json' },
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal,
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as SharedObject | SharedList;
  const said = refusalIn(text);
  throw new ApiError(said?.message ?? 'The server does not answer.', said?.code ?? 'FAILED', response.status);
}

/** What a link shows; rows of a list from an offset on. */
export function useShared(token: string, offset: number) {
  return useQuery({
    queryKey: ['shared', token, offset],
    queryFn: ({ signal }) => fetchShared(token, offset, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
