import { useQueries } from '@tanstack/react-query';
import { graphql } from '../api/client.ts';
import type { Connection, Row, UiEntity } from '../catalogue/types.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { namesRequest } from './query/documents.ts';

interface Asked {
  entity: UiEntity;
  id: string;
  resolve: (row: Row | null) => void;
  reject: (error: unknown) => void;
}

/** Names asked for since the last request, which go together into the next one. */
let waiting: Asked[] = [];
/** Most ids in one request. */
const most = 200;

async function answer(batch: readonly Asked[]): Promise<void> {
  const byEntity = new Map<UiEntity, Asked[]>();
  for (const asked of batch) byEntity.set(asked.entity, [...(byEntity.get(asked.entity) ?? []), asked]);
  const groups = [...byEntity.entries()];
  try {
    const wanted = groups.map(([entity, all]) => ({ entity, ids: [...new Set(all.map(({ id }) => id))] }));
    const { data } = await graphql<Record<string, Connection>>(namesRequest(wanted));
    groups.forEach(([, all], at) => {
      const rows = new Map((data[`rows${at}`]?.nodes ?? []).map((row) => [row.id, row]));
      for (const { id, resolve } of all) resolve(rows.get(id) ?? null);
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

function flush(): void {
  while (waiting.length > 0) void answer(waiting.splice(0, most));
}

/** One object by id, or null when it is gone or hidden; what is asked for in one go travels in one request. */
function nameOf(entity: UiEntity, id: string): Promise<Row | null> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(flush, 0);
    waiting = [...waiting, { entity, id, resolve, reject }];
  });
}

/** An object that is known by id only, as far as its name has come. */
export interface NamedObject {
  id: string;
  /** Undefined while it is asked for; null when it is gone or may not be seen. */
  row: Row | null | undefined;
}

/** Names of objects of one entity, by id and in their order. */
export function useNamedObjects(entityName: string | undefined, ids: readonly string[]): NamedObject[] {
  const entity = useCatalogue().byName.get(entityName ?? '');
  const queries = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['named', entityName, id],
      queryFn: () => (entity ? nameOf(entity, id) : null),
      staleTime: 60_000,
    })),
  });
  return ids.map((id, at) => ({ id, row: queries[at]?.isError ? null : queries[at]?.data }));
}
