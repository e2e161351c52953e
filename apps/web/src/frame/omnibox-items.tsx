import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronRight, Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { graphql, type GraphqlRequest } from '../api/client.ts';
import { messageOf } from '../api/errors.ts';
import { type Catalogue, capital, entityPath } from '../catalogue/catalogue.ts';
import { objectName, objectPath } from '../catalogue/object-link.tsx';
import type { RefValue, UiEntity } from '../catalogue/types.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import type { MarkedObject } from '../features/bookmarks/marks.ts';
import { iconOf } from './entity-icons.ts';
import { goKeys, toolPlaces } from './navigation.ts';
import type { Preferences } from './preferences.ts';
import type { RecentPlace } from './recent.ts';

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
  /** Opens the cable dialog. */
  connect?: boolean;
}

interface SearchHit {
  type: string;
  /** How the value fits: `EXACT`, `START`, `PART`, or as a network: `HOLDS`, `INSIDE`. */
  reason: string;
  field: string | null;
  value: string | null;
  /** Null when the object went away meanwhile. */
  object: RefValue | null;
}

/** What is typed: the words, and the type they are limited to, as in `prefix: fra1`. */
export interface Asked {
  words: string;
  entity?: UiEntity | undefined;
}

/** Reads a type before a colon; an address such as `2001:db8::` names none. */
export function askedOf(catalogue: Catalogue, typed: string): Asked {
  const [, name = '', words = ''] = /^([a-z][a-z ]*):\s*(.*)$/i.exec(typed.trim()) ?? [];
  const wanted = name.toLowerCase();
  const entity = catalogue.entities.find(({ label, plural, one }) =>
    [label, plural, one].some((own) => own.toLowerCase() === wanted),
  );
  return entity ? { words, entity } : { words: typed.trim() };
}

/** The search over everything, or over one type; the best hits first. */
export function searchRequest({ words, entity }: Asked): GraphqlRequest {
  return {
    query: `query Search($text: String!, $first: Int, $types: [String!]) {
  search(text: $text, first: $first, types: $types) { type field value reason object { id number display } }
}`,
    variables: { text: words, first: 20, ...(entity ? { types: [entity.name] } : {}) },
  };
}

/** Why a row was found, unless its name says so. */
function whyFound({ reason, field, value, object }: SearchHit, words: string): string | undefined {
  if (reason === 'HOLDS') return `holds ${words}`;
  if (reason === 'INSIDE') return `inside ${words}`;
  return value === null || value === object?.display ? undefined : `${field}: ${value}`;
}

function hitItem(catalogue: Catalogue, hit: SearchHit, words: string): OmniItem[] {
  const entity = catalogue.byName.get(hit.type) ?? catalogue.byType.get(hit.type);
  const row = hit.object;
  if (!entity || !row) return [];
  const Icon = iconOf(entity);
  return [
    {
      id: row.id,
      label: objectName(row),
      hint: entity.label,
      why: whyFound(hit, words),
      icon: <Icon size={14} aria-hidden="true" />,
      mono: true,
      to: objectPath(entity, row),
    },
  ];
}

/** What the search finds for the words, and what to say while there is nothing. */
export function useSearchHits(typed: string): { hits: OmniItem[]; note: string } {
  const catalogue = useCatalogue();
  const asked = askedOf(catalogue, typed);
  const { words } = asked;
  const query = useQuery({
    queryKey: ['search', words, asked.entity?.name],
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await graphql<{ search: SearchHit[] }>(searchRequest(asked), signal)).data.search,
  });
  if (words.length < 2) return { hits: [], note: '' };
  const hits = (query.data ?? []).flatMap((hit) => hitItem(catalogue, hit, words));
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

/** What was looked at last, as far as its type is still known. */
export function recentItems(catalogue: Catalogue, places: readonly RecentPlace[], typed: string): OmniItem[] {
  const shown = places.filter(({ label }) => matches(label, typed)).slice(0, typed.trim() === '' ? 6 : 3);
  return shown.flatMap(({ path, label, entity: name }) => {
    const entity = catalogue.byName.get(name);
    if (!entity) return [];
    const Icon = iconOf(entity);
    const icon = <Icon size={14} aria-hidden="true" />;
    return [{ id: `recent ${path}`, label, hint: entity.label, icon, mono: true, to: path }];
  });
}

/** Objects that one keeps at hand, once something is typed. */
export function bookmarkItems(catalogue: Catalogue, bookmarks: readonly MarkedObject[], typed: string): OmniItem[] {
  if (typed.trim() === '') return [];
  const shown = bookmarks.filter(({ display }) => matches(display, typed)).slice(0, 4);
  return shown.flatMap((object) => {
    const entity = catalogue.byName.get(object.type);
    const icon = <Star size={14} aria-hidden="true" />;
    return entity
      ? [
          {
            id: `bookmark ${object.id}`,
            label: object.display,
            hint: entity.label,
            icon,
            mono: true,
            to: objectPath(entity, object),
          },
        ]
      : [];
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
    ...(catalogue.byName.has('dcim.Cable')
      ? [{ id: 'connect', label: 'Connect ports', hint: 'c', icon: arrow, connect: true }]
      : []),
    { id: 'account', label: 'Your account', hint: '', icon: arrow, to: '/account' },
    { id: 'notifications', label: 'Your notifications', hint: '', icon: arrow, to: '/notifications' },
    { id: 'types', label: 'All types', hint: '', icon: arrow, to: '/types' },
    ...toolPlaces.map(({ to, label, icon: Icon }) => ({
      id: to,
      label,
      hint: '',
      icon: <Icon size={14} aria-hidden="true" />,
      to,
    })),
  ];
  if (typed.trim() === '') return fixed;
  return [...adds, ...fixed].filter((item) => matches(item.label, typed)).slice(0, 6);
}
