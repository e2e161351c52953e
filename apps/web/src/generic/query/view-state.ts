import type { OrderInput } from './documents.ts';
import { type FilterToken, formatSort, formatTokens, parseSort, parseTokens, type SortStep } from './tokens.ts';

/** Search parameters of a list page, as the router hands them over. All are optional text. */
export interface ViewSearch {
  /** Filter tokens. */
  f?: string;
  sort?: string;
  /** Column paths, comma separated. */
  cols?: string;
  /** Free text. */
  q?: string;
  /** Number or id of the row shown beside the list. */
  peek?: string;
}

/** What a list shows: the parsed form of its search parameters. */
export interface ViewState {
  tokens: FilterToken[];
  sort: SortStep[];
  /** Null: the columns the entity declares. */
  columns: string[] | null;
  text: string;
  peek: string | null;
}

/** Reads a view from the URL. Unknown parts are dropped, never an error. */
export function readView(search: ViewSearch): ViewState {
  const columns = search.cols?.split(',').filter(Boolean) ?? [];
  return {
    tokens: parseTokens(search.f ?? ''),
    sort: parseSort(search.sort ?? ''),
    columns: columns.length > 0 ? columns : null,
    text: search.q ?? '',
    peek: search.peek ?? null,
  };
}

/** Writes a view into search parameters; what equals the default is left out. */
export function writeView(view: ViewState): ViewSearch {
  return {
    ...(view.tokens.length > 0 ? { f: formatTokens(view.tokens) } : {}),
    ...(view.sort.length > 0 ? { sort: formatSort(view.sort) } : {}),
    ...(view.columns && view.columns.length > 0 ? { cols: view.columns.join(',') } : {}),
    ...(view.text ? { q: view.text } : {}),
    ...(view.peek ? { peek: view.peek } : {}),
  };
}

/** Keeps the known parameters of any search object, as text. */
export function validateSearch(raw: Record<string, unknown>): ViewSearch {
  const known = ['f', 'sort', 'cols', 'q', 'peek'] as const;
  return Object.fromEntries(
    known.flatMap((key) => {
      const value = raw[key];
      return typeof value === 'string' && value !== '' ? [[key, value]] : [];
    }),
  );
}

/** The order a click on a header leads to: ascending, descending, none. */
export function nextSort(sort: readonly SortStep[], path: string, add: boolean): SortStep[] {
  const current = sort.find((step) => step.path === path);
  const others = add ? sort.filter((step) => step.path !== path) : [];
  if (!current) return [...others, { path, descending: false }];
  return current.descending ? others : [...others, { path, descending: true }];
}

/** The order for the API. */
export function orderInput(sort: readonly SortStep[]): OrderInput[] {
  return sort.map(({ path, descending }) => ({
    field: path,
    direction: descending ? 'DESC' : 'ASC',
  }));
}

/** Reads a query string without guessing types: every value stays text. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Writes a query string that people can read: `:`, `,`, `~` and `/` stay as they are. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search).flatMap(([key, value]) => {
    if (value === undefined || value === null || value === '') return [];
    const text = encodeURIComponent(String(value)).replace(/%(3A|2C|7E|2F|40)/g, decodeURIComponent);
    return [`${encodeURIComponent(key)}=${text}`];
  });
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}
