import { useSyncExternalStore } from 'react';
import { activeOrganization } from '../api/organization.ts';

/** A page that was looked at: where it is, and what it is called. */
export interface RecentPlace {
  path: string;
  label: string;
  /** Registered name of the entity. */
  entity: string;
}

/** Numbers count per organization, and so do the places that name them. */
function storageKey(): string {
  return ['plumbline.recent', activeOrganization()].filter(Boolean).join('.');
}

/** Places that are remembered, newest first. */
const limit = 12;
const listeners = new Set<() => void>();
let cached: readonly RecentPlace[] | undefined;

function isPlace(value: unknown): value is RecentPlace {
  return typeof value === 'object' && value !== null && 'path' in value && 'label' in value && 'entity' in value;
}

function stored(): readonly RecentPlace[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(storageKey()) ?? '[]');
    return Array.isArray(list) ? list.filter(isPlace) : [];
  } catch {
    return [];
  }
}

/** The places that were looked at last, newest first; kept in this browser only. */
export function recentPlaces(): readonly RecentPlace[] {
  cached ??= stored();
  return cached;
}

/** Puts a place first; it stands in the list once. */
export function withPlace(list: readonly RecentPlace[], place: RecentPlace): readonly RecentPlace[] {
  return [place, ...list.filter(({ path }) => path !== place.path)].slice(0, limit);
}

/** Remembers a place. */
export function rememberPlace(place: RecentPlace): void {
  cached = withPlace(recentPlaces(), place);
  try {
    localStorage.setItem(storageKey(), JSON.stringify(cached));
  } catch (error) {
    console.warn('Recent places are kept for this page only:', error);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The remembered places, live. */
export function useRecentPlaces(): readonly RecentPlace[] {
  return useSyncExternalStore(subscribe, recentPlaces);
}
