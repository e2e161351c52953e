import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { graphql } from '../api/client.ts';
import { type Catalogue, indexCatalogue } from './catalogue.ts';
import type { UiCatalogue, UiEntity } from './types.ts';

const catalogueRequest = { query: 'query Catalogue { catalogue }', variables: {} };

async function fetchCatalogue(signal: AbortSignal): Promise<Catalogue> {
  const { data } = await graphql<{ catalogue: UiCatalogue }>(catalogueRequest, signal);
  return indexCatalogue(data.catalogue);
}

/** Loads the catalogue once for the life of the page. */
export function useCatalogueQuery(enabled: boolean) {
  return useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => fetchCatalogue(signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    enabled,
  });
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
