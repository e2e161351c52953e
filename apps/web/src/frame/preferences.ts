import { useSyncExternalStore } from 'react';

/** What a person sets for the client: kept in this browser, and by the server for their other ones. */
export interface Preferences {
  theme: 'light' | 'dark' | 'system';
  density: 'compact' | 'regular' | 'comfortable';
  /** False: the rail shows icons only. */
  railOpen: boolean;
  /** False: single letters do nothing (WCAG 2.2, 2.1.4). */
  letterKeys: boolean;
  /** Groups of the rail that are not as they first were: open ones closed, closed ones opened. */
  turnedGroups: readonly string[];
  /** Rows that lists load at once. */
  pageSize: number;
  /** Entities that the person pinned to the rail, by name. */
  pinned: readonly string[];
}

const listeners = new Set<() => void>();
const keepers = new Set<(change: Partial<Preferences>) => void>();
let cached: Preferences | undefined;

const themes = ['light', 'dark', 'system'] as const;
const densities = ['compact', 'regular', 'comfortable'] as const;

/** Rows that lists load at once where neither the person nor the administrators said so. */
export const usualPageSize = 50;

/** A request brings at most 1,000 rows; fewer than 10 would ask for each screen many times. */
function pageSizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? Math.min(1_000, Math.max(10, value)) : undefined;
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(`plumbline.${name}`);
  } catch {
    return null;
  }
}

function oneOf<T extends string>(value: string | null, values: readonly T[], fallback: T): T {
  return values.find((candidate) => candidate === value) ?? fallback;
}

function list(name: string): readonly string[] {
  return (stored(name) ?? '').split(',').filter(Boolean);
}

/** The current preferences; defaults where storage is empty or denied. */
export function preferences(): Preferences {
  cached ??= {
    theme: oneOf(stored('theme'), themes, 'system'),
    density: oneOf(stored('density'), densities, 'compact'),
    railOpen: stored('railOpen') !== 'false',
    letterKeys: stored('letterKeys') !== 'false',
    turnedGroups: list('turnedGroups'),
    pageSize: pageSizeOf(Number(stored('pageSize') ?? usualPageSize)) ?? usualPageSize,
    pinned: list('pinned'),
  };
  return cached;
}

/** Writes theme and density to the page. */
export function applyPreferences(): void {
  const { theme, density } = preferences();
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const root = document.documentElement;
  root.dataset['theme'] = theme === 'system' ? (dark ? 'dark' : 'light') : theme;
  root.dataset['density'] = density;
}

/** Changes preferences, stores them here and tells whoever reads or keeps them. */
export function setPreferences(change: Partial<Preferences>): void {
  applyHere(change);
  for (const keeper of keepers) keeper(change);
}

/** Tells of each change that the person makes here; gives what ends that. */
export function onChosen(keeper: (change: Partial<Preferences>) => void): () => void {
  keepers.add(keeper);
  return () => keepers.delete(keeper);
}

const names = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;

const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** What of stored values this client knows; anything else is left alone. */
export function knownPreferences(stored: Readonly<Record<string, unknown>>): Partial<Preferences> {
  const theme = themes.find((one) => one === stored['theme']);
  const density = densities.find((one) => one === stored['density']);
  const read = {
    theme,
    density,
    railOpen: flag(stored['railOpen']),
    letterKeys: flag(stored['letterKeys']),
    turnedGroups: names(stored['turnedGroups']),
    pageSize: pageSizeOf(stored['pageSize']),
    pinned: names(stored['pinned']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Takes over what the person chose elsewhere. */
export function takePreferences(stored: Readonly<Record<string, unknown>>): void {
  const known = knownPreferences(stored);
  if (Object.keys(known).length > 0) applyHere(known);
}

function applyHere(change: Partial<Preferences>): void {
  cached = { ...preferences(), ...change };
  for (const [name, value] of Object.entries(change)) {
    try {
      localStorage.setItem(`plumbline.${name}`, String(value));
    } catch (error) {
      console.warn('Preferences are kept for this page only:', error);
    }
  }
  applyPreferences();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The preferences, live. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

/** The list without the member, or with it at the end. */
export function toggled(list: readonly string[], member: string): readonly string[] {
  return list.includes(member) ? list.filter((other) => other !== member) : [...list, member];
}

/** Follows the system's theme while the theme is `system`. */
export function followSystemTheme(): void {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyPreferences);
}
