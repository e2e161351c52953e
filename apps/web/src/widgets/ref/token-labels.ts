import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { keyField } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { listRequest } from '../../generic/query/documents.ts';
import { namedRows } from '../../generic/query/filter.ts';

/** How a row is named in a filter token: its key text, else its number. */
export function tokenValue(entity: UiEntity, row: Row): string {
  const key = keyField(entity);
  const text = key ? row[key.name] : undefined;
  if (typeof text === 'string') return text;
  return `#${row.number}`;
}

/** Names of the rows that token values stand for; the value itself until they are known. */
export function useTokenLabels(entity: UiEntity | undefined, values: readonly string[]) {
  const catalogue = useCatalogue();
  const filter = entity && namedRows(entity, values);
  const query = useQuery({
    queryKey: ['token-labels', entity?.name, values],
    enabled: filter !== undefined,
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      if (!entity || !filter) return new Map<string, string>();
      const key = keyField(entity);
      const ask = { entity, fields: key ? [key] : [], filter, first: values.length };
      const { data } = await graphql<Record<string, Connection>>(listRequest(catalogue, ask), signal);
      const rows = data[entity.many]?.nodes ?? [];
      return new Map(rows.map((row) => [tokenValue(entity, row), row.display ?? `#${row.number}`]));
    },
  });
  return (value: string) => query.data?.get(value) ?? value;
}
