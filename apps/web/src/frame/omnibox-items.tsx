import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { graphql, type GraphqlRequest } from '../api/client.ts';
import { messageOf } from '../api/errors.ts';
import { type Catalogue, capital, entityPath } from '../catalogue/catalogue.ts';
import { objectName, objectPath } from '../catalogue/object-link.tsx';
import type { RefValue } from '../catalogue/types.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { iconOf } from './entity-icons.ts';
import { goKeys } from './navigation.ts';
import type { Preferences } from './preferences.ts';

/** One line of the omnibox and what choosing it does. */
export interface OmniItem {
  id: string;
  label: string;
  hint: string;
  /** Why it matched, when it is not the name. */
  why?: string | undefined;
  icon: ReactNode;
  mono?: boolean;
  to?: string;
  theme?: Preferences['theme'];
  keys?: boolean;
}

interface SearchHit {
  type: string;
  field: string | null;
  value: string | null;
  /** Null when the object went away meanwhile. */
  object: RefValue | null;
}

/** The search over everything; the best hits first. */
export function searchRequest(text: string): GraphqlRequest {
  return {
    query: `query Search($text: String!, $first: Int) {
  search(text: $text, first: $first) { type field value object { id number display } }
}`,
    variables: { text, first: 20 },
  };
}

function hitItem(catalogue: Catalogue, hit: SearchHit): OmniItem[] {
  const entity = catalogue.byName.get(hit.type) ?? catalogue.byType.get(hit.type);
  const row = hit.object;
  if (!entity || !row) return [];
  const Icon = iconOf(entity);
  const named = hit.value === null || hit.value === row.display;
  return [
    {
      id: row.id,
      label: objectName(row),
      hint: entity.label,
      why: named ? undefined : `${hit.field}: ${hit.value}`,
      icon: <Icon size={14} aria-hidden="true" />,
      mono: true,
      to: objectPath(entity, row),
    },
  ];
}

/** What the search finds for the words, and what to say while there is nothing. */
export function useSearchHits(words: string): { hits: OmniItem[]; note: string } {
  const catalogue = useCatalogue();
  const query = useQuery({
    queryKey: ['search', words],
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await graphql<{ search: SearchHit[] }>(searchRequest(words), signal)).data.search,
  });
  if (words.length < 2) return { hits: [], note: '' };
  const hits = (query.data ?? []).flatMap((hit) => hitItem(catalogue, hit));
  const note = query.isError
    ? messageOf(query.error)
    : query.isFetching
      ? ''
      : hits.length === 0
        ? `Nothing is called “${words}”.`
        : '';
  return { hits, note };
}

function matches(label: string, typed: string): boolean {
  return label.toLowerCase().includes(typed.trim().toLowerCase());
}

/** Lists to go to. */
export function placeItems(catalogue: Catalogue, typed: string): OmniItem[] {
  const keyOf = new Map(Object.entries(goKeys).map(([key, name]) => [name, key]));
  const listed = catalogue.entities.filter((entity) => matches(entity.plural, typed));
  const shown = typed.trim() === '' ? listed.filter((entity) => keyOf.has(entity.name)) : listed.slice(0, 4);
  return shown.map((entity) => {
    const Icon = iconOf(entity);
    const key = keyOf.get(entity.name);
    return {
      id: `go ${entity.name}`,
      label: capital(entity.plural),
      hint: key ? `g ${key}` : '',
      icon: <Icon size={14} aria-hidden="true" />,
      to: `/${entityPath(entity)}`,
    };
  });
}

const arrow = <ChevronRight size={14} aria-hidden="true" />;

/** Commands to run. */
export function commandItems(catalogue: Catalogue, typed: string): OmniItem[] {
  const adds = catalogue.entities
    .filter((entity) => !entity.readOnly)
    .map((entity) => ({
      id: `add ${entity.name}`,
      label: `Add ${entity.label}`,
      hint: '',
      icon: arrow,
      to: `/${entityPath(entity)}/new`,
    }));
  const fixed: OmniItem[] = [
    { id: 'light', label: 'Light theme', hint: '', icon: arrow, theme: 'light' },
    { id: 'dark', label: 'Dark theme', hint: '', icon: arrow, theme: 'dark' },
    { id: 'keys', label: 'Show keys', hint: '?', icon: arrow, keys: true },
    { id: 'types', label: 'All types', hint: '', icon: arrow, to: '/types' },
  ];
  if (typed.trim() === '') return fixed;
  return [...adds, ...fixed].filter((item) => matches(item.label, typed)).slice(0, 6);
}
