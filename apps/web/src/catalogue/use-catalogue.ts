import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { graphql } from '../api/client.ts';
import { type Catalogue, indexCatalogue } from './catalogue.ts';
import { type CustomFieldSet, customFieldsRequest } from './custom-fields.ts';
import type { UiCatalogue, UiEntity } from './types.ts';

const catalogueRequest = { query: 'query Catalogue { catalogue }', variables: {} };

const forever = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY };

async function fetchCatalogue(signal: AbortSignal): Promise<UiCatalogue> {
  return (await graphql<{ catalogue: UiCatalogue }>(catalogueRequest, signal)).data.catalogue;
}

async function fetchCustomFields(signal: AbortSignal): Promise<CustomFieldSet> {
  type Reply = Record<'customFields', { nodes: CustomFieldSet['fields'] }> &
    Record<'customFieldGroups', { nodes: CustomFieldSet['groups'] }>;
  const { data } = await graphql<Reply>(customFieldsRequest, signal);
  return { fields: data.customFields.nodes, groups: data.customFieldGroups.nodes };
}

/**
 * Loads the catalogue once for the life of the page, and what administrators added to it.
 *
 * Every write makes the custom fields be asked for again: one may have been added. While they do not load, for want of
 * a right to read them, pages go without.
 */
export function useCatalogueQuery(enabled: boolean) {
  const raw = useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => fetchCatalogue(signal),
    ...forever,
    enabled,
  });
  const custom = useQuery({
    queryKey: ['custom-fields'],
    queryFn: ({ signal }) => fetchCustomFields(signal),
    ...forever,
    retry: 1,
    enabled,
  });
  const { data } = raw;
  const added = custom.data;
  const catalogue = useMemo(() => (data ? indexCatalogue(data, added) : undefined), [data, added]);
  const { isError, error, refetch } = raw;
  return { catalogue, isPending: raw.isPending || custom.isPending, isError, error, refetch };
}

/** Carries the loaded catalogue to every screen. */
export const CatalogueContext = createContext<Catalogue | null>(null);

/** The loaded catalogue. @throws Error outside the signed-in frame. */
export function useCatalogue(): Catalogue {
  const catalogue = useContext(CatalogueContext);
  if (!catalogue) throw new Error('The catalogue is read outside the frame');
  return catalogue;
}

/** An entity by its registered name; undefined when this server does not have it. */
export function useEntity(name: string): UiEntity | undefined {
  return useCatalogue().byName.get(name);
}
